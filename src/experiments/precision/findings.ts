/** What rounding cost: after training by bits, while training by format, seed against seed. */
import { meanText } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { isBeyondSeeds, scatter, spread } from '@/core/metrics/stats'
import { PRECISIONS } from '@/core/model/precision'
import type { TrialRecord } from '@/core/results/result'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import { changeOfBitsText, changeText, decimalText, noCostText } from '@/core/text/number'
import {
  type AfterTraining,
  CHANNEL_INTEGERS,
  INTEGERS,
  measureOf,
  PRECISION_LABELS,
  type Precision,
} from './formats'
import { changesFrom, inFloat32, largestRuns } from './series'

/** As good as before. */
const READABLE = 0.95

export function findings(records: readonly TrialRecord[]): Finding[] {
  const own = largestRuns(records)
  const float32 = inFloat32(own)
  if (float32.length === 0) return []
  return [
    ...afterFinding(float32),
    ...PRECISIONS.filter((precision) => precision !== 'float32').flatMap((precision) =>
      trainedFinding(precision, own, float32),
    ),
  ]
}

/** Share of the bits that each format keeps, mean over seeds; those that were not measured are left out. */
const keptBy = (formats: readonly AfterTraining[], float32: readonly TrialRecord[]) =>
  formats.flatMap((format) => {
    const shares = float32.flatMap(({ measures, memorizedBits }) => {
      const left = measures[measureOf(format)]
      return left === undefined ? [] : [left / memorizedBits]
    })
    return shares.length < float32.length ? [] : [{ ...format, share: spread(shares).mean }]
  })

function afterFinding(float32: readonly TrialRecord[]): Finding[] {
  const [whole, channel] = [keptBy(INTEGERS, float32), keptBy(CHANNEL_INTEGERS, float32)]
  if (whole.length === 0) return []
  const held = meanText(
    float32.map(({ bitsPerParam }) => bitsPerParam),
    2,
    'bits per parameter',
  )
  const enough = [...whole, ...channel].filter(({ share }) => share >= READABLE)
  const fewest = Math.min(...enough.map(({ bitsPerWeight }) => bitsPerWeight))
  const byMatrix = whole.some(({ share, bitsPerWeight }) => share >= READABLE && bitsPerWeight === fewest)
  return [
    {
      verdict: enough.length > 0 ? 'seen' : 'not reached',
      text:
        enough.length > 0
          ? `The model holds ${held} in float32; to read ${Math.round(100 * READABLE)} % of them takes ${fewest} bits for each weight, with one scale for each ${byMatrix ? 'matrix' : 'output of a matrix'}.`
          : `The model holds ${held} in float32, and no integers of up to 8 bits keep ${Math.round(100 * READABLE)} % of them.`,
    },
    {
      verdict: 'seen',
      text: `Rounded after training, with one scale for each matrix, its weights keep of their bits: ${listOf(whole)}.`,
    },
    ...(channel.length === 0
      ? []
      : [
          {
            verdict: 'seen' as const,
            text: `With one scale for each output of a matrix: ${listOf(channel)}.`,
          },
        ]),
  ]
}

const listOf = (kept: readonly { readonly bitsPerWeight: number; readonly share: number }[]): string =>
  kept
    .map(
      ({ bitsPerWeight, share }) =>
        `${bitsPerWeight} bits ${share > 0 ? `${Math.round(100 * share)} %` : 'nothing'}`,
    )
    .join(', ')

/** The paper has one figure for all of this: training in bfloat16 left 3.51 of 3.83 bits. */
const PAPER_CHANGE = PAPER_BITS_PER_PARAM.bfloat16 / PAPER_BITS_PER_PARAM.float32 - 1

function trainedFinding(
  precision: Precision,
  records: readonly TrialRecord[],
  float32: readonly TrialRecord[],
): Finding[] {
  const changes = changesFrom(float32, precision, records)
  if (changes.length === 0) return []
  const costs = isBeyondSeeds(changes, scatter(float32.map((record) => record.memorizedBits)))
  const label = PRECISION_LABELS[precision]
  return [
    {
      verdict: costs ? 'seen' : 'not reached',
      text: `Weights ${label}: ${changeOfBitsText(changes)}${costs ? '' : noCostText(changes.length, 'seeds without it')}.`,
      ...(precision.startsWith('bfloat16')
        ? {
            paper: `Morris et al.: ${decimalText(PAPER_BITS_PER_PARAM.float32)} bits per parameter in float32, ${decimalText(PAPER_BITS_PER_PARAM.bfloat16)} in bfloat16, ${changeText(PAPER_CHANGE)}`,
          }
        : {}),
    },
  ]
}
