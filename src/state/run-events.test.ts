import { expect, it } from 'vitest'
import type { SweepProgress } from '@/runtime/protocol'
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
