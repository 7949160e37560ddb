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
