import { describe, expect, it } from 'vitest'
import { guessingSpan, LEARNED_NATS, learningPhases, type RepetitionCurve, stepAtLoss } from './phases'

/** l = 4, so 2 bits of entropy: first everything is unknown, then the alphabet is known, then the string. */
const TWO_PHASES: RepetitionCurve = {
  steps: [1, 10, 40, 80, 160, 320],
  bitsPerToken: [6, 4, 2.1, 2.0, 0.9, 0.01],
  alphabetMass: [0.06, 0.4, 0.96, 0.99, 1, 1],
  accuracy: [0, 0.1, 0.25, 0.3, 0.8, 1],
}

describe('learning phases', () => {
  it('are guessing, then memorising, then memorised', () => {
    expect(learningPhases(TWO_PHASES, 2)).toEqual({
      guessingFrom: 40,
      memorizingFrom: 160,
      memorizedAt: 320,
    })
  })

  it('have no guessing where the string is learned together with its alphabet', () => {
    const together = { ...TWO_PHASES, alphabetMass: [0.06, 0.4, 0.7, 0.8, 0.97, 1] }
    expect(learningPhases(together, 2)).toEqual({
      guessingFrom: undefined,
      memorizingFrom: 160,
      memorizedAt: 320,
    })
  })

  it('do not count a loss that has come back up as guessing', () => {
    const unstable = {
      ...TWO_PHASES,
      bitsPerToken: [6, 4, 0.5, 2, 0.9, 0.01],
    }
    expect(learningPhases(unstable, 2).guessingFrom).toBeUndefined()
    expect(learningPhases(unstable, 2).memorizingFrom).toBe(40)
  })

  it('that were not reached are undefined', () => {
    const cut = (count: number) => ({
      steps: TWO_PHASES.steps.slice(0, count),
      bitsPerToken: TWO_PHASES.bitsPerToken.slice(0, count),
      alphabetMass: TWO_PHASES.alphabetMass.slice(0, count),
      accuracy: TWO_PHASES.accuracy.slice(0, count),
    })
    const none = {
      guessingFrom: undefined,
      memorizingFrom: undefined,
      memorizedAt: undefined,
    }
    expect(learningPhases(cut(0), 2)).toEqual(none)
    expect(learningPhases(cut(2), 2)).toEqual(none)
    expect(learningPhases(cut(3), 2)).toEqual({ ...none, guessingFrom: 40 })
    expect(learningPhases(cut(4), 2)).toEqual({ ...none, guessingFrom: 40 })
    expect(learningPhases(cut(5), 2)).toEqual({
      ...none,
      guessingFrom: 40,
      memorizingFrom: 160,
    })
  })

  it('know nothing of a diverged run', () => {
    const diverged = { ...TWO_PHASES, bitsPerToken: TWO_PHASES.steps.map(() => Number.NaN) }
    expect(learningPhases(diverged, 2).memorizingFrom).toBeUndefined()
  })
})

describe('the span of guessing', () => {
  it('is known between probes', () => {
    // Mass passes 0.95 just before step 40, where the loss is still above 2.2; it falls below 1.8 between 80 and 160.
    const { from, to } = guessingSpan(TWO_PHASES, 2)
    expect(from).toBeCloseTo(10 + (30 * 0.55) / 0.56, 9)
    expect(to).toBeCloseTo(80 + (80 * 0.2) / 1.1, 9)
  })

  it('begins where the loss is down at guessing too', () => {
    const known = { ...TWO_PHASES, alphabetMass: [0.06, 0.96, 0.97, 0.99, 1, 1] }
    expect(guessingSpan(known, 2).from).toBeCloseTo(10 + (30 * 1.8) / 1.9, 9)
  })

  it('ends before it begins where the string is learned together with its alphabet', () => {
    const together = { ...TWO_PHASES, alphabetMass: [0.06, 0.4, 0.7, 0.8, 0.97, 1] }
    const { from, to } = guessingSpan(together, 2)
    expect(from! - to!).toBeGreaterThan(0)
  })

  it('is undefined as far as it was not reached', () => {
    const cut = { steps: [1, 10], bitsPerToken: [6, 4], alphabetMass: [0.06, 0.97] }
    expect(guessingSpan(cut, 2)).toEqual({ from: undefined, to: undefined })
    expect(guessingSpan({ ...cut, bitsPerToken: [6, 2] }, 2)).toMatchObject({ to: undefined })
  })
})

describe('the step at a loss', () => {
  it('lies between probes', () => {
    expect(stepAtLoss([10, 20, 40], [1, 0.3, 0.1], 0.2)).toBeCloseTo(30, 12)
    expect(stepAtLoss([10, 20], [0.2, 0], LEARNED_NATS)).toBeCloseTo(15, 12)
  })

  it('is the first of several crossings', () => {
    expect(stepAtLoss([1, 2, 3, 4], [1, 0, 1, 0], 0.5)).toBe(1.5)
  })

  it('is a probe itself where that meets it, or is the first', () => {
    expect(stepAtLoss([10, 20], [1, 0.1], 0.1)).toBe(20)
    expect(stepAtLoss([10, 20], [0.05, 0.01], 0.1)).toBe(10)
    expect(stepAtLoss([10, 20], [Number.NaN, 0.01], 0.1)).toBe(20)
  })

  it('is undefined where it was not reached', () => {
    expect(stepAtLoss([10, 20], [1, 0.2], 0.1)).toBeUndefined()
    expect(stepAtLoss([], [], 0.1)).toBeUndefined()
  })
})
