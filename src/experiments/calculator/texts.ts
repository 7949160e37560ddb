/** Every word that this experiment shows of its runs. */
import type { Sentences } from '@/core/findings/finding'
import { MORRIS_SLOPE } from '@/core/findings/morris-table'
import { type Effect, halfWidthOf } from '@/core/metrics/effect'
import { mean } from '@/core/metrics/stats'
import {
  bytesOfBitsText,
  changeText,
  countText,
  decimalText,
  effectText,
  percentText,
  tooFewSeedsText,
} from '@/core/text/number'
import type { CalculatorValues } from './findings'
import { PRESS_BITS_PER_PARAM } from './series'

const PAPER_BITS = decimalText(MORRIS_SLOPE.float32)

export const text = {
  line: {
    title: 'What a model of any size could hold',
    caption: `Points: models that this lab has filled. Solid lines run through what was measured, dashed ones only extend them. Grey: the ${PAPER_BITS} bits for each parameter of Morris et al. in float32, solid where they measured; the two grey points are the figures that the press reported, from the ${PRESS_BITS_PER_PARAM} bits of bfloat16. The caveat is the distance between the measured sizes and yours: nobody has filled a model of a billion parameters.`,
    x: 'parameters',
    y: 'bits of random strings',
    fit: (slope: number) => `fit: ${decimalText(slope)}`,
    asked: 'your model',
    paper: `paper: ${PAPER_BITS}`,
  },
}

const about = (effect: Effect | undefined, format: (value: number) => string): string => {
  const halfWidth = effect && halfWidthOf(effect)
  return halfWidth === undefined ? '' : ` ± ${format(halfWidth)}`
}

export const sentences: Sentences<CalculatorValues> = {
  tooFewModels: () => ({
    headline: 'A line needs three models.',
    text: 'A line needs at least three models: add widths or layers.',
  }),
  tooSmall: ({ asked, least }) => ({
    headline: 'Your model is smaller than any measured here.',
    text: `${countText(asked)} parameters are fewer than the smallest model measured, ${countText(least)}. Train a model of that size.`,
  }),
  answer({ asked, bits, bitsBySeed, slope, slopes, most, paperBits }) {
    const uncertainty =
      (slopes?.seeds ?? 1) === 1 ? 'one seed, so no interval' : `95 % intervals over ${slopes?.seeds} seeds`
    const reach =
      asked > most
        ? `extrapolated to ${countText(asked / most)} times the largest model measured`
        : 'between models that were measured'
    return {
      headline: `${countText(asked)} parameters could hold about ${bytesOfBitsText(bits)}.`,
      text: `By this run’s line a model of ${countText(asked)} parameters could hold ${bytesOfBitsText(bits)}${about(bitsBySeed, bytesOfBitsText)} of random strings: ${decimalText(slope)}${about(slopes, decimalText)} bits for each parameter (${uncertainty}), ${reach}.`,
      paper: `Morris et al.: ${PAPER_BITS} bits for each parameter in float32, which would be ${bytesOfBitsText(paperBits)}`,
    }
  },
  prediction({ params, models, measured, predicted, decision }, verdict) {
    const change = effectText(decision.effect, (share) => changeText(share, 1))
    const held = countText(mean(measured))
    return {
      headline:
        verdict === 'not told apart'
          ? 'Does the line predict a larger model? Not settled here.'
          : decision.verdict === 'agrees'
            ? 'The smaller models predict the largest one.'
            : 'The smaller models do not predict the largest one.',
      text: `A line through the ${models} smaller models gives ${countText(mean(predicted))} bits for ${countText(params)} parameters; ${held} were measured, ${change}.${tooFewSeedsText({ verdict, seedsNeeded: decision.seedsNeeded }, 'whether the line holds')}`,
    }
  },
  press({ sizes, ratio, seedsNeeded }, verdict) {
    const list = (of: 'press' | 'own') => sizes.map((size) => bytesOfBitsText(size[of])).join(' and ')
    const params = sizes.map((size) => countText(size.params)).join(' and ')
    return {
      headline:
        verdict === 'agrees'
          ? 'A parameter holds as much here as in the paper.'
          : verdict === 'differs'
            ? `A parameter holds ${ratio.mean < 1 ? 'less' : 'more'} here than in the paper.`
            : 'Does a parameter hold as much here? Not settled.',
      text: `The press reported ${list('press')} for ${params} parameters; by this run’s line it would be ${list('own')}. The slope is ${effectText(ratio, percentText)} of the paper’s in float32: these models are small and their training is short.${tooFewSeedsText({ verdict, seedsNeeded }, 'it from the paper’s')}`,
      paper: `Morris et al.: up to 7 million parameters, ${PAPER_BITS} bits for each in float32; the press used the ${PRESS_BITS_PER_PARAM} of bfloat16`,
    }
  },
}
