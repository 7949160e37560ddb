/** Records for the tests of this experiment. */
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { CHANNEL_INTEGERS, FLOATS, INTEGERS, measureOf, precisionOf } from './formats'

/** What a rounding after training leaves, where it is not all of a float's and far less than nothing of an integer's. */
const LEFT: Readonly<Record<string, number>> = {
  int8: 0.97,
  int7: 0.89,
  int6: 0.62,
  int5: -0.01,
  int4: -8,
  int8PerChannel: 0.99,
  int7PerChannel: 0.96,
  int6PerChannel: 0.7,
}
const SHARES: Readonly<Record<string, number>> = { 'bfloat16-stored': 0.96, 'bfloat16-forward': 0.998 }

/** Finished trials, of 2 bits per parameter in float32. @param share of that in another precision. @param left of it after training. */
export const recordsOf = (
  trials: readonly Trial[],
  share: (trial: Trial) => number = ({ settings }) => SHARES[precisionOf(settings)] ?? 1,
  left = LEFT,
): TrialRecord[] =>
  trials.map((trial) => {
    const memorizedBits = (2 + 0.01 * trial.seed) * trial.params * share(trial)
    const formats = [...FLOATS, ...INTEGERS, ...CHANNEL_INTEGERS]
    return exampleRecord(trial, {
      memorizedBits,
      measures: Object.fromEntries(
        formats.map((format) => [
          measureOf(format),
          memorizedBits * (left[format.id] ?? (format.bitsPerWeight === 16 ? 1 : -20)),
        ]),
      ),
      traces: { 'loss.step': [1, 300], 'loss.bitsPerToken': [4, 2] },
    })
  })
