import { describe, expect, it } from 'vitest'
import { keepUnchanged } from './keep-unchanged'

const figure = (last: number) => ({
  x: { label: 'step', min: 1, ticks: [1, 10] },
  series: [
    { key: 'a', points: [{ x: 1, y: 2 }] },
    { key: 'b', points: [{ x: 1, y: last }] },
  ],
  values: [0, Number.NaN, 1],
})

describe('structural sharing', () => {
  it('hands back the object of before where all is equal, NaN too', () => {
    const before = figure(3)
    expect(keepUnchanged(before, figure(3))).toBe(before)
  })

  it('keeps every part that is equal, and only those', () => {
    const before = figure(3)
    const after = keepUnchanged(before, figure(4))
    expect(after).toEqual(figure(4))
    expect(after).not.toBe(before)
    expect(after.x).toBe(before.x)
    expect(after.values).toBe(before.values)
    expect(after.series).not.toBe(before.series)
    expect(after.series[0]).toBe(before.series[0])
    expect(after.series[1]).not.toBe(before.series[1])
    expect(before).toEqual(figure(3))
  })

  it.each([
    [[1, 2], [1]],
    [[1], [1, 2]],
    [{ a: 1 }, { b: 1 }],
    [{ a: undefined }, { b: undefined }],
    [{ a: 1 }, { a: 1, b: undefined }],
    [{ a: 1 }, [1]],
    [{ 0: 1 }, [1]],
    [undefined, { a: 1 }],
    [null, { a: 1 }],
    [{ a: 1 }, null],
    [0, -0],
    ['1', 1],
  ])('tells %j from %j', (before: unknown, after: unknown) => {
    expect(keepUnchanged(before, after)).toStrictEqual(after)
  })

  it('takes what is no plain data as it is', () => {
    const [before, after] = [new Map([['a', 1]]), new Map([['a', 1]])]
    expect(keepUnchanged({ map: before }, { map: after }).map).toBe(after)
  })
})
