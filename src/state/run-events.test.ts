import { expect, it } from 'vitest'
import type { SweepProgress } from '@/runtime/protocol'
import { afterEvent, openingRun } from './run-events'

it('says how many kernels are ready until the population trains', () => {
  const compiling = afterEvent(openingRun, { type: 'compiling', done: 3, of: 24 })
  expect(compiling.compiling).toEqual({ done: 3, of: 24 })
  const progress: SweepProgress = {
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
  expect(afterEvent(compiling, { type: 'progress', progress, members: [] }).compiling).toBeUndefined()
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
