/** How far a sweep is, for populations one after another and side by side, with a clock that the test turns. */
import { expect, it } from 'vitest'
import type { Population } from '@/core/sweep/populations'
import { exampleTrial } from '@/core/testing/example-record'
import type { LiveMember } from '../protocol'
import { createProgress } from './progress'

const populationOf = (datasetSize: number): Population => ({
  trials: [exampleTrial({ datasetSize, steps: 100 })],
})
const memberOf = ({ trials }: Population): LiveMember => ({
  trialKey: trials[0]!.key,
  datasetBits: 1,
  step: 1,
  trainBitsPerToken: 1,
  memorizedBits: 0,
})

function start(sizes: readonly number[]) {
  const clock = { ms: 0 }
  const populations = sizes.map(populationOf)
  return { clock, populations, progress: createProgress(populations, true, () => clock.ms) }
}

it('knows nothing before a population has reported, and no time left before ten steps', () => {
  const { clock, populations, progress } = start([16])
  const [only] = populations
  progress.began(only!)
  expect(progress.event()).toBeUndefined()
  clock.ms = 100
  progress.reported(only!, 5, [memberOf(only!)])
  expect(progress.event()?.progress.remainingSeconds).toBe(Number.POSITIVE_INFINITY)
  clock.ms = 1000
  progress.reported(only!, 50, [memberOf(only!)])
  expect(progress.event()?.progress).toMatchObject({ step: 50, steps: 100, workDone: 0.5, elapsedMs: 1000 })
  // Half of it took a second.
  expect(progress.event()?.progress.remainingSeconds).toBeCloseTo(1, 9)
})

it('takes a speed over the last two seconds, not over what was slower before', () => {
  const { clock, populations, progress } = start([16])
  const [only] = populations
  progress.began(only!)
  for (const [ms, step] of [
    [5000, 1],
    [7500, 26],
    [10_000, 76],
  ] as const) {
    clock.ms = ms
    progress.reported(only!, step, [])
  }
  // 50 steps in the last 2.5 s.
  expect(progress.event()?.progress.stepsPerSecond).toBeCloseTo(20, 9)
  expect(progress.event()?.progress.tokensPerSecond).toBeCloseTo(20 * 16 * 8, 9)
})

it('adds populations that train side by side, and counts trials as they end', () => {
  const { clock, populations, progress } = start([16, 48])
  for (const own of populations) progress.began(own)
  clock.ms = 100
  for (const [i, own] of populations.entries()) progress.reported(own, 10 * (i + 1), [memberOf(own)])
  expect(progress.event()?.progress.stepsPerSecond).toBeCloseTo(300, 9)
  expect(progress.event()?.members).toHaveLength(2)
  progress.trialEnded(populations[0]!, populations[0]!.trials[0]!.key)
  progress.finished(populations[0]!)
  expect(progress.event()).toMatchObject({
    progress: { population: 2, trialsFinished: 1, trialsTotal: 2, step: 20 },
    members: [memberOf(populations[1]!)],
  })
})

it('takes back the work of a population whose thread was lost', () => {
  const { clock, populations, progress } = start([16, 16])
  for (const own of populations) progress.began(own)
  clock.ms = 100
  for (const own of populations) progress.reported(own, 50, [])
  expect(progress.event()?.progress.workDone).toBeCloseTo(0.5, 9)
  progress.lost(populations[1]!)
  expect(progress.event()?.progress.workDone).toBeCloseTo(0.25, 9)
})
