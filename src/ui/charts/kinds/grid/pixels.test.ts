import { describe, expect, it } from 'vitest'
import { gridPixels, parseHex } from './pixels'

describe('shades of a grid', () => {
  const stops = [parseHex('#000000'), parseHex(' #64c800'), parseHex('#ffffff')] as const

  it('reads colours', () => {
    expect(stops[1]).toEqual([100, 200, 0])
    expect(() => parseHex('red')).toThrow(RangeError)
  })

  it('runs through the three colours, and holds at both ends', () => {
    const pixel = (value: number) => [...gridPixels([value], 1, stops)]
    expect(pixel(0)).toEqual([0, 0, 0, 255])
    expect(pixel(0.25)).toEqual([50, 100, 0, 255])
    expect(pixel(0.5)).toEqual([100, 200, 0, 255])
    expect(pixel(1)).toEqual([255, 255, 255, 255])
    expect(pixel(-3)).toEqual(pixel(0))
    expect(pixel(7)).toEqual(pixel(1))
  })

  it('leaves blank what has no value', () => {
    expect([...gridPixels([Number.NaN, 1], 3, stops)]).toEqual([0, 0, 0, 0, 255, 255, 255, 255, 0, 0, 0, 0])
  })
})
