/** Runs for tests that have not finished. */
import { joinRuns, type LiveValues, type Run, type TrainingRun } from '../runs/run'
import type { Trial } from '../sweep/trial'

export const exampleTraining = (trial: Trial, live: Partial<LiveValues> = {}): TrainingRun => ({
  state: 'training',
  trial,
  live: {
    step: 9,
    datasetBits: 1024,
    trainBitsPerToken: 3,
    memorizedBits: 5,
    curves: {},
    grid: undefined,
    ...live,
  },
})

/** A sweep of which nothing has run, but for the trials that `started` are of. */
export const plannedWith = (trials: readonly Trial[], ...started: readonly Run[]): Run[] =>
  joinRuns(trials, new Map()).map(
    (planned) => started.find(({ trial }) => trial.key === planned.trial.key) ?? planned,
  )
