import { expect, it } from 'vitest'
import type { LabEvent, SweepProgress } from '@/runtime/protocol'
import { afterEvent, openingRun } from './run-events'

const firstStep: SweepProgress = {
  population: 1,
  populations: 1,
  step: 1,
  steps: 10,
  trialsFinished: 0,
  trialsTotal: 1,
  workDone: 0.1,
  stepsPerSecond: 1,
  tokensPerSecond: 1,
  remainingSeconds: 9,
  elapsedMs: 1000,
}

it('says how many kernels are ready until the population trains', () => {
  const compiling = afterEvent(openingRun, { type: 'compiling', done: 3, of: 24 })
  expect(compiling.compiling).toEqual({ done: 3, of: 24 })
  expect(
    afterEvent(compiling, { type: 'progress', progress: firstStep, members: [] }).compiling,
  ).toBeUndefined()
})

it('says what is trained before the first population, until that reports', () => {
  const what = 'the reference model'
  const told = [
    afterEvent(openingRun, { type: 'preparing', what, step: 0, steps: 600 }),
    afterEvent(openingRun, { type: 'preparing', what, step: 120, steps: 600 }),
  ]
  expect(told.map(({ preparing }) => preparing)).toEqual([
    { what, step: 0, steps: 600 },
    { what, step: 120, steps: 600 },
  ])
  expect(
    afterEvent(told[1]!, { type: 'progress', progress: firstStep, members: [] }).preparing,
  ).toBeUndefined()
})

const report = (trialKey: string, step: number): LabEvent => ({
  type: 'progress',
  progress: firstStep,
  members: [{ trialKey, datasetBits: 256, memorizedBits: 0, step, trainBitsPerToken: 4 - step / 10 }],
})
const probe = (trialKey: string, step: number, values: Readonly<Record<string, number>>): LabEvent => ({
  type: 'probed',
  trialKey,
  step,
  values,
  grid: undefined,
})
const after = (...events: readonly LabEvent[]) => events.reduce(afterEvent, openingRun)

it('keeps the losses of the members that train, by the name of the record’s trace', () => {
  const run = after(report('a', 1), report('a', 10))
  expect(run.live.get('a')).toMatchObject({
    step: 10,
    curves: { 'loss.bitsPerToken': { steps: [1, 10], values: [3.9, 3] } },
  })
  expect(afterEvent(run, { type: 'progress', progress: firstStep, members: [] }).live.size).toBe(0)
})

it('keeps what probes find, also before a member’s first report', () => {
  const run = after(
    probe('a', 0, { 'attack.auc': 0.5 }),
    report('a', 1),
    probe('a', 9, { 'attack.auc': 0.9, recall4: 0.2 }),
    report('a', 10),
  )
  expect(run.live.get('a')?.curves).toMatchObject({
    'attack.auc': { steps: [0, 9], values: [0.5, 0.9] },
    recall4: { steps: [9], values: [0.2] },
  })
})

it('begins a curve anew where a member begins anew, and forgets one that has failed', () => {
  const again = after(
    probe('a', 9, { 'attack.auc': 0.9 }),
    probe('a', 1, { 'attack.auc': 0.5 }),
    report('a', 2),
  )
  expect(again.live.get('a')?.curves['attack.auc']).toEqual({ steps: [1], values: [0.5] })
  const failed = afterEvent(again, { type: 'trial-failed', trialKey: 'a', message: 'diverged' })
  expect([failed.live.size, failed.shown.size]).toEqual([0, 0])
})

it('keeps why a family does without the fused kernels, until another run begins', () => {
  const told = afterEvent(openingRun, {
    type: 'fell-back',
    family: 'llama',
    reason: 'its kernels do not run',
  })
  expect([...told.fallbacks]).toEqual([['llama', 'its kernels do not run']])
  expect([...afterEvent(told, { type: 'finished', elapsedMs: 1 }).fallbacks]).toHaveLength(1)
  expect(openingRun.fallbacks.size).toBe(0)
})
