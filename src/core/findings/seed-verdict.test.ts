import { expect, it } from 'vitest'
import { seedVerdict } from './seed-verdict'

it.each([
  [[0.2, 0.3, 0.4], 0, 'agrees'],
  [[-0.2, -0.3, -0.4], 0, 'differs'],
  [[0.2, 0.3, -0.4], 0, 'not reached'],
  [[0.2, 0.3, 0.04], 0.05, 'not reached'],
  [[-0.2, -0.3, -0.04], 0.05, 'not reached'],
  [[0.2, 0.3], 0, 'not reached'],
  [[], 0, 'not reached'],
])('of effects %j beyond %d seeds say: %s', (effects, margin, verdict) => {
  expect(seedVerdict(effects, margin).verdict).toBe(verdict)
})

it('says what is missing, and nothing where nothing is', () => {
  expect(seedVerdict([1]).missing).toContain('at least 3 seeds')
  expect(seedVerdict([1, 1, -1]).missing).toContain('disagree')
  expect(seedVerdict([1, 1, 0.1], 0.5).missing).toContain('not every seed')
  expect(seedVerdict([0.1, -0.1, 0.2], 0.5).missing).toContain('chance')
  expect(seedVerdict([1, 1, 1]).missing).toBe('')
})
