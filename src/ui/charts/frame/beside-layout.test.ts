import { describe, expect, it } from 'vitest'
import { type BesideLine, placeBeside } from './beside-layout'
import type { Point } from './marks'

const plot = { left: 40, right: 340, top: 20, bottom: 320 }
const HEIGHT = 17
const WIDTH = 50

/** A ROC curve: from the lower left to the upper right corner, the higher the power, the nearer to the upper left. */
const roc = (power: number): readonly Point[] =>
  Array.from({ length: 3001 }, (_, i): Point => {
    const share = i / 3000
    return [40 + 300 * share, 320 - 300 * (1 - (1 - share) ** power)]
  })

const placed = (lines: readonly BesideLine[]) =>
  placeBeside(lines, HEIGHT, plot).map((place) => {
    if (!place) throw new Error('a name without a place')
    const { x, y } = place
    return { ...place, left: x, right: x + WIDTH, top: y - HEIGHT / 2, bottom: y + HEIGHT / 2 }
  })

const named = (points: readonly Point[]): BesideLine => ({ points, width: WIDTH })
const distanceTo = (point: Point, points: readonly Point[]) =>
  Math.min(...points.map(([x, y]) => Math.hypot(x - point[0], y - point[1])))

describe('names beside lines', () => {
  const powers = [1, 2, 4, 12, 60]
  const curves = powers.map(roc)
  const places = placed(curves.map(named))

  it('stand inside the plot, none on another', () => {
    for (const [i, one] of places.entries()) {
      expect(one.left).toBeGreaterThanOrEqual(plot.left)
      expect(one.right).toBeLessThanOrEqual(plot.right)
      expect(one.top).toBeGreaterThanOrEqual(plot.top)
      expect(one.bottom).toBeLessThanOrEqual(plot.bottom)
      for (const other of places.slice(i + 1)) {
        const isApart =
          one.right <= other.left ||
          other.right <= one.left ||
          one.bottom <= other.top ||
          other.bottom <= one.top
        expect(isApart).toBe(true)
      }
    }
  })

  it('belong to a place of their own line, away from the corner in which all of them end', () => {
    places.forEach(({ anchor }, i) => {
      expect(distanceTo(anchor, curves[i]!)).toBeLessThan(6)
      expect(Math.hypot(anchor[0] - 340, anchor[1] - 20)).toBeGreaterThan(30)
    })
  })

  it('cross no line where there is room', () => {
    const [low, high] = placed([named(roc(1)), named(roc(4))])
    for (const { left, right, top, bottom } of [low!, high!]) {
      const crossing = [roc(1), roc(4)]
        .flat()
        .filter(([x, y]) => x > left && x < right && y > top && y < bottom)
      expect(crossing).toEqual([])
    }
  })

  it('are tied to a line that they had to move away from', () => {
    // A second line runs along the first, and a thicket below them: the free place is far above.
    const thicket = Array.from({ length: 12 }, (_, i): BesideLine => {
      const y = 200 + i * 10
      return {
        points: [
          [40, y],
          [340, y],
        ],
        width: undefined,
      }
    })
    const [one] = placed([
      named([
        [40, 195],
        [340, 195],
      ]),
    ])
    expect(one!.isTied).toBe(false)
    const places = placeBeside(
      [
        named([
          [40, 260],
          [340, 260],
        ]),
        ...thicket,
      ],
      HEIGHT,
      plot,
    )
    expect(places[0]).toBeDefined()
    expect(places.slice(1)).toEqual(thicket.map(() => undefined))
    expect(places[0]!.isTied).toBe(true)
    expect(places[0]!.y).toBeLessThan(200)
  })

  it('are left out where the line is not in the plot, or nothing is free', () => {
    expect(
      placeBeside(
        [
          named([
            [40, 500],
            [340, 600],
          ]),
        ],
        HEIGHT,
        plot,
      ),
    ).toEqual([undefined])
    expect(placeBeside([{ points: roc(1), width: 400 }], HEIGHT, plot)).toEqual([undefined])
    expect(placeBeside([named([])], HEIGHT, plot)).toEqual([undefined])
  })
})
