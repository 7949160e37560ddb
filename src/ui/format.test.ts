import { describe, expect, it } from 'vitest'
import {
  formatBytes,
  formatCount,
  formatDecimal,
  formatPercent,
  formatRange,
  formatScaled,
  formatSeconds,
  formatValue,
  plural,
  unbroken,
} from './format'

describe('format', () => {
  it('groups thousands and writes a real minus', () => {
    expect(formatCount(1234.4)).toBe('1,234')
    expect(formatCount(-1230)).toBe('−1,230')
    expect(formatCount(-0.2)).toBe('0')
    expect(formatDecimal(-0.456)).toBe('−0.46')
  })

  it('writes any number short', () => {
    const texts = [12_345.6, 16, 250.26, 2.4137, -0.03124, 0, 0.1 + 0.2, 4.12e-7, Number.NaN].map(formatValue)
    expect(texts).toEqual(['12,346', '16', '250.3', '2.41', '−0.0312', '0', '0.3', '4.1e−7', '–'])
  })

  it('scales by decimal prefixes', () => {
    expect(formatScaled(9.13e9, 'FLOP')).toBe('9.13\u202fGFLOP')
    expect(formatScaled(1000, 'FLOP')).toBe('1.00\u202fkFLOP')
    expect(formatScaled(0, 'FLOP')).toBe('0\u202fFLOP')
    expect(formatBytes(1.5 * 2 ** 30)).toBe('1.5\u202fGiB')
  })

  it('writes durations in at most two units', () => {
    expect(formatSeconds(0.2)).toBe('under\u00a01\u00a0s')
    expect(formatSeconds(59.6)).toBe('1\u00a0min')
    expect(formatSeconds(7200)).toBe('2\u00a0h')
    expect(formatSeconds(200)).toBe('3\u00a0min\u00a020\u00a0s')
    expect(formatSeconds(7500)).toBe('2\u00a0h\u00a05\u00a0min')
    expect(formatSeconds(Number.POSITIVE_INFINITY)).toBe('–')
  })

  it('writes ranges, shares and plurals', () => {
    expect(formatRange(1947, 2036, formatCount)).toBe('1,947–2,036')
    expect(formatRange(3.2, 3.4, formatCount)).toBe('3')
    expect(formatRange(-1230, -88, formatCount)).toBe('−1,230 … −88')
    expect(formatPercent(0.041)).toBe('4\u202f%')
    expect(plural(1, 'run')).toBe('1 run')
    expect(plural(18, 'run')).toBe('18 runs')
  })
})

describe('unbroken', () => {
  it('keeps units and numbers together, and leaves words alone', () => {
    expect(unbroken('100 % of 117 kB, at l 26, n 64 (P 1280)')).toBe(
      '100\u00a0% of 117\u00a0kB, at l\u00a026, n\u00a064 (P\u00a01280)',
    )
    expect(unbroken('carries S·log₂ V bits (2·log n / log l, of the log that')).toBe(
      'carries S·log₂\u00a0V bits (2·log\u00a0n / log\u00a0l, of the log that',
    )
    expect(unbroken('a model of 2 bits in 3 boxes')).toBe('a model of 2 bits in 3 boxes')
    expect(unbroken('from step 46 to step 54')).toBe('from step 46 to step 54')
  })
})
