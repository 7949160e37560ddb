/** The words of this experiment's figures and findings. */
import type { Sentences } from '@/core/findings/finding'
import type { Decision } from '@/core/findings/verdict'
import { mean } from '@/core/metrics/stats'
import {
  countText,
  decimalText,
  effectText,
  factorText,
  meanText,
  percentText,
  tooFewSeedsText,
} from '@/core/text/number'
import type { TextValues } from './findings'

export const text = {
  memorized: {
    title: 'Memorised bits of natural text',
    caption:
      'Thick: bits per parameter that a model saves on its training strings beyond a reference model that has read other pages (the paper’s unintended memorisation). It rises while strings are learned by heart, and falls when learning the language saves more. Grey: the same count for as many strings that it never saw; it codes some of those better than the reference, too. Thin: net, the difference of the two, which is what reading the strings has added.',
    y: 'memorised bits per parameter',
    net: 'net',
  },
  loss: {
    title: 'Loss against the amount of text',
    caption:
      'Bits per character. The two lines meet where the model has stopped learning strings by heart; the reference, on new text, shows what a model of twice the width knows of the language.',
    y: 'bits per character',
    test: 'new text',
    train: 'its own text',
    reference: 'reference',
  },
  split: {
    title: 'Bits saved on each string',
    caption:
      'Compared with an even guess among the 32 symbols. Shared: what the reference saves too, which is knowledge of the language; the rest is memorised. New strings: what it saves on strings that it never saw; where it is confident and wrong, this is below 0 and off the chart.',
    y: 'bits per string',
    shared: 'shared',
  },
  strings: 'strings of text',
  memorised: 'memorised',
  newStrings: 'new strings',
} as const

/** What seeds do not decide: `the rise`. */
const open = (what: string, decision: Decision): string => tooFewSeedsText(decision, `${what} from chance`)
/** The factor that an effect on natural logarithms stands for: `1.37 times (95 %: …)`. */
const times = ({ effect }: Decision): string => effectText(effect, (change) => factorText(change), 'times')

export const sentences = {
  peak: ({ about, top, last, rise, fall }, verdict) => {
    const unit = 'bits per parameter'
    const floor =
      last.floor && last.net
        ? `, or ${meanText(last.net)} net of the ${meanText(last.floor)} that as many new strings show`
        : ''
    const changes =
      rise && fall
        ? ` The rise is ${effectText(rise.effect, percentText)} of the highest value, the fall after it ${effectText(fall.effect, percentText)}.${open('the rise', rise)}${open('the fall', fall)}${
            verdict === 'agrees' ? ' Learning by heart gives way to learning the language.' : ''
          }`
        : ' These data do not show both the rise and the fall: add smaller and larger datasets.'
    return {
      headline:
        verdict === 'agrees'
          ? 'With more text it first memorises more, then less.'
          : verdict === 'differs' || verdict === 'no effect'
            ? 'With more text it did not memorise less here.'
            : 'Does it memorise less of more text? Not settled here.',
      text: `It memorises most with ${countText(top.strings)} strings: ${meanText(top.bits, 2, unit)}. With ${countText(last.strings)} it is ${meanText(last.bits)}${floor}${about}.${changes}`,
      paper: 'Morris et al.: on text, unintended memorisation rises and then falls as the data grow',
    }
  },
  testPeak: ({ about, strings, first, top, last, rise, fall }, verdict) => {
    const losses = `${meanText(first, 1, 'bits per character')} with the fewest strings, ${meanText(top, 1)} with ${countText(strings)}, ${meanText(last, 1)} with the most${about}`
    const headlines: Partial<Record<typeof verdict, string>> = {
      agrees: 'With more text its loss on new pages rises, then falls.',
      differs: 'More text does not raise its loss on new pages.',
      'no effect': 'More text does not raise its loss on new pages.',
    }
    return {
      headline: headlines[verdict] ?? 'Does more text first raise its loss? Not settled here.',
      text:
        rise && fall
          ? `New text costs ${losses}. The highest is ${times(rise)} the first and ${times(fall)} the last.${open('the rise', rise)}${open('the fall', fall)}`
          : `New text costs ${losses}: no peak between the two. Add smaller and larger datasets.`,
      paper:
        'Morris et al.: on text too the test loss peaks where the data reach the capacity, and then falls',
    }
  },
  loss: ({ about, strings, bitsPerCharacter, reference }) => ({
    headline: `A new character costs it ${decimalText(mean(bitsPerCharacter), 1)} bits; guessing costs 5.`,
    text: `On new text the model needs ${meanText(bitsPerCharacter, 2, 'bits per character')} after ${countText(strings)} strings; the reference needs ${decimalText(mean(reference))}${about}.`,
  }),
} satisfies Sentences<TextValues>
