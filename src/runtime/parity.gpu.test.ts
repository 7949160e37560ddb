/** The worker says what the runner says: the same events and records, across the thread and through Comlink. */
import { expect, it } from 'vitest'
import { presetById } from '@/core/experiment'
import { experimentById } from '@/core/experiments'
import { connectLab } from './client/connect-lab'
import type { LabEvent, RunRequest } from './protocol'
import { createRunControl } from './runner/run-control'
import { runSweep } from './runner/run-sweep'
import { browserHost } from './worker/browser-host'

const experiment = experimentById('capacity')
const request: RunRequest = {
  experiment: experiment.id,
  config: { ...presetById(experiment, 'tiny').config, datasetSizes: [4, 8, 16], seeds: [0, 1], steps: 40 },
  finished: [
    experiment.plan({ ...presetById(experiment, 'tiny').config, datasetSizes: [4], steps: 40 })[0]!.key,
  ],
  backend: 'wasm',
}

/** Without what a clock decides: progress, times. */
const timeless = (events: readonly LabEvent[]) =>
  events
    .filter((event) => event.type !== 'progress')
    .map((event) => {
      if (event.type === 'finished') return event.type
      if (event.type !== 'trial-finished') return event
      return { ...event, record: { ...event.record, elapsedMs: 0, finishedAt: '' } }
    })

it('emits in the worker what it emits in this thread', async () => {
  const here: LabEvent[] = []
  await runSweep(request, browserHost, createRunControl(), (event) => here.push(event))

  const there: LabEvent[] = []
  const lab = connectLab()
  await lab.run(request, (event) => there.push(event))
  lab.terminate()

  expect(timeless(here)).toHaveLength(2 + 5 + 1)
  expect(timeless(here).at(-1)).toBe('finished')
  expect(timeless(there)).toEqual(timeless(here))
})
