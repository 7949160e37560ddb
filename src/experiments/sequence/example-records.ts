/** Records for tests, of runs whose accuracies are known: four strings of 200 steps each, the first one again, then a new one. */
import type { TrialRecord } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord, firstConfig } from '@/core/testing/example-record'
import { shownStrings } from './phases'
import experiment from './spec'

export const tiny = firstConfig(experiment, 'tiny')
export const trials = experiment.plan(tiny)

/** Probes at the start, the middle and the end of each phase. */
const STEPS = Array.from({ length: 13 }, (_, i) => i * 100)

/**
 * Each string is known at the end of its own time, half known in its middle, and `left` after it.
 * @param again accuracy of the first string in the middle of its second time.
 * @param control of the new string after that, in the middle of its time.
 */
export const recordOf = (trial: Trial, left: number, again: number, control = 0.5): TrialRecord => {
  const accuracy = (string: number) =>
    STEPS.map((step) => {
      const phase = Math.max(0, Math.ceil(step / 200) - 1)
      const shown = shownStrings(4)[phase]
      const isEnd = step % 200 === 0 && step > 0
      if (shown === string) return isEnd ? 1 : phase === 4 ? again : phase === 5 ? control : 0.5
      return string < Math.min(phase, 4) ? left : 1 / 7
    })
  return exampleRecord(trial, {
    traces: {
      'look.step': STEPS,
      ...Object.fromEntries([0, 1, 2, 3, 4].map((i) => [`look.accuracy.${i}`, accuracy(i)])),
    },
  })
}

/** The record with no accuracy of these strings above `most`. */
export const cutTo = (record: TrialRecord, most: number, strings: readonly number[]): TrialRecord => {
  const names = new Set(strings.map((string) => `look.accuracy.${string}`))
  const traces = Object.entries(record.traces).map(([name, values]) => [
    name,
    names.has(name) ? values.map((accuracy) => Math.min(most, accuracy)) : values,
  ])
  return { ...record, traces: Object.fromEntries(traces) }
}
