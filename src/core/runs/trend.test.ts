import { describe, expect, it } from 'vitest'
import { changesAlong, type TrendPoint } from './trend'

const line = (seed: number, ...steps: readonly (number | undefined)[]): TrendPoint[] =>
  steps.map((own, i) => ({ seed, x: 2 * i, steps: own }))

describe('the change of steps along a line of strings', () => {
  it('is their ratio, where there are two', () => {
    expect(changesAlong(line(0, 100, 50))).toEqual({
      changes: [expect.closeTo(Math.log(0.5), 12)],
      leftOut: 0,
    })
  })

  it('is that of the best straight line through all, for each seed', () => {
    const both = changesAlong([...line(0, 10, 20, 40), ...line(1, 40, 160, 40)])!.changes
    expect(both[0]).toBeCloseTo(Math.log(4), 12)
    expect(both[1]).toBeCloseTo(0, 12)
  })

  it('leaves out a seed that did not get there, where most did', () => {
    const most = [...line(0, 100, 50), ...line(1, 100, 50), ...line(2, 100, undefined)]
    expect(changesAlong(most)).toMatchObject({ changes: [expect.anything(), expect.anything()], leftOut: 1 })
  })

  it('is unknown where a step is missing in half of the seeds, or all strings are at one place', () => {
    expect(changesAlong(line(0, 100, undefined, 10))).toBeUndefined()
    expect(changesAlong([...line(0, 100, 10), ...line(1, 100)])).toBeUndefined()
    expect(changesAlong(line(0, 100))).toBeUndefined()
    expect(changesAlong([])).toBeUndefined()
  })
})
