import { expect } from 'vitest'
import { type FigureAxis, KIND_COLORS, type LinesFigure } from '@/core/figures/figure'
import { endNameOf } from './room'

/** Letters of a line's name that a phone shows without shortening it. */
const PHONE_LETTERS = 11

const isUnique = (values: readonly string[]): boolean => new Set(values).size === values.length

/** Holds a figure to what the chart, its table and its file count on. While models train a point may be no number: it is left out. */
export function expectDrawable(
  { id, x, y, series, references = [] }: LinesFigure,
  runs: 'finished' | 'training',
): void {
  expectUsableAxis(x, `${id}, x`)
  expectUsableAxis(y, `${id}, y`)
  expect(isUnique([...series, ...references].map(({ key }) => key)), id).toBe(true)
  const labels = [...series.map(endNameOf), ...references.map(({ atEnd }) => atEnd)].flatMap(([, narrow]) =>
    narrow === '' ? [] : [narrow.slice(0, PHONE_LETTERS)],
  )
  expect(isUnique(labels), `${id}: ${labels.join(' | ')}`).toBe(true)
  for (const { key, color, style, points } of series) {
    const where = `${id}, ${key}`
    // Seeds, live values and tooltips are of runs.
    if (style === 'formula')
      expect(
        points.flatMap(Object.keys).filter((of) => !'xy'.includes(of)),
        where,
      ).toEqual([])
    if (typeof color === 'number') {
      expect(color >= 0 && color < 12 && Number.isInteger(color), where).toBe(true)
    } else expect(['reference', ...KIND_COLORS], where).toContain(color)
    const numbers = points.flatMap(({ x, y, low = y, high = y, singles = [] }) => [
      x,
      y,
      low,
      high,
      ...singles,
    ])
    if (runs === 'finished') expect(numbers.every(Number.isFinite), where).toBe(true)
    const xs = points.map((point) => point.x)
    expect(xs, where).toEqual(xs.toSorted((a, b) => a - b))
  }
}

function expectUsableAxis({ label, scale, min, max }: FigureAxis, where: string): void {
  expect(label.trim(), where).not.toBe('')
  expect(Number.isFinite(min) && Number.isFinite(max), `${where}: ${min} … ${max}`).toBe(true)
  expect(min, where).toBeLessThan(max)
  if (scale === 'log') expect(min, where).toBeGreaterThan(0)
}

/** Keys of the lines that are drawn dashed: of what no run in the figure has measured. */
export const dashedOf = ({ series, references = [] }: LinesFigure): string[] => [
  ...series.filter(({ style }) => style === 'formula').map(({ key }) => key),
  ...references.filter(({ means }) => means !== 'level').map(({ key }) => key),
]
