/**
 * Probes of repeated strings while a model learns them, evenly spread over the logarithm of the steps. Shared by the experiments of Speicher
 * et al. 2024.
 */
import { type MeanPrediction, meanPrediction, type TokenPredictions } from '@/core/metrics/predictions'
import { tokenGrid } from '@/core/metrics/recall'
import { significantDigits } from '@/core/results/digits'
import {
  REPETITION_VALUES,
  type RepetitionValue,
  repetitionCurveName,
  repetitionProbes,
} from '@/core/runs/repetition'
import { alphabetOf, repeatedStrings } from '@/core/sweep/repeated-strings'
import type { Trial } from '@/core/sweep/trial'
import { predictStrings } from './predict-strings'
import type { Procedure, Session } from './procedure'

/** The token grid has a row for each of so many probes and a column for each of so many positions: what a record has room for. */
const GRID = { strings: 40, positions: 96 } as const

/** @param strings for each member (N, S) token ids. @returns for each member and string what is predicted at its tokens. */
export const predictionsOf = (
  trainer: Session['trainer'],
  trials: readonly Trial[],
  strings: readonly Int32Array[],
): Promise<TokenPredictions[][]> =>
  predictStrings(
    trainer,
    strings.map((tokens, m) => ({ tokens, seqLen: trials[m]!.shape.seqLen })),
    trials.map(alphabetOf),
  )

/** Five digits: what a chart can show. */
export const short = (value: number): number => significantDigits(value, 5)

/** @param withGrid whether it keeps a picture of the string's tokens, probe by probe. */
export function probeRepetition({ withGrid }: { readonly withGrid: boolean }): Procedure {
  return {
    strings: repeatedStrings,
    probeSteps: ({ steps }) => repetitionProbes(steps),
    begin({ trials, training, heldOut, trainer }) {
      const rows: Float64Array[][] = trials.map(() => [])
      const gridOf = (m: number) => (withGrid ? tokenGrid(rows[m]!, GRID) : undefined)
      return {
        async probe() {
          const strings = trials.map((_, m) =>
            Int32Array.from([...training[m]!.tokens, ...heldOut[m]!.tokens]),
          )
          const predicted = await predictionsOf(trainer, trials, strings)
          return predicted.map((own, m) => {
            const { count } = training[m]!
            rows[m]!.push(own[0]!.probability)
            const values = valuesOf(meanPrediction(own.slice(0, count)), meanPrediction(own.slice(count)))
            return {
              values: Object.fromEntries(
                REPETITION_VALUES.map((name) => [repetitionCurveName(name), values[name]]),
              ),
              grid: gridOf(m),
            }
          })
        },
        finish: async () =>
          trials.map((_, m) => {
            const grid = gridOf(m)
            return {
              measures: {},
              traces: grid ? { tokens: grid.values, tokenPosition: grid.positions } : {},
            }
          }),
      }
    },
  }
}

function valuesOf(own: MeanPrediction, other: MeanPrediction): Record<RepetitionValue, number> {
  return {
    bitsPerToken: short(own.bitsPerToken),
    accuracy: short(own.accuracy),
    alphabetMass: short(own.alphabetMass),
    entropyBits: short(own.entropyBits),
    klBits: short(own.klBits),
    heldoutBitsPerToken: short(other.bitsPerToken),
  }
}
