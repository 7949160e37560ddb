import { describe, expect, it } from 'vitest'
import { effectOf } from '../metrics/effect'
import {
  bytesOfBitsText,
  bytesText,
  changeText,
  countText,
  decimalText,
  durationText,
  effectText,
  leftOutText,
  listText,
  meanText,
  percentText,
  plural,
  rangeText,
  roughDurationText,
  scaledText,
  tooFewSeedsText,
  unbroken,
  valueText,
} from './number'

describe('numbers', () => {
  it('writes estimates of time in one unit', () => {
    const texts = [0.2, 20, 200, 3000, 6000, 40_000, 300_000].map((seconds) =>
      roughDurationText(seconds).replace('\u00a0', ' '),
    )
    expect(texts).toEqual(['1 s', '20 s', '3 min', '50 min', '2 h', '11 h', '3 days'])
    expect(roughDurationText(Number.POSITIVE_INFINITY)).toBe('–')
  })

  it('groups thousands and writes a real minus', () => {
    expect(countText(1234.4)).toBe('1,234')
    expect(countText(-1230)).toBe('−1,230')
    expect(countText(-0.2)).toBe('0')
    expect(decimalText(-0.456)).toBe('−0.46')
  })

  it('writes any number short', () => {
    const texts = [12_345.6, 16, 250.26, 2.4137, -0.03124, 0, 0.1 + 0.2, 4.12e-7, Number.NaN].map(valueText)
    expect(texts).toEqual(['12,346', '16', '250.3', '2.41', '−0.0312', '0', '0.3', '4.1e−7', '–'])
  })

  it('scales by decimal prefixes', () => {
    expect(scaledText(9.13e9, 'FLOP')).toBe('9.13\u202fGFLOP')
    expect(scaledText(1000, 'FLOP')).toBe('1.00\u202fkFLOP')
    expect(scaledText(0, 'FLOP')).toBe('0\u202fFLOP')
    expect(bytesText(1.5 * 2 ** 30)).toBe('1.5\u202fGiB')
  })

  it('writes durations in at most two units', () => {
    expect(durationText(0.2)).toBe('under\u00a01\u00a0s')
    expect(durationText(59.6)).toBe('1\u00a0min')
    expect(durationText(7200)).toBe('2\u00a0h')
    expect(durationText(200)).toBe('3\u00a0min\u00a020\u00a0s')
    expect(durationText(7500)).toBe('2\u00a0h\u00a05\u00a0min')
    expect(durationText(Number.POSITIVE_INFINITY)).toBe('–')
  })

  it('writes ranges, shares and plurals', () => {
    expect(rangeText(1947, 2036, countText)).toBe('1,947–2,036')
    expect(rangeText(3.2, 3.4, countText)).toBe('3')
    expect(rangeText(-1230, -88, countText)).toBe('−1,230 … −88')
    expect(percentText(0.041)).toBe('4\u202f%')
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
it('writes numbers as sentences need them', () => {
  expect(countText(1_234_567.4)).toBe('1,234,567')
  expect(countText(-1421)).toBe('−1,421')
  expect(decimalText(-0.5)).toBe('−0.50')
  expect(decimalText(2.4137, 1)).toBe('2.4')
  expect(changeText(-0.041, 1)).toBe('−4.1 %')
  expect(changeText(0.25)).toBe('+25 %')
  expect(changeText(0)).toBe('0 %')
})

it('writes bits as bytes in powers of a thousand, as the press does', () => {
  expect(bytesOfBitsText(500_000 * 3.6)).toBe('225 kB')
  expect(bytesOfBitsText(1.5e9 * 3.6)).toBe('675 MB')
  expect(bytesOfBitsText(8000)).toBe('1 kB')
  expect(bytesOfBitsText(8 * 1.234e9)).toBe('1.23 GB')
  expect(bytesOfBitsText(4)).toBe('0.5 bytes')
})

it('writes what seeds say, with their range or their interval', () => {
  expect(meanText([2.41])).toBe('2.41 (one seed)')
  expect(meanText([2.37, 2.45], 2, 'bits')).toBe('2.41 bits (2.37 to 2.45 over 2 seeds)')
  expect(meanText([-1, -2], 1)).toBe('−1.5 (−2.0 to −1.0 over 2 seeds)')
  expect(meanText([1.001, 1.002])).toBe('1.00 (2 seeds)')
  expect(meanText([0.2], 1, '%')).toBe('0.2 % (one seed)')
  const share = (value: number) => changeText(value, 1)
  expect(effectText(effectOf([-0.05, -0.04, -0.03]), share)).toBe('−4.0 % (95 %: −6.5 % to −1.5 %, 3 seeds)')
  expect(effectText(effectOf([-0.05, -0.04, -0.03], 5), share)).toBe(
    '−4.0 % (95 % over 5 comparisons: −9.7 % to +1.7 %, 3 seeds)',
  )
  expect(leftOutText(0)).toBe('')
  expect(leftOutText(2)).toBe(' Without 2 seeds that did not get so far.')
  expect(effectText(effectOf([-0.05]), share)).toBe('−5.0 % (one seed)')
  expect(effectText(effectOf([1]), (bits) => bits.toFixed(1), 'bits')).toBe('1.0 bits (one seed)')
})

it('says that too few seeds were run only where they leave a statement undecided', () => {
  expect(tooFewSeedsText({ verdict: 'not told apart', seedsNeeded: 7 })).toBe(
    ' Too few seeds to tell; about 7 should be enough.',
  )
  expect(
    tooFewSeedsText({ verdict: 'not told apart', seedsNeeded: undefined }, 'whether that is a cost'),
  ).toBe(' Too few seeds to tell whether that is a cost.')
  expect(tooFewSeedsText({ verdict: 'agrees', seedsNeeded: undefined })).toBe('')
})

it('writes lists as sentences have them', () => {
  expect(listText(['a', 'b', 'c'])).toBe('a, b and c')
  expect(listText(['a'])).toBe('a')
  expect(listText([])).toBe('')
})
