/** Every word that this experiment shows of its runs. */
import type { Sentences, Verdict } from '@/core/findings/finding'
import { mean } from '@/core/metrics/stats'
import type { Precision } from '@/core/model/precision'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import { namesText } from '@/core/runs/learning'
import {
  changeText,
  decimalText,
  effectText,
  meanText,
  percentText,
  tooFewSeedsText,
} from '@/core/text/number'
import { COST_MARGIN, type PrecisionValues, READABLE } from './findings'

/** Names of the formats at the ends of lines. */
const SHORT_LABELS: Readonly<Record<Precision, string>> = {
  float32: 'float32',
  'bfloat16-forward': 'bf16 forward',
  'float16-forward': 'f16 forward',
  'bfloat16-stored': 'bf16 stored',
  'float16-stored': 'f16 stored',
  'bfloat16-stochastic': 'stochastic',
}

/** The ways of rounding, as subjects of sentences. */
const ROUNDINGS: Readonly<Record<Precision, string>> = {
  float32: 'Training in float32',
  'bfloat16-forward': 'Computing in bf16',
  'float16-forward': 'Computing in f16',
  'bfloat16-stored': 'Storing weights in bf16',
  'float16-stored': 'Storing weights in f16',
  'bfloat16-stochastic': 'Storing weights in bf16 with stochastic rounding',
}

export const text = {
  learnedIn: (formats: readonly Precision[]) =>
    `in ${namesText(
      formats.map((format) => SHORT_LABELS[format]),
      'formats',
    )}`,
  labels: SHORT_LABELS,
  after: {
    title: 'What rounding after training leaves',
    caption: (leastShown: number) =>
      `The same trained model, its matrices rounded to fewer and fewer bits per weight, and measured again. Integers have one scale per matrix, or one per output of a matrix. Grey: what it held before. Points below ${decimalText(leastShown, 1)}, where the model is worse than guessing, are left out.`,
    x: 'bits kept of each weight',
    perOutput: 'per output',
    perMatrix: 'per matrix',
    floats: '16 bits',
  },
  cost: {
    title: 'What rounding while it trains costs',
    caption:
      'Change of the memorised bits against float32, with the same strings and the same initial weights. Mean over seeds, bars from least to most. Lower grey line: the spread between seeds of float32 alone.',
    x: 'way of rounding',
    y: 'change of the bits, %',
    chance: 'chance',
  },
  training: {
    title: 'Rounded while it trains',
    caption:
      'One seed. Forward: a float32 copy takes every step, and the model computes with its rounded values. Stored: only the rounded weights are kept, so small steps are lost. Stochastic: stored in bfloat16 and rounded up or down at random, so that small steps count on average. Where curves coincide, rounding costs less than one seed can show.',
  },
  bitsPerParameter: 'memorised bits per parameter',
}

const keptText = (kept: PrecisionValues['keptByMatrix']['kept']): string =>
  kept
    .map(({ bitsPerWeight, share }, i) =>
      [share > 0 ? percentText(share) : 'nothing', 'at', bitsPerWeight, ...(i === 0 ? ['bits'] : [])].join(
        ' ',
      ),
    )
    .join(', ')

/** Training in bfloat16 left 3.51 of 3.83 bits: the paper's one figure for all of this. */
const PAPER_CHANGE = PAPER_BITS_PER_PARAM.bfloat16 / PAPER_BITS_PER_PARAM.float32 - 1

const CHANGES: Readonly<Partial<Record<Verdict, string>>> = {
  agrees: 'costs bits',
  differs: 'gains bits',
  'no effect': 'costs nothing',
}

/** Bits for each weight below which rounding leaves nothing. */
const lost = (kept: PrecisionValues['keptByMatrix']['kept']): string => {
  const gone = kept.filter(({ share }) => share <= 0).map(({ bitsPerWeight }) => bitsPerWeight)
  return gone.length === 0 ? 'every width keeps something' : `at ${Math.max(...gone)} bits nothing is left`
}

export const sentences: Sentences<PrecisionValues> = {
  readable({ held, bitsPerWeight, scale }) {
    const inFloat32 = `The model holds ${meanText(held, 2, 'bits per parameter')} in float32`
    return {
      headline:
        bitsPerWeight === undefined
          ? `A weight holds ${decimalText(mean(held), 1)} bits; 8 bits are too few to store them.`
          : `A weight holds ${decimalText(mean(held), 1)} bits; storing them takes ${bitsPerWeight}.`,
      text:
        bitsPerWeight === undefined
          ? `${inFloat32}. Rounded to integers of up to 8 bits, it keeps less than ${percentText(READABLE)} of them.`
          : `${inFloat32}. Rounded after training, it needs ${bitsPerWeight} bits per weight, with one scale per ${scale === 'matrix' ? 'matrix' : 'output of a matrix'}, to keep ${percentText(READABLE)} of them.`,
    }
  },
  keptByMatrix: ({ kept }) => ({
    headline: `One scale per matrix: ${lost(kept)}.`,
    text: `Memorised bits left after rounding the trained weights, with one scale per matrix: ${keptText(kept)}.`,
  }),
  keptByOutput: ({ kept }) => ({
    headline: `One scale per output: ${lost(kept)}.`,
    text: `The same with one scale per output of a matrix: ${keptText(kept)}.`,
  }),
  trained({ precision, change, seedsNeeded }, verdict) {
    const own = verdict === 'seen' ? (change.mean < 0 ? 'costs bits' : 'gains bits') : CHANGES[verdict]
    const end = verdict === 'no effect' ? `: no cost beyond ${percentText(COST_MARGIN)}` : ''
    return {
      headline: `${ROUNDINGS[precision]}${own ? ` ${own}` : ': cost not settled'}.`,
      text: `${ROUNDINGS[precision]} changes the memorised bits by ${effectText(change, (share) => changeText(share, 1))}${end}.${tooFewSeedsText({ verdict, seedsNeeded }, `whether that is a cost of more than ${percentText(COST_MARGIN)}`)}`,
      ...(precision.startsWith('bfloat16')
        ? {
            paper: `Morris et al.: ${decimalText(PAPER_BITS_PER_PARAM.float32)} bits per parameter in float32, ${decimalText(PAPER_BITS_PER_PARAM.bfloat16)} in bfloat16, ${changeText(PAPER_CHANGE)}`,
          }
        : {}),
    }
  },
}
