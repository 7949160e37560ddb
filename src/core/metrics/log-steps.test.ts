import { expect, it } from 'vitest'
import { logSpaced, logSteps } from './log-steps'

it('spaces steps evenly on a log axis, ends included, each once', () => {
  expect(logSteps(1000, 4)).toEqual([1, 10, 100, 1000])
  expect(logSteps(5, 40)).toEqual([1, 2, 3, 4, 5])
  expect(logSteps(1, 10)).toEqual([1])
})

it('spaces values evenly on a log axis, both ends exact', () => {
  const values = logSpaced(3, 3000, 4)
  expect(values[1]).toBeCloseTo(30, 9)
  expect([values[0], values[3], values.length]).toEqual([3, 3000, 4])
})
