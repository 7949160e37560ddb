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
  factorText,
  meanText,
  percentText,
  plural,
  tooFewSeedsText,
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
          : `Shaded: more data than the model ever held. While the data fit, they are learned by heart and new strings seem almost impossible to it; once they no longer fit, ${of.isUniform ? 'it can only become less sure of itself' : 'learning the source is all that is left'}.`
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
      `Bits per parameter that the model saves on its training strings. Memorised: what it saves beyond a predictor that knows the source (the paper’s unintended memorisation). Generalised: the rest, which knowing the source explains. The split is exact, because the source’s probabilities are known. New strings: what it saves on as many strings that it never saw; where it is confident and wrong, this is below 0 and off the chart.${
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
    caption:
      'One seed. Where the strings only just fit, more training makes the model ever more confident in wrong predictions.',
    y: 'test loss, bits per token',
    width: (width: number) => `width ${width}`,
    strings: (datasetSize: number) => plural(datasetSize, 'string'),
  },
  parameters: 'parameters',
  withDecay: (label: string, decay: number) => `${label}, ${decay}`,
} as const

const bits = 'bits per token'
const HELD_WHOLE = `${percentText(WHOLE)} of the bits that can be memorised`

const peakPaper = 'Morris et al.: the peak is where data and capacity are equal, at 1'

const PEAK_OPEN = 'The test loss has a peak; exactly where is not settled.'

function peakHeadline({ verdict, effect }: Decision): string {
  if (verdict === 'agrees') return 'Test loss is worst when the strings only just fit.'
  if (verdict !== 'differs') return PEAK_OPEN
  return effect.mean < 0
    ? 'Test loss is worst before the model is full.'
    : 'Test loss is worst when the strings no longer fit.'
}

export const sentences = {
  peak: ({ peaks, decision, doubt }) => {
    if (peaks.length === 0) {
      return {
        headline: 'The test loss has no peak within these data.',
        text: 'The test loss has no peak between the smallest and the largest dataset: add smaller and larger ones, or train longer.',
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
          ? `the dataset sizes beside it are a factor of ${valueText(Math.max(...peaks.map(({ gap }) => gap)))} apart, too far to place it. Add sizes between them.`
          : `these runs do not show up to which size the model holds its data whole (${HELD_WHOLE}). Add smaller sizes, or train longer.`
      return {
        headline: PEAK_OPEN,
        text: `The test loss is highest, ${loss}, where the data are about ${most} times the most that was memorised; ${why}`,
        paper: peakPaper,
      }
    }
    return {
      headline: peakHeadline(decision),
      text: `The test loss peaks at ${loss}. The data there are ${effectText(decision.effect, (change) => factorText(change), 'times')} the largest that the model still holds whole (${HELD_WHOLE}), and ${most} times the most that it memorised of any dataset, a ratio that moves towards 1 with longer training.${tooFewSeedsText(decision, 'whether the peak is where the data still fit')}`,
      paper: peakPaper,
    }
  },
  descent: ({ before, after, guessing, entropy, belowGuessing, belowBefore }, verdict) => {
    const fell = `Beyond the peak the test loss falls to ${meanText(after, 2, bits)}`
    const [guess, source, early] = [decimalText(guessing), decimalText(entropy), meanText(before)]
    if (verdict === 'seen') {
      return {
        headline: 'With more strings it gets better than ever: a second descent.',
        text: `${fell}, below guessing (${guess}) and below the lowest loss before the peak, ${early}: a real second descent, on its way to the source’s own ${source}.`,
      }
    }
    if (belowGuessing.effect.mean <= 0) {
      return {
        headline: 'No second descent yet: guessing would still be better.',
        text: `${fell}, not yet below guessing (${guess}); the source itself has ${source}. Add more data.`,
      }
    }
    if (belowBefore.effect.mean <= 0) {
      return {
        headline: 'No second descent yet: it was better with fewer strings.',
        text: `${fell}, below guessing (${guess}) but not below the lowest loss before the peak, ${early}. Add more data.`,
      }
    }
    const undecided = belowGuessing.verdict === 'agrees' ? belowBefore : belowGuessing
    return {
      headline: 'A second descent? Not settled here.',
      text: `${fell}. Guessing costs ${guess}, the lowest loss before the peak is ${early}, and the source itself has ${source}.${tooFewSeedsText(undecided, 'whether that is a second descent')}`,
    }
  },
  overconfidence: ({ after, guessing }) => ({
    headline: 'Beyond the peak it only gets less sure of itself.',
    text: `Beyond the peak the test loss falls to ${meanText(after, 2, bits)}, towards guessing at ${decimalText(guessing)}: uniform strings have nothing to learn, so the peak is over-confidence.`,
  }),
  decay: ({ decay, recipe, atPeak, highest, kept, decision }, verdict) => {
    const has = `With weight decay ${decay} the test loss is`
    const was = meanText(recipe, 1, bits)
    const cost = `The most that it memorises falls to ${meanText(
      kept.map((share) => 100 * share),
      0,
      '%',
    )}.`
    const sentence =
      verdict === 'agrees'
        ? `${has} ${meanText(atPeak, 1)} at the old peak, instead of ${was}, and clearly higher at no size than at the smallest: the peak is gone.`
        : verdict === 'differs'
          ? `${has} at most ${meanText(highest, 1)}, instead of ${was}, and still rises before it falls: the peak is lower, not gone.`
          : `${has} at most ${meanText(highest, 1)}, instead of ${was}.${tooFewSeedsText(decision, 'whether it still rises before it falls')}`
    const headlines: Partial<Record<Verdict, string>> = {
      agrees: 'Strong weight decay removes the peak, and costs memory.',
      differs: 'Strong weight decay lowers the peak, and costs memory.',
    }
    return {
      headline: headlines[verdict] ?? 'Strong weight decay lowers the peak, or removes it: not settled.',
      text: `${sentence} ${cost}`,
      paper: 'Nakkiran et al. 2020 (arXiv 2003.01897): well-chosen weight decay removes the peak',
    }
  },
  decayAlone: ({ decay, losses, hasPeak }) => {
    const has = `With weight decay ${decay}`
    if (!losses)
      return {
        headline: 'One size cannot show a peak.',
        text: `${has} only one size was run; a peak needs several.`,
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
        headline: 'The test loss has no peak within these models.',
        text: `${about}The test loss has no peak between the smallest and the largest model: add smaller and larger ones.`,
      }
    }
    const peak = `${about}The test loss is highest, ${meanText(top.test, 1, bits)}, at ${countText(top.params)} parameters`
    const share = `${percentText(top.held)} of the bits that can be memorised`
    if (!isFirstToHold)
      return {
        headline: `Test loss is worst at ${countText(top.params)} parameters.`,
        text: `${peak}. That model holds ${share}.`,
      }
    const capacity =
      fullBitsPerParam === undefined
        ? ''
        : ` The largest model that is too small for them held ${decimalText(fullBitsPerParam)} bits per parameter; by that measure the data at the peak are ${decimalText(top.dataPerParam / fullBitsPerParam)} times the capacity.`
    return {
      headline: 'The smallest model that holds its strings generalises worst.',
      text: `${peak}, the smallest of these models that holds its strings (${share}).${capacity}`,
      paper: peakPaper,
    }
  },
} satisfies Sentences<DoubleDescentValues>
