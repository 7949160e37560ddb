import { describe, expect, it } from 'vitest'
import { randomStream } from '../data/rng'
import { quantizeToInteger, roundToBfloat16, roundToBfloat16Stochastically, roundToFloat16 } from './quantize'

const draws = (seed: number) => {
  const random = randomStream('probe', seed)
  return () => random.integer(2 ** 16)
}
const floatOf = (bits: number) => new Float32Array(Uint32Array.of(bits).buffer)[0]!
const bitsOf = (value: number) => new Uint32Array(Float32Array.of(value).buffer)[0]!
const normals = (count: number, std = 1) => {
  const random = randomStream('probe', 1)
  return Float32Array.from({ length: count }, () => std * random.normal())
}

/** Where two lists first differ, the sign of 0 counted; −1 where they are the same. Thousands of numbers are quickly compared by it. */
const firstDifference = (found: Float32Array, expected: Float32Array): number =>
  found.length === expected.length
    ? found.findIndex((value, i) => !Object.is(value, expected[i]))
    : Math.min(found.length, expected.length)

/** The value of a float16 by its bit pattern. */
function float16(bits: number): number {
  const sign = bits >> 15 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (exponent === 0 ? fraction * 2 ** -24 : (1 + fraction / 1024) * 2 ** (exponent - 15))
}

describe('bfloat16', () => {
  const rounded = (bits: number) => bitsOf(roundToBfloat16(Float32Array.of(floatOf(bits)))[0]!)

  it.each([
    ['1', 0x3f80_0000, 0x3f80_0000],
    ['just under a half', 0x3f80_7fff, 0x3f80_0000],
    ['a half above an even number', 0x3f80_8000, 0x3f80_0000],
    ['just over a half', 0x3f80_8001, 0x3f81_0000],
    ['a half above an odd number', 0x3f81_8000, 0x3f82_0000],
    ['a carry into the exponent', 0x3fff_ffff, 0x4000_0000],
    ['negative', 0xbf80_8001, 0xbf81_0000],
    ['a subnormal', 0x0000_8001, 0x0001_0000],
    ['−0', 0x8000_0000, 0x8000_0000],
    ['the largest float32, to ∞', 0x7f7f_ffff, 0x7f80_0000],
    ['−∞', 0xff80_0000, 0xff80_0000],
  ])('%s', (_, bits, expected) => {
    expect(rounded(bits)).toBe(expected)
  })

  it('keeps NaN, also one whose payload is in the lower half', () => {
    const words = Uint32Array.of(0x7fc0_0000, 0x7f80_0001)
    expect([...roundToBfloat16(new Float32Array(words.buffer))]).toEqual([Number.NaN, Number.NaN])
  })

  it('is off by at most 2^−8 of the value, changes nothing twice and leaves its argument alone', () => {
    const values = normals(2000)
    const before = values.slice()
    const once = roundToBfloat16(values)
    expect(values).toEqual(before)
    expect(roundToBfloat16(once)).toEqual(once)
    expect(values.filter((value, i) => !(Math.abs(once[i]! - value) <= Math.abs(value) * 2 ** -8))).toEqual(
      new Float32Array(0),
    )
  })
})

describe('bfloat16 with stochastic rounding', () => {
  it('gives one of the two neighbours, in proportion', () => {
    // A quarter of the way from 1 to 1 + 2^−7.
    const values = new Float32Array(20_000).fill(1 + 2 ** -9)
    const found = roundToBfloat16Stochastically(values, draws(1))
    expect(new Set(found)).toEqual(new Set([1, 1 + 2 ** -7]))
    const share = found.filter((value) => value > 1).length / found.length
    // Four standard deviations.
    expect(Math.abs(share - 0.25)).toBeLessThan(4 * Math.sqrt((0.25 * 0.75) / 20_000))
  })

  it('leaves what is exact, ∞ and NaN alone, and draws for them all the same', () => {
    const exact = Float32Array.of(1, -2.5, 0, -0, Number.POSITIVE_INFINITY, Number.NaN)
    const drawn: number[] = []
    const draw = (index: number) => {
      drawn.push(index)
      return 0xffff
    }
    expect(roundToBfloat16Stochastically(exact, draw)).toEqual(exact)
    expect(drawn).toEqual([...exact.keys()])
  })

  it('rounds a negative value as it does a positive one', () => {
    const values = normals(500)
    const up = roundToBfloat16Stochastically(values, draws(3))
    const down = roundToBfloat16Stochastically(
      values.map((value) => -value),
      draws(3),
    )
    expect(down).toEqual(up.map((value) => -value))
  })
})

describe('float16', () => {
  it.each([
    ['the largest', 65_504, 65_504],
    ['just under overflow', 65_519.996, 65_504],
    ['a half above the largest, to ∞', 65_520, Number.POSITIVE_INFINITY],
    ['far above', -1e10, Number.NEGATIVE_INFINITY],
    ['a half above an even number', 2049, 2048],
    ['a half above an odd number', 2051, 2052],
    ['a carry into the exponent', 2 - 2 ** -12, 2],
    ['the least normal', 2 ** -14, 2 ** -14],
    ['the largest subnormal', 2 ** -14 - 2 ** -24, 2 ** -14 - 2 ** -24],
    ['between subnormals, to even', 2.5 * 2 ** -24, 2 * 2 ** -24],
    ['between subnormals, to even, up', -3.5 * 2 ** -24, -4 * 2 ** -24],
    ['half of the least, to 0', 2 ** -25, 0],
    ['more than half of the least', 2 ** -25 + 2 ** -40, 2 ** -24],
    ['a negative one below all, to −0', -(2 ** -30), -0],
    ['a float32 subnormal', 2 ** -140, 0],
    ['0.1', 0.1, float16(0x2e66)],
    ['⅓', 1 / 3, float16(0x3555)],
    ['π', Math.PI, float16(0x4248)],
  ])('%s', (_, value, expected) => {
    expect(roundToFloat16(Float32Array.of(value))[0]).toBe(expected)
  })

  it('leaves every float16 as it is', () => {
    const all = Float32Array.from({ length: 2 ** 16 }, (_, bits) => float16(bits))
    expect(firstDifference(roundToFloat16(all), all)).toBe(-1)
  })

  it('gives the nearer of two neighbours: the middle of every pair goes to the even one', () => {
    const pairs = Array.from({ length: 0x7bff }, (_, bits) => bits)
    const middles = Float32Array.from(pairs, (bits) => (float16(bits) + float16(bits + 1)) / 2)
    const even = Float32Array.from(pairs, (bits) => float16(bits + (bits % 2)))
    expect(firstDifference(roundToFloat16(middles), even)).toBe(-1)
  })

  it('reads a part of a larger buffer', () => {
    const whole = Float32Array.of(9, 2049, 2051, 9)
    expect([...roundToFloat16(whole.subarray(1, 3))]).toEqual([2048, 2052])
    expect([...roundToBfloat16(whole.subarray(1, 3))]).toEqual([2048, 2048])
  })
})

describe('integers', () => {
  it('have 2^b − 1 levels, symmetric about 0', () => {
    expect([...quantizeToInteger(Float32Array.of(3, -3, 1.4, 1.6, -0.4, 0), 3)]).toEqual([3, -3, 1, 2, -0, 0])
    expect([...quantizeToInteger(Float32Array.of(2, -1.2, 0.9, 0), 2)]).toEqual([2, -2, 0, 0])
    const codes = new Set(quantizeToInteger(normals(4000), 4))
    expect(codes.size).toBeLessThanOrEqual(15)
  })

  it('round halves to even, so that the sign does not matter', () => {
    expect([...quantizeToInteger(Float32Array.of(3, 0.5, 1.5, 2.5, -0.5, -1.5, -2.5), 3)]).toEqual([
      3, 0, 2, 2, -0, -2, -2,
    ])
  })

  it('are off by at most half a step, and keep the largest', () => {
    const values = normals(1000)
    const largest = Math.max(...values.map(Math.abs))
    for (const bits of [2, 4, 6, 8]) {
      const found = quantizeToInteger(values, bits)
      const step = largest / (2 ** (bits - 1) - 1)
      expect(values.filter((value, i) => !(Math.abs(found[i]! - value) <= step / 2 + 1e-6))).toEqual(
        new Float32Array(0),
      )
      expect(Math.max(...found.map(Math.abs))).toBe(largest)
    }
  })

  it('can have a scale for each row', () => {
    const values = Float32Array.of(100, 40, 1, 0.4, 0, 0)
    expect([...quantizeToInteger(values, 2)]).toEqual([100, 0, 0, 0, 0, 0])
    expect([...quantizeToInteger(values, 3, 2)].map((v) => Math.round(v * 300) / 300)).toEqual([
      100,
      33 + 1 / 3,
      1,
      1 / 3,
      0,
      0,
    ])
  })

  it('refuse what cannot be', () => {
    expect(() => quantizeToInteger(Float32Array.of(1), 1)).toThrow(RangeError)
    expect(() => quantizeToInteger(Float32Array.of(1), 2.5)).toThrow(RangeError)
    expect(() => quantizeToInteger(Float32Array.of(1, 2, 3), 8, 2)).toThrow(RangeError)
    expect(quantizeToInteger(new Float32Array(0), 8)).toEqual(new Float32Array(0))
  })
})
