/** What a profile counts; its times mean nothing on Dawn's null backend, which does no work. */
import { beforeAll, expect, it } from 'vitest'
import { nominalFlop } from '@/core/benchmark/models'
import { openDawn } from './dawn'
import { MODELS } from './models'
import { openDevice } from './peers/plateau'
import { profileStep, type StepProfile } from './profile'
import { profileTable } from './report'

let profile: StepProfile
beforeAll(async () => {
  await openDawn('null')
  profile = await profileStep(await openDevice(), MODELS.S, 2, 0.001)
})

it('holds each dispatch of the step once, equal ones together', () => {
  const { dispatches, stepMicroseconds } = profile
  expect(dispatches.reduce((sum, { count }) => sum + count, 0)).toBe(38)
  expect(dispatches.length).toBeLessThan(38)
  const ofTwoLayers = dispatches.filter(({ program }) => program === 'attention.forward')
  expect(ofTwoLayers).toMatchObject([{ count: 2 }])
  expect(stepMicroseconds).toBeGreaterThan(0)
  for (const { microseconds, bytes } of dispatches) {
    expect(microseconds).toBeGreaterThan(0)
    expect(bytes).toBeGreaterThan(0)
  }
})

it('has the alternatives of the three that take longest', () => {
  const tunable = profile.dispatches.filter(({ alternatives }) => alternatives)
  expect(tunable).toHaveLength(3)
  for (const { variant, alternatives } of tunable) {
    expect(variant).not.toBe('')
    expect(alternatives!.length).toBeGreaterThan(0)
    for (const other of alternatives!) expect(other.microseconds).toBeGreaterThan(0)
  }
})

it('counts the operations of all products of the step', () => {
  const flop = profile.dispatches.reduce((sum, own) => sum + own.count * (own.flop ?? 0), 0)
  // Six for each parameter and token, but for those that no product has: positions, norms, biases.
  const share = flop / (2 * nominalFlop(MODELS.S))
  expect(share).toBeGreaterThan(0.9)
  expect(share).toBeLessThan(1)
})

it('is printed with the slowest first, and without shares of what was not measured', () => {
  const dispatches = [
    { program: 'norm.forward', count: 3, workgroups: 4, microseconds: 2, bytes: 1000 },
    { program: 'linear.forward', count: 1, workgroups: 8, microseconds: 18, bytes: 9000, flop: 36_000 },
  ]
  const lines = profileTable('XS × 1', { stepMicroseconds: 20, dispatches }, undefined).split('\n')
  expect(lines[0]).toBe('XS × 1: each dispatch by itself, 24 µs in sum; the step as a whole takes 20 µs')
  expect(lines[2]).toMatch(/^linear\.forward +1 +8 +18 +75 % +0\.009 +0\.5 +2$/)
  expect(lines[3]).toMatch(/^norm\.forward +3 +4 +2 +25 % +0\.001 +0\.5$/)
  const alternatives = [{ variant: 'columns 16', microseconds: 9 }]
  const tuned = [{ ...dispatches[0]!, variant: 'columns 32', alternatives }]
  const text = profileTable('XS × 1', { stepMicroseconds: 20, dispatches: tuned }, undefined)
  expect(text.split('\n').at(-1)).toBe('norm.forward by columns 32: 1; columns 16: 4.5')
  const roofline = { bytesPerSecond: 1e9, flopPerSecond: 4e9 }
  const [, , held] = profileTable('XS × 1', { stepMicroseconds: 20, dispatches }, roofline).split('\n')
  expect(held).toMatch(/0\.5 +50 % +2 +50 %$/)
})
