/** The words of this experiment's figures and findings. */
import type { Sentences, Verdict } from '@/core/findings/finding'
import type { Decision } from '@/core/findings/verdict'
import { mean } from '@/core/metrics/stats'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { meansOfSeeds } from '@/core/runs/group'
import {
  countText,
  decimalText,
  effectText,
  meanText,
  percentText,
  plural,
  seedsNeededText,
  valueText,
} from '@/core/text/number'
import type { DoubleDescentValues } from './findings'
import { WHOLE } from './series'

export const text = {
  loss: {
    title: (byModel: boolean) => (byModel ? 'Loss against model size' : 'Loss against data'),
    caption: (of: {
      readonly byModel: boolean
      readonly severalDecays: boolean
      readonly isUniform: boolean
    }) =>
      `Thick: strings the model never saw. Thin: the strings it trains on. ${
        of.severalDecays ? 'Numbers at the lines: weight decay. ' : ''
      }${
        of.byModel
          ? 'All models see the same strings: small ones cannot hold them, large ones hold them all.'
          : `Shaded: more data than the model held at most. While the data fit, they are learned by heart and new strings look impossible; once they no longer fit, ${of.isUniform ? 'it can only become less sure of itself' : 'learning the source is all that is left'}.`
      }`,
    y: 'loss, bits per token',
    test: 'test',
    train: 'train',
    guessing: 'guessing',
    entropy: 'the source',
    overfull: 'more than it holds',
  },
  split: {
    title: 'What the bits are: memorised or generalised',
    caption: (severalDecays: boolean) =>
      `Bits per parameter that the model saves on its training strings. Memorised: what it saves beyond anybody who knows the source, string by string (unintended memorisation). Generalised: the rest, which knowledge of the source explains. Exact, because the source knows its own probabilities. New strings: what it saves on as many strings that it never saw; below 0, and off the chart, where it is sure of what is wrong.${
        severalDecays ? ' Numbers at the lines: weight decay.' : ''
      }`,
    y: 'bits per parameter',
    /** Names of the parts, and short ones for labels that a number follows. */
    parts: {
      memorised: ['memorised', 'mem.'],
      generalised: ['generalised', 'gen.'],
      'new strings': ['new strings', 'new'],
    },
  },
  training: {
    title: 'Test loss while it trains',
    caption: 'One seed. Where the model is full, more training makes it ever more certain of what is wrong.',
    y: 'test loss, bits per token',
    width: (width: number) => `width ${width}`,
    strings: (datasetSize: number) => plural(datasetSize, 'string'),
  },
  parameters: 'parameters',
  withDecay: (label: string, decay: number) => `${label}, ${decay}`,
} as const

const bits = 'bits per token'
const ratio = (logarithm: number): string => decimalText(Math.exp(logarithm))
/** Appended to a statement that seeds do not decide. */
const open = ({ verdict, seedsNeeded }: Decision): string =>
  verdict === 'not told apart' ? `: ${seedsNeededText(seedsNeeded)}` : ''

const peakPaper = 'Morris et al.: the peak is where data and capacity are equal, at 1'

function peakHeadline({ verdict, effect }: Decision): string {
  if (verdict === 'agrees') return 'Test loss is worst when the strings only just fit.'
  if (verdict !== 'differs') return 'The test loss has a peak; its place is open.'
  return effect.mean < 0
    ? 'Test loss is worst before the model is full.'
    : 'Test loss is worst beyond what the model holds whole.'
}

export const sentences = {
  peak: ({ peaks, decision, doubt }) => {
    if (peaks.length === 0) {
      return {
        headline: 'The test loss has no peak in these data.',
        text: 'The test loss has no peak inside the range of data that was run: add smaller and larger datasets, or train longer.',
      }
    }
    const bySeed = (of: (peak: (typeof peaks)[number]) => number) =>
      meansOfSeeds(peaks.map((peak) => ({ seed: peak.seed, value: of(peak) })))
    const loss = meanText(
      bySeed((peak) => peak.loss),
      1,
      bits,
    )
    const most = decimalText(mean(bySeed((peak) => peak.overCapacity)))
    if (!decision) {
      const why =
        doubt === 'coarse'
          ? `the dataset sizes around it lie ${valueText(Math.max(...peaks.map(({ gap }) => gap)))} times apart. Add sizes between them.`
          : `which data are the last to be held whole (to ${percentText(WHOLE)} of what they allow) these runs do not show. Add smaller sizes, or train longer.`
      return {
        headline: 'The test loss has a peak; its place is open.',
        text: `The test loss is highest, ${loss}, with data of about ${most} times the most that was memorised; ${why}`,
        paper: peakPaper,
      }
    }
    return {
      headline: peakHeadline(decision),
      text: `The test loss peaks at ${loss}, with ${effectText(decision.effect, ratio)} times the most data that are still held whole (to ${percentText(WHOLE)} of what they allow).${
        decision.verdict === 'not told apart'
          ? ` Whether that is at them is open: ${seedsNeededText(decision.seedsNeeded)}.`
          : ''
      } It is ${most} times the most that was memorised of any data, which moves to 1 with longer training.`,
      paper: peakPaper,
    }
  },
  descent: ({ before, after, guessing, entropy, belowGuessing, belowBefore }, verdict) => {
    const fell = `Beyond the peak the test loss falls to ${meanText(after, 2, bits)}`
    const [guess, source, early] = [decimalText(guessing), decimalText(entropy), meanText(before)]
    if (verdict === 'seen') {
      return {
        headline: 'With more strings it gets better than ever: a second descent.',
        text: `${fell}, below guessing (${guess}), below ${early} before the peak, and on its way to the source’s ${source}: a real second descent.`,
      }
    }
    if (belowGuessing.effect.mean <= 0) {
      return {
        headline: 'No second descent yet: guessing would still be better.',
        text: `${fell}, not yet below guessing (${guess}); the source has ${source}. Add more data.`,
      }
    }
    if (belowBefore.effect.mean <= 0) {
      return {
        headline: 'No second descent yet: it was better with fewer strings.',
        text: `${fell}, below guessing (${guess}) and no lower than ${early} with less data than at the peak: no second descent yet. Add more data.`,
      }
    }
    const undecided = belowGuessing.verdict === 'agrees' ? belowBefore : belowGuessing
    return {
      headline: 'Whether the loss falls for good is open.',
      text: `${fell}, while guessing costs ${guess} and the least before the peak is ${early}; the source has ${source}. Whether that is a second descent is open${open(undecided)}.`,
    }
  },
  overconfidence: ({ after, guessing }) => ({
    headline: 'Beyond the peak it only gets less sure of itself.',
    text: `Beyond the peak the test loss falls to ${meanText(after, 2, bits)}, towards guessing at ${decimalText(guessing)}: on uniform strings there is nothing to learn, and the peak is over-confidence.`,
  }),
  decay: ({ decay, recipe, atPeak, highest, kept, decision }, verdict) => {
    const has = `With weight decay ${decay}`
    const was = meanText(recipe, 1, bits)
    const cost = `What is held at most falls to ${meanText(
      kept.map((share) => 100 * share),
      0,
      '%',
    )}.`
    const sentence =
      verdict === 'agrees'
        ? `${has} the peak is gone: ${was} become ${meanText(atPeak, 1)}, and no size is clearly worse than the smallest. It costs memory.`
        : verdict === 'differs'
          ? `${has} the test loss is at most ${meanText(highest, 1)} instead of ${was}, and still rises before it falls: the peak is lower, not gone.`
          : `${has} the test loss is at most ${meanText(highest, 1)} instead of ${was}; whether it still rises before it falls is open${open(decision)}.`
    const headlines: Partial<Record<Verdict, string>> = {
      agrees: 'Strong weight decay removes the peak, and costs memory.',
      differs: 'Strong weight decay lowers the peak, and costs memory.',
    }
    return {
      headline: headlines[verdict] ?? 'Strong weight decay lowers the peak; whether it is gone is open.',
      text: `${sentence} ${cost}`,
      paper: 'Nakkiran et al. 2020 (arXiv 2003.01897): well-chosen weight decay removes the peak',
    }
  },
  decayAlone: ({ decay, losses, hasPeak }) => {
    const has = `With weight decay ${decay}`
    if (!losses)
      return {
        headline: 'One size cannot show a peak.',
        text: `${has} one size was run: a peak needs several.`,
      }
    const [first, highest, last] = [losses.first, losses.highest, losses.last].map((own) => meanText(own, 1))
    return {
      headline: hasPeak
        ? 'With this weight decay there is a peak.'
        : 'With this weight decay there is no peak.',
      text: hasPeak
        ? `${has} the test loss reaches ${highest} ${bits} on its way from ${first} to ${last}.`
        : `${has} there is no peak: the test loss falls from ${first} to ${last} ${bits} as the data grow.`,
    }
  },
  models: ({ decay, top, isFirstToHold, fullBitsPerParam }) => {
    const about = decay === RECIPE_OPTIONS.weightDecay ? '' : `With weight decay ${decay}: `
    if (!top) {
      return {
        headline: 'The test loss has no peak in these models.',
        text: `${about}The test loss has no peak inside the range of models that was run: add smaller and larger ones.`,
      }
    }
    const peak = `${about}The test loss is highest, ${meanText(top.test, 1, bits)}, at ${countText(top.params)} parameters`
    const share = `${percentText(top.held)} of the bits that can be memorised of these strings`
    if (!isFirstToHold)
      return {
        headline: `Test loss is worst at ${countText(top.params)} parameters.`,
        text: `${peak}. That model holds ${share}.`,
      }
    const capacity =
      fullBitsPerParam === undefined
        ? ''
        : ` The largest that is too small for them held ${decimalText(fullBitsPerParam)} bits for each parameter; by that the data are ${decimalText(top.dataPerParam / fullBitsPerParam)} times the capacity at the peak.`
    return {
      headline: 'The smallest model that holds its strings generalises worst.',
      text: `${peak}: the smallest of these models that holds its strings (${share}) generalises worst.${capacity}`,
      paper: peakPaper,
    }
  },
} satisfies Sentences<DoubleDescentValues>
