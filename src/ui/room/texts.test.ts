import { expect, it } from 'vitest'
import { experimentById } from '@/core/sweep/experiments'
import { classText, frontWhy, phaseText } from './texts'

const capacity = experimentById('capacity')
const trials = capacity.plan(capacity.presets[0].config)
const [first, second] = trials
const at = (index: number) => trials[index]!

it('says in one line what a tab does', () => {
  const training = (...own: typeof trials) =>
    phaseText({ kind: 'training', trials: own, share: 0 }, trials, undefined)
  expect(training(at(2))).toBe(`This tab: run 3, ${at(2).datasetSize} strings`)
  expect(training(first!, second!)).toBe('This tab: 2 runs, 8 strings each')
  expect(training(first!, trials.at(-1)!)).toBe('This tab: 2 runs, 8 to 512 strings each')
})

it('tells waiting for others from being through', () => {
  const waiting = (done: number) =>
    phaseText({ kind: 'waiting' }, trials, { cells: 28, done, tabs: 2, doubted: 0 })
  expect(waiting(27)).toMatch(/^This tab waits/)
  expect(waiting(28)).toBe('Every run is there. Look at the front.')
})

it('sends a tab back to the code, and the front to the terminal', () => {
  expect(phaseText({ kind: 'refused', why: 'token' }, [], undefined)).toContain('Scan the code')
  expect(frontWhy('token')).toContain('terminal')
  expect(frontWhy('build')).toContain('Reload the page')
})

it('counts runs and tabs', () => {
  expect(classText({ cells: 84, done: 41, tabs: 12, doubted: 0 })).toBe('The class: 41 of 84 runs, 12 tabs')
  expect(classText({ cells: 1, done: 0, tabs: 1, doubted: 0 })).toBe('The class: 0 of 1 run, 1 tab')
})
