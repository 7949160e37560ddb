/** Where steps are cut, on devices that exist in numbers only. */
import { describe, expect, it } from 'vitest'
import { createStepCuts, type StepPart } from './step-cuts'

const lengthOf = ({ from, to }: StepPart): number => to - from

/** Runs steps on a device that takes so many milliseconds for each dispatch. @returns what each submit of the last one took. */
function played(cuts: ReturnType<typeof createStepCuts>, ms: readonly number[], steps: number): number[] {
  let last: number[] = []
  for (let step = 0; step < steps; step++) {
    const parts = cuts.parts()
    expect(parts.flatMap(({ from, to }) => ms.slice(from, to))).toEqual(ms)
    expect(parts.every((part) => lengthOf(part) > 0)).toBe(true)
    last = parts.map((part) => ms.slice(part.from, part.to).reduce((sum, own) => sum + own, 0))
    for (const [i, part] of parts.entries()) cuts.took(part, last[i]!)
  }
  return last
}

describe('a step', () => {
  it('is one submit while nobody knows how long it takes, and where it takes 50 ms or less', () => {
    const cuts = createStepCuts([1e9, 1e9, 1e9])
    expect(cuts.parts()).toEqual([{ from: 0, to: 3 }])
    cuts.took({ from: 0, to: 3 }, 50)
    expect(cuts.parts()).toEqual([{ from: 0, to: 3 }])
    cuts.took({ from: 0, to: 3 }, 51)
    expect(cuts.parts()).toEqual([
      { from: 0, to: 1 },
      { from: 1, to: 2 },
      { from: 2, to: 3 },
    ])
  })

  it.each([
    ['alike', Array(40).fill(5)],
    ['of which none says how much it does', Array(40).fill(5), Array(40).fill(0)],
    ['unlike', Array.from({ length: 40 }, (_, i) => (i % 7 === 0 ? 20 : 1.5))],
    [
      'with most work where it says that there is least',
      [...Array(20).fill(12), ...Array(20).fill(0.1)],
      [...Array(20).fill(1), ...Array(20).fill(1e6)],
    ],
  ] as [string, number[], number[]?][])(
    'of dispatches %s is cut into parts that take less than 50 ms',
    (_, ms, work = ms) => {
      const submits = played(createStepCuts(work), ms, 12)
      const total = ms.reduce((sum, own) => sum + own, 0)
      expect(Math.max(...submits)).toBeLessThanOrEqual(50)
      expect(submits.length).toBeGreaterThanOrEqual(total / 50)
      expect(submits.length).toBeLessThanOrEqual(2 + total / 12)
    },
  )

  it('keeps a long dispatch whole, in a submit of its own', () => {
    expect(played(createStepCuts([1, 1, 1]), [5, 300, 5], 8)).toEqual([5, 300, 5])
  })

  it('is one submit again when it takes less, be it after a clock that stood still', () => {
    const cuts = createStepCuts(Array(10).fill(1))
    expect(played(cuts, Array(10).fill(20), 4)).toHaveLength(10)
    expect(played(cuts, Array(10).fill(2), 4)).toHaveLength(1)
    played(cuts, Array(10).fill(0), 4)
    expect(played(cuts, Array(10).fill(20), 4)).toHaveLength(10)
  })
})
