/** What is made of a sweep's events; the sweep itself is the runner's, which has its own tests. */
import { expect, it } from 'vitest'
import type { LabHost } from '@/cli/hosts/host'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { runPreset } from './preset'

const BACKEND = { name: 'webgpu', device: 'a card', software: false, notice: undefined, skipped: [] } as const

/** @returns a lab that says the same at each run, and how often it ran. */
function labThatSays(fused: boolean, ...rest: readonly Parameters<Parameters<LabHost['run']>[2]>[0][]) {
  const runs: Parameters<LabHost['run']>[0][] = []
  const run: LabHost['run'] = async (request, signal, emit) => {
    runs.push(request)
    emit({ type: 'opened', backend: { ...BACKEND, fused, ...(fused ? {} : { notice: 'no plan here' }) } })
    for (const event of signal.aborted ? [{ type: 'stopped' } as const] : rest) emit(event)
  }
  return { runs, run }
}

const PLANNED = { type: 'planned', trials: 2, populations: 1, flop: 7 } as const
const FINISHED = { type: 'finished', elapsedMs: 5 } as const

it('runs a preset twice, and says what its models hold', async () => {
  const records = [40, 50].map((memorizedBits) => exampleRecord(exampleTrial(), { memorizedBits }))
  const finished = records.map((record) => ({ type: 'trial-finished', record }) as const)
  const lab = labThatSays(true, PLANNED, ...finished, FINISHED)
  const run = await runPreset(lab, 'capacity', 'quick', { steps: 3 })
  expect(run).toMatchObject({
    trials: 2,
    populations: 1,
    flop: 7,
    capacities: [{ params: exampleTrial().params, bits: 50 }],
  })
  for (const seconds of [run.openSeconds, run.firstSeconds, run.secondSeconds])
    expect(seconds).toBeGreaterThanOrEqual(0)
  expect(lab.runs).toHaveLength(2)
  expect(lab.runs[0]?.backend).toBe('webgpu')
  const planned = lab.runs[0]?.trials ?? []
  expect(planned.length).toBeGreaterThan(0)
  for (const trial of planned)
    expect(trial).toMatchObject({ experiment: 'capacity', steps: 3, shape: { vocab: 64 } })
})

it('is not timed on kernels that are not the plan, and says why', async () => {
  const lab = labThatSays(false, PLANNED, FINISHED)
  await expect(runPreset(lab, 'capacity', 'quick')).rejects.toThrow('no plan here')
  expect(lab.runs).toHaveLength(1)
})

it('fails with the words of a trial that has no result', async () => {
  const lab = labThatSays(
    true,
    PLANNED,
    { type: 'trial-failed', trialKey: 'k', message: 'its loss is NaN' },
    FINISHED,
  )
  await expect(runPreset(lab, 'capacity', 'quick')).rejects.toThrow('its loss is NaN')
})
