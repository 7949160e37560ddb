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
  seedsNeededText,
} from '@/core/text/number'
import type { TextValues } from './findings'

export const text = {
  memorized: {
    title: 'Memorised bits of natural text',
    caption:
      'Thick: bits per parameter that a model saves on its training strings beyond a reference model that has read other pages, the paper’s unintended memorisation. It rises while strings are learned by heart, and falls when the language itself pays better. Grey: the same count over as many strings that it never saw, some of which it codes better than the reference too. Thin: net, the first less the second, which is what comes of having read them.',
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
      'Against an even guess among the 32 symbols. Shared: what the reference saves too, which is knowledge of the language; the rest is memorised. New strings: what it saves on strings that it never saw; below 0, and off the chart, where it is sure of what is wrong.',
    y: 'bits per string',
    shared: 'shared',
  },
  strings: 'strings of text',
  memorised: 'memorised',
  newStrings: 'new strings',
} as const

/** Which seeds do not decide, and what would. */
const open = (what: string, decision: Decision): string =>
  decision.verdict === 'not told apart'
    ? ` The ${what} may be chance: ${seedsNeededText(decision.seedsNeeded)}.`
    : ''

export const sentences = {
  peak: ({ about, top, last, rise, fall }, verdict) => {
    const unit = 'bits per parameter'
    const floor =
      last.floor && last.net
        ? `, where as many new strings would show ${meanText(last.floor)}: ${meanText(last.net)} net`
        : ''
    const changes =
      rise && fall
        ? ` It rises by ${effectText(rise.effect, percentText)} of the most, and falls again by ${effectText(fall.effect, percentText)}.${open('rise', rise)}${open('fall', fall)}${
            verdict === 'agrees' ? ' Learning by heart gives way to learning the language.' : ''
          }`
        : ' The range that was run does not show both the rise and the fall: add smaller and larger datasets.'
    return {
      headline:
        verdict === 'agrees'
          ? 'More text: at first it memorises more, then less.'
          : verdict === 'differs' || verdict === 'no effect'
            ? 'More text did not make it memorise less here.'
            : 'Whether more text makes it memorise less is open.',
      text: `A model holds most, ${meanText(top.bits, 2, unit)}, of ${countText(top.strings)} strings, and ${meanText(last.bits, 2, unit)} of ${countText(last.strings)}${floor}${about}.${changes}`,
      paper: 'Morris et al.: on text, unintended memorisation rises and then falls as the data grow',
    }
  },
  testPeak: ({ about, strings, first, top, last, rise, fall }, verdict) => {
    const losses = `${meanText(first, 1, 'bits per character')} with the fewest strings, ${meanText(top, 1)} with ${countText(strings)}, ${meanText(last, 1)} with the most${about}`
    const headlines: Partial<Record<typeof verdict, string>> = {
      agrees: 'More text: on new pages it gets worse, then better.',
      differs: 'More text does not make it worse on new pages.',
      'no effect': 'More text does not make it worse on new pages.',
    }
    return {
      headline: headlines[verdict] ?? 'Whether more text first makes it worse is open.',
      text:
        rise && fall
          ? `New text costs ${losses}. The highest loss is ${effectText(rise.effect, factorText)} the first and ${effectText(fall.effect, factorText)} the last.${open('rise', rise)}${open('fall', fall)}`
          : `New text costs ${losses}: no peak inside the range that was run. Add smaller and larger datasets.`,
      paper:
        'Morris et al.: on text too the test loss peaks where the data reach the capacity, and then falls',
    }
  },
  loss: ({ about, strings, bitsPerCharacter, reference }) => ({
    headline: `A new character costs it ${decimalText(mean(bitsPerCharacter), 1)} bits; guessing costs 5.`,
    text: `On new text the model needs ${meanText(bitsPerCharacter, 2, 'bits per character')} after ${countText(strings)} strings; the reference needs ${decimalText(mean(reference))}${about}.`,
  }),
} satisfies Sentences<TextValues>
