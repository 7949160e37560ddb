/**
 * The worker says what the runner says: the same events and records, to the bit, across threads and through Comlink. On wasm the worker
 * trains in a pool of workers, so that records come in another order.
 */
import { expect, it } from 'vitest'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import { connectLab } from './client/connect-lab'
import type { LabEvent, RunRequest } from './protocol'
import { createRunControl } from './runner/run-control'
import { runSweep } from './runner/run-sweep'
import { browserHost } from './worker/browser-host'

const experiment = experimentById('capacity')
const config = {
  ...presetById(experiment, 'tiny').config,
  datasetSizes: [4, 8, 16],
  seeds: [0, 1],
  steps: 40,
}
const request: RunRequest = { trials: experiment.plan(config).slice(1), backend: 'wasm' }

/** Without what a clock decides: progress, times, and which record comes first. */
function timeless(events: readonly LabEvent[]) {
  const records = events.flatMap((event) => (event.type === 'trial-finished' ? [event.record] : []))
  return {
    records: records
      .map((record) => ({ ...record, elapsedMs: 0, finishedAt: '' }))
      .toSorted((a, b) => a.trialKey.localeCompare(b.trialKey)),
    others: events
      .filter(({ type }) => type !== 'trial-finished' && type !== 'progress')
      .map((event) => (event.type === 'finished' ? event.type : event)),
  }
}

/** @returns what the runner says on this thread, and what the page's worker says. */
async function runTwice(asked: RunRequest) {
  const here: LabEvent[] = []
  await runSweep(asked, browserHost, createRunControl(), (event) => here.push(event))
  const there: LabEvent[] = []
  const lab = connectLab()
  const { workers } = await lab.probe('wasm')
  await lab.run(asked, (event) => there.push(event))
  lab.terminate()
  return { here, there, workers }
}

it('emits in the worker what it emits in this thread', async () => {
  const { here, there, workers } = await runTwice(request)
  expect(workers).toBe(navigator.hardwareConcurrency)
  expect(timeless(here).records).toHaveLength(5)
  expect(timeless(here).others).toHaveLength(3)
  expect(here.at(-1)?.type).toBe('finished')
  expect(there.at(-1)?.type).toBe('finished')
  expect(timeless(there)).toEqual(timeless(here))
})

it('trains one long trial in several workers as in this thread', async () => {
  const trials = experiment.plan({ ...config, datasetSizes: [601], seeds: [0] })
  // As if each step took seconds: a crew is for what takes long.
  const speed = { flopPerSecond: 1e6, secondsPerStep: 0, secondsPerExponential: 0 }
  const { here, there } = await runTwice({ trials, backend: 'wasm', speed, force: true })
  expect(timeless(here).records).toHaveLength(1)
  expect(timeless(there)).toEqual(timeless(here))
})
