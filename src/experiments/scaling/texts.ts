/** Every word that this experiment shows of its runs. */
import type { Sentences, Verdict } from '@/core/findings/finding'
import { MORRIS_SLOPE } from '@/core/findings/morris-table'
import { type Effect, halfWidthOf } from '@/core/metrics/effect'
import { spread } from '@/core/metrics/stats'
import { type CapacityLine, PLATEAU_GROWTH } from '@/core/runs/fit'
import {
  changeText,
  countText,
  decimalText,
  effectText,
  leftOutText,
  listText,
  percentText,
  plural,
  tooFewSeedsText,
} from '@/core/text/number'
import { EXPONENT_MARGIN, LINE_RANGE, type ScalingValues } from './findings'

export const text = {
  capacity: {
    title: 'Capacity against parameters',
    caption:
      'Each point is the most bits that a model held at any of its dataset sizes: mean over seeds, bars from least to most. Dashed: the straight line fitted through the points, labelled with its bits per parameter; on log axes it looks bent unless it passes through zero. Dashed grey: the slope that the paper found in float32, in far larger models.',
    fit: ({ slope }: CapacityLine) => `fit: ${decimalText(slope)}`,
    paper: `paper: ${decimalText(MORRIS_SLOPE.float32)}`,
  },
  bitsPerParam: {
    title: 'Bits per parameter, beside the paper’s table',
    caption:
      'Ours on the left, one line for each number of layers or each vocabulary; on the right the sixteen models of Morris et al., Table 1, trained for a million steps in float32 and, hollow, in bfloat16. Where the fitted line has a negative intercept, small models hold fewer bits per parameter than its slope.',
    float32: 'paper, fp32',
    bfloat16: 'paper, bf16',
  },
  embeddingShare: {
    title: 'Bits per parameter against the share of the embeddings',
    caption:
      'Embeddings, positions and head count as parameters like all others. If they held nothing, models that consist of little else would lie at the bottom right.',
    x: 'parameters in embeddings and head, %',
  },
  parameters: 'parameters',
  memorizedBits: 'memorised bits',
  bitsPerParameter: 'bits per parameter',
  layers: (layers: number) => plural(layers, 'layer'),
  vocab: (vocab: number) => `${vocab} symbols`,
}

const percent = 100 * PLATEAU_GROWTH
const interval = (halfWidth: number | undefined): string =>
  halfWidth === undefined ? '' : ` ± ${decimalText(halfWidth)}`
const times = (exponent: number): string => decimalText(2 ** exponent)
const depths = (means: ScalingValues['layers']['ours']): string =>
  means
    .map(({ layers, bitsPerParam }) => `${decimalText(bitsPerParam)} with ${plural(layers, 'layer')}`)
    .join(', ')

function lineHeadline(
  exponent: Effect | undefined,
  doubt: ScalingValues['line']['doubt'],
  verdict: Verdict,
): string {
  if (!exponent) return 'A model held nothing, so growth with size is not known.'
  const held = `Twice the size holds ${decimalText(2 ** exponent.mean, 1)} times the bits`
  if (doubt === 'not full') return `${held}, if all were full.`
  if (doubt === 'narrow') return 'The models are too alike in size for a line.'
  if (verdict === 'agrees') return `${held}: capacity grows with size.`
  return verdict === 'differs' ? `${held} here, not twice.` : `${held}, or perhaps just twice.`
}

export const sentences: Sentences<ScalingValues> = {
  tooFewModels: () => ({
    headline: 'A line needs three models.',
    text: 'A line needs at least three models with the same seed: add widths or layers.',
  }),
  line({ line, exponent, seedsNeeded, doubt, farthest }, verdict) {
    const { slope, intercept, slopeInterval, rSquared, seeds } = line
    const growth = exponent
      ? `Twice the parameters hold ${times(exponent.mean)} times the bits: capacity grows as P to the power ${effectText(exponent, decimalText)}.${leftOutText(seeds - exponent.seeds)}`
      : 'A model held nothing in half of the seeds or more, so the growth of capacity with size is not known.'
    const uncertainty =
      slopeInterval === undefined ? 'one seed, so no interval' : `95 % interval over ${plural(seeds, 'seed')}`
    const fit = `capacity = ${decimalText(slope)}·P ${intercept < 0 ? '−' : '+'} ${countText(Math.abs(intercept))} bits, R² ${decimalText(rSquared, 4)} over ${plural(line.models, 'model')}`
    const far =
      verdict === 'differs'
        ? ` The model of width ${farthest.width} with ${plural(farthest.layers, 'layer')} is farthest from the line, with ${countText(farthest.bits)} bits instead of ${countText(farthest.fitted)}.`
        : ''
    const why =
      doubt === 'not full'
        ? ' Not all of these models were full, so their capacities, and the line, may be higher.'
        : doubt === 'narrow'
          ? ` The sizes lie within a factor of ${LINE_RANGE}, over which nearly anything looks like a line: add widths.`
          : verdict === 'not told apart'
            ? tooFewSeedsText(
                { verdict, seedsNeeded },
                `whether that is within ${decimalText(EXPONENT_MARGIN, 1)} of a power of 1, twice the bits`,
              )
            : ''
    return {
      headline: lineHeadline(exponent, doubt, verdict),
      text: `${growth} Each extra parameter adds ${decimalText(slope)}${interval(slopeInterval)} bits (${uncertainty}; ${fit}).${far}${why}`,
      paper: `Morris et al.: a line too, with ${decimalText(MORRIS_SLOPE.float32)} bits for each parameter in float32 (${decimalText(MORRIS_SLOPE.bfloat16)} in bfloat16), after a million steps`,
    }
  },
  growing: ({ models, of }) => ({
    headline: `${models} of ${plural(of, 'model')} could have held more.`,
    text: `${models} of ${plural(of, 'model')} still held over ${percent} % more when their data doubled: their capacity is higher than shown.`,
  }),
  falling: ({ models, of }) => ({
    headline: `${models} of ${plural(of, 'model')} would need more steps.`,
    text: `${models} of ${plural(of, 'model')} held over ${percent} % less when their data doubled: they have not learned so many strings yet. Give them more steps.`,
  }),
  full({ growths }) {
    const { min, max, count } = spread(growths)
    return {
      headline: `All ${count} models are full.`,
      text: `All ${count} models are full: twice the data changed what they hold by ${changeText(min, 1)} to ${changeText(max, 1)}. More steps would add to it: capacity is a lower bound.`,
    }
  },
  offered: ({ share }, verdict) => ({
    headline:
      verdict === 'seen'
        ? 'Every model was offered more than it could hold.'
        : 'Some models may not have been full.',
    text:
      verdict === 'seen'
        ? `Every model was offered more than it could hold: at most ${percentText(share)} of what its strings allow. Only a second dataset of twice the size can tell whether it would hold more.`
        : `One model holds ${percentText(share)} of all that its strings allow, so it may not be full: give it more data.`,
  }),
  layers: ({ ours, paper }) => ({
    headline: `${listText(ours.map(({ layers }) => String(layers)))} layers: ${listText(ours.map(({ bitsPerParam }) => decimalText(bitsPerParam, 1)))} bits per parameter.`,
    text: `Bits per parameter, mean over the same widths: ${depths(ours)}.`,
    paper: `Morris et al., Table 1, float32: ${depths(paper)}`,
  }),
  parts: ({ embedding, body }) => ({
    headline: `Embeddings hold ${decimalText(embedding.mean, 1)} bits per parameter, other weights ${decimalText(body.mean, 1)}.`,
    text: `Fitted separately, each extra parameter in the embeddings and the head adds ${decimalText(embedding.mean)}${interval(halfWidthOf(embedding))} bits, each one in the blocks ${decimalText(body.mean)}${interval(halfWidthOf(body))} (${embedding.seeds === 1 ? 'one seed' : '95 % intervals over seeds'}).`,
  }),
}
