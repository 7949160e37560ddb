/** Records for the tests of this experiment. */
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { knobOf } from './knobs'

const SHARES: Readonly<Record<string, number>> = { recipe: 1, textbookRate: 0.75, smallInit: 0.995 }

/** Finished trials, of 1,900 bits by the recipe. @param share of that by a variant. */
export const recordsOf = (
  trials: readonly Trial[],
  share: (trial: Trial) => number = ({ settings }) => SHARES[knobOf(settings)] ?? 0.9,
): TrialRecord[] =>
  trials.map((trial) =>
    exampleRecord(trial, {
      memorizedBits: (1900 + 10 * trial.seed) * share(trial),
      traces: { 'loss.step': [1, 300], 'loss.bitsPerToken': [4, 2.5] },
    }),
  )
