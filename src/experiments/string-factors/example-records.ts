/** Records for tests, of runs whose steps are known. */
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstConfig } from '@/core/testing/example-record'
import experiment from './spec'

export const tiny = firstConfig(experiment, 'tiny')
export const trials = experiment.plan(tiny)

/** Properties of the string of this trial. */
export const madeOf = ({ source, shape }: Trial) => ({
  symbols: source.id === 'alphabet' ? source.symbols : Number.NaN,
  skew: source.id === 'alphabet' ? source.skew : Number.NaN,
  seqLen: shape.seqLen,
})

/** Found and known at the steps that are given: shares jump there from 0.1 to 1. A string that is known after step 300 is not in time. */
export const recordOf = (trial: Trial, found: number, known: number): TrialRecord =>
  exampleRecord(trial, {
    traces: {
      'look.step': [1, found - 1, found, known, 1.04 * known],
      'look.alphabetMass': [0.1, 0.1, 1, 1, 1],
      'look.accuracy': [0.1, 0.1, 0.1, 0.1, known > 300 ? 0.5 : 1],
      'look.bitsPerToken': [6, 4, 2, 1, 0.1],
    },
  })

/** Found sooner and known later the fewer the symbols, and the less even they are; longer strings take longer. */
export const expectedOf = (trial: Trial): TrialRecord => {
  const { symbols, skew, seqLen } = madeOf(trial)
  return recordOf(trial, 20 + symbols, Math.round(100 - 3 * symbols + 30 * skew + seqLen))
}
