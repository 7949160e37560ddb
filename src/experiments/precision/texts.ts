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
  seedsNeededText,
} from '@/core/text/number'
import { COST_MARGIN, type PrecisionValues, READABLE } from './findings'

/** Names of the formats at the ends of lines. */
const SHORT_LABELS: Readonly<Record<Precision, string>> = {
  float32: 'float32',
  'bfloat16-forward': 'bf16 forward',
  'float16-forward': 'f16 forward',
  'bfloat16-stored': 'bf16 stored',
  'float16-stored': 'f16 stored',
  'bfloat16-stochastic': 'by chance',
}

/** Names of the formats in sentences and in the form. */
export const PRECISION_LABELS: Readonly<Record<Precision, string>> = {
  float32: 'float32',
  'bfloat16-forward': 'computed in bf16',
  'float16-forward': 'computed in f16',
  'bfloat16-stored': 'stored in bf16',
  'float16-stored': 'stored in f16',
  'bfloat16-stochastic': 'stored in bf16, stochastic',
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
      `The same trained model, its matrices rounded to fewer and fewer bits for each weight and measured again. Integers have one scale for each matrix, or one for each of its outputs. Grey: what it held before. Points under ${decimalText(leastShown, 1)}, where the model is worse than guessing, are left out.`,
    x: 'bits kept of each weight',
    perOutput: 'per output',
    perMatrix: 'per matrix',
    floats: '16 bits',
  },
  cost: {
    title: 'What rounding while it trains costs',
    caption:
      'Memorised bits against float32 with the same strings and the same first weights. Mean over seeds, bars from least to most. Lower grey line: how far the seeds of float32 lie from each other.',
    x: 'way of rounding',
    y: 'change of the bits, %',
    chance: 'chance',
  },
  training: {
    title: 'Rounded while it trains',
    caption:
      'One seed. Forward: a float32 copy takes every step, the model computes with its rounding. Stored: only the rounded weights are kept, so that small steps are lost. By chance: stored in bfloat16, rounded up or down at random, so that they are lost less. Where the curves lie on one another, rounding costs no more than one seed can show.',
  },
  bitsPerParameter: 'memorised bits per parameter',
}

const keptText = (kept: PrecisionValues['keptByMatrix']['kept']): string =>
  kept
    .map(({ bitsPerWeight, share }) => `${bitsPerWeight} bits ${share > 0 ? percentText(share) : 'nothing'}`)
    .join(', ')

/** Training in bfloat16 left 3.51 of 3.83 bits: the paper's one figure for all of this. */
const PAPER_CHANGE = PAPER_BITS_PER_PARAM.bfloat16 / PAPER_BITS_PER_PARAM.float32 - 1

const CHANGES: Readonly<Partial<Record<Verdict, string>>> = {
  agrees: 'cost bits',
  differs: 'gain bits',
  'no effect': 'cost nothing',
}

/** Bits for each weight below which rounding leaves nothing. */
const lost = (kept: PrecisionValues['keptByMatrix']['kept']): string => {
  const gone = kept.filter(({ share }) => share <= 0).map(({ bitsPerWeight }) => bitsPerWeight)
  return gone.length === 0 ? 'all widths keep something' : `at ${Math.max(...gone)} bits nothing is left`
}

export const sentences: Sentences<PrecisionValues> = {
  readable({ held, bitsPerWeight, scale }) {
    const inFloat32 = `The model holds ${meanText(held, 2, 'bits per parameter')} in float32`
    return {
      headline:
        bitsPerWeight === undefined
          ? `A weight holds ${decimalText(mean(held), 1)} bits; 8 bits cannot store them.`
          : `A weight holds ${decimalText(mean(held), 1)} bits; storing them takes ${bitsPerWeight}.`,
      text:
        bitsPerWeight === undefined
          ? `${inFloat32}. Rounded to integers of up to 8 bits it keeps less than ${percentText(READABLE)} of them.`
          : `${inFloat32}. Rounded after training it keeps ${percentText(READABLE)} of them with ${bitsPerWeight} bits for each weight and one scale for each ${scale === 'matrix' ? 'matrix' : 'output of a matrix'}.`,
    }
  },
  keptByMatrix: ({ kept }) => ({
    headline: `Rounded with one scale a matrix: ${lost(kept)}.`,
    text: `Rounded after training, with one scale for each matrix, its weights keep of their bits: ${keptText(kept)}.`,
  }),
  keptByOutput: ({ kept }) => ({
    headline: `Rounded with one scale an output: ${lost(kept)}.`,
    text: `With one scale for each output of a matrix: ${keptText(kept)}.`,
  }),
  trained({ precision, change, seedsNeeded }, verdict) {
    const end =
      verdict === 'not told apart'
        ? `. Whether that is a cost, ${seedsNeededText(seedsNeeded)}`
        : verdict === 'no effect'
          ? `: no cost beyond ${percentText(COST_MARGIN)}`
          : ''
    const own = verdict === 'seen' ? (change.mean < 0 ? 'cost bits' : 'gain bits') : CHANGES[verdict]
    return {
      headline: own
        ? `Weights ${PRECISION_LABELS[precision]} ${own}.`
        : `Whether weights ${PRECISION_LABELS[precision]} cost bits is open.`,
      text: `Weights ${PRECISION_LABELS[precision]} change the bits by ${effectText(change, (share) => changeText(share, 1))}${end}.`,
      ...(precision.startsWith('bfloat16')
        ? {
            paper: `Morris et al.: ${decimalText(PAPER_BITS_PER_PARAM.float32)} bits per parameter in float32, ${decimalText(PAPER_BITS_PER_PARAM.bfloat16)} in bfloat16, ${changeText(PAPER_CHANGE)}`,
          }
        : {}),
    }
  },
}
