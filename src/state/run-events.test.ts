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

it('keeps the losses of the members that train', () => {
  const member = {
    trialKey: 'a',
    params: 1216,
    width: 8,
    layers: 1,
    datasetSize: 8,
    datasetBits: 256,
    seed: 0,
    memorizedBits: 0,
  }
  const after = [1, 10].reduce(
    (run, step) =>
      afterEvent(run, {
        type: 'progress',
        progress: firstStep,
        members: [{ ...member, step, trainBitsPerToken: 4 - step / 10 }],
      }),
    openingRun,
  )
  expect(after.courses.get('a')).toEqual({ steps: [1, 10], bitsPerToken: [3.9, 3] })
  expect(afterEvent(after, { type: 'progress', progress: firstStep, members: [] }).courses.size).toBe(0)
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
