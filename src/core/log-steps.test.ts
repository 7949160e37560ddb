import { expect, it } from 'vitest'
import { logSteps } from './log-steps'

it('spaces steps evenly on a log axis, ends included, each once', () => {
  expect(logSteps(1000, 4)).toEqual([1, 10, 100, 1000])
  expect(logSteps(5, 40)).toEqual([1, 2, 3, 4, 5])
  expect(logSteps(1, 10)).toEqual([1])
})
