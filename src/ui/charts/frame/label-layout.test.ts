import { describe, expect, it } from 'vitest'
import { shortened, spreadInRow, spreadLabels } from './label-layout'

describe('spreadLabels', () => {
  it('leaves labels alone that do not touch', () => {
    expect(spreadLabels([100, 40], 18, 0, 200)).toEqual([100, 40])
  })

  it('separates labels that overlap and keeps their order', () => {
    expect(spreadLabels([50, 52, 51], 10, 0, 200)).toEqual([50, 70, 60])
  })

  it('keeps every label inside the column', () => {
    expect(spreadLabels([195, 198, 300], 20, 0, 200)).toEqual([160, 180, 200])
    expect(spreadLabels([-10], 20, 0, 200)).toEqual([0])
  })

  it('shrinks the gap where the column is too short', () => {
    expect(spreadLabels([0, 0, 0], 200, 0, 100)).toEqual([0, 50, 100])
  })
})

describe('spreadInRow', () => {
  const row = (...labels: readonly (readonly [wanted: number, width: number])[]) =>
    spreadInRow(
      labels.map(([wanted, width]) => ({ wanted, width })),
      10,
      0,
      200,
    )

  it('leaves names alone that do not touch', () => {
    expect(row([40, 60], [150, 60])).toEqual([40, 150])
  })

  it('moves names apart that would touch, and keeps them inside the row', () => {
    expect(row([40, 60], [50, 60])).toEqual([40, 110])
    expect(row([150, 60], [180, 60])).toEqual([100, 170])
    expect(row([5, 60])).toEqual([30])
  })

  it('leaves out names, evenly, where not all have room', () => {
    const placed = row([30, 60], [80, 60], [120, 60], [170, 60])
    expect(placed.map((middle) => middle !== undefined)).toEqual([true, false, true, false])
    expect(row([30, 400])).toHaveLength(1)
    expect(row()).toEqual([])
  })
})

it('shortens names that are too long', () => {
  expect([shortened('a name that is long', 8), shortened('a name', 8)]).toEqual(['a name…', 'a name'])
})
