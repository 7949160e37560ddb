import { describe, expect, it } from 'vitest'
import { stepsAlongText } from './steps-along'

const line = { steps: [[100, 120], [55]], changes: [Math.log(0.5)], leftOut: 1, seedsNeeded: 6 }
const say = (verdict: string, places = ['2 symbols', '4 symbols']) =>
  stepsAlongText('Steps until it is known', places, line, verdict)

describe('stepsAlongText', () => {
  it('says the steps of each string, their change, and what seeds leave open', () => {
    expect(say('not told apart')).toBe(
      'Steps until it is known: 110 with 2 symbols, 55 with 4 symbols. The last takes 0.50 times (one seed) as many as the first. Too few seeds to tell; about 6 should be enough. Without 1 seed that did not get so far.',
    )
    expect(say('no effect')).toContain('as the first, less than the distance between two measurements.')
  })

  it('says where the change is that of a line fitted through more than two strings', () => {
    const three = { ...line, steps: [[100], [70], [55]] }
    const places = ['2 symbols', '4 symbols', '8 symbols']
    expect(stepsAlongText('Steps', places, three, 'agrees')).toContain(
      'Fitted over all of them, the last takes',
    )
  })

  it('has no change where strings did not get there', () => {
    const short = { ...line, steps: [[100], []], changes: [] }
    expect(stepsAlongText('Steps', ['2 symbols', '4 symbols'], short, 'not reached')).toBe(
      'Steps: 100 with 2 symbols, not reached with 4 symbols. In most seeds some string did not get there: train longer.',
    )
  })
})
