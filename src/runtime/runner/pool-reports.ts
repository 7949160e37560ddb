/** What the workers of a pool say, merged into the events of one sweep. */
import type { PackingLimits, Population } from '@/core/sweep/populations'
import type { LabEvent, RunningEvent } from '../protocol'
import type { RunClock } from './clock'
import { REPORT_INTERVAL_MS } from './pacing'
import { createProgress } from './progress'

export function createPoolReports(
  populations: readonly Population[],
  { ragged }: Pick<PackingLimits, 'ragged'>,
  clock: RunClock,
  emit: (event: LabEvent) => void,
) {
  const progress = createProgress(populations, ragged, clock.now)
  const ended = new Set<string>()
  // The first step is told at once: somebody waits for it.
  let lastReport = Number.NEGATIVE_INFINITY
  let preparing: Population | undefined

  const report = () => {
    const event = progress.event()
    if (event) emit(event)
    lastReport = clock.now()
  }

  return {
    began: progress.began,
    lost: progress.lost,
    left: progress.left,
    finished(population: Population) {
      report()
      progress.finished(population)
    },
    /** Trials that have not ended: a worker that was lost may have finished some. */
    unfinished: ({ trials }: Population) => trials.filter(({ key }) => !ended.has(key)),
    heard(population: Population, event: RunningEvent) {
      switch (event.type) {
        // Said already, of the whole sweep.
        case 'opened':
        case 'planned':
          return
        case 'progress':
          progress.reported(population, event.progress.step, event.members)
          if (clock.now() - lastReport >= REPORT_INTERVAL_MS) report()
          return
        case 'trial-finished':
        case 'trial-failed': {
          const key = event.type === 'trial-finished' ? event.record.trialKey : event.trialKey
          ended.add(key)
          progress.trialEnded(population, key)
          return emit(event)
        }
        case 'preparing':
          // Each worker prepares for itself, all of them alike: one is heard, and none once a population trains.
          preparing ??= population
          if (preparing === population && !progress.event()) emit(event)
          return
        case 'compiling':
        case 'fell-back':
        case 'probed':
        case 'model-trained':
        case 'frame':
          return emit(event)
        default:
          throw event satisfies never
      }
    },
  }
}
