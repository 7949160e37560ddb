import { expect, it } from 'vitest'
import { STRING_COUNTS } from '@/core/play/position'
import { gridLayout } from './grid-layout'

const SIZES = [
  { width: 680, height: 390 },
  { width: 350, height: 190 },
]

it('arranges any number of strings in the same area', () => {
  expect(STRING_COUNTS.map((count) => gridLayout(count, 8, 680, 390).columns)).toEqual([1, 2, 2, 4, 8, 8, 16])
  for (const { width, height } of SIZES)
    for (const count of STRING_COUNTS) {
      const layout = gridLayout(count, 8, width, height)
      const last = layout.cell(count - 1, 7)
      expect(last.left + last.width).toBeCloseTo(width)
      expect(last.top + last.height).toBeCloseTo(height)
      expect(last.width).toBeGreaterThan(1.5)
      expect(last.height).toBeGreaterThan(1.5)
    }
})

it('finds every string where it is drawn, and none outside', () => {
  for (const { width, height } of SIZES)
    for (const count of STRING_COUNTS) {
      const layout = gridLayout(count, 8, width, height)
      for (let n = 0; n < count; n++) {
        const { left, top, width: wide, height: high } = layout.string(n)
        expect(layout.stringAt(left + wide / 2, top + high / 2)).toBe(n)
        expect(layout.stringAt(left + 1, top + high - 0.5)).toBe(n)
      }
      expect(layout.stringAt(-1, 5)).toBeUndefined()
      expect(layout.stringAt(5, height + 1)).toBeUndefined()
    }
})
