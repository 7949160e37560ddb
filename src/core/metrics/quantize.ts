/**
 * Weights in fewer bits, given back as float32: what a model is left with after it was stored in them.
 * Integers: symmetric, round to nearest; a scale of max |w| / (2^(b−1) − 1), so that 0 stays 0 and the code −2^(b−1) is not used. Floats: the
 * IEEE 754 rounding to nearest, ties to even, of bfloat16 (the upper half of a float32) and of float16 (11 significant bits, exponents
 * −14 … 15, subnormals below), which overflow to ∞.
 */
/**
 * @param bits b, 2 … 16. @param rowLength values that share a scale: the whole tensor unless given; it must divide their number.
 * @throws RangeError
 */
export function quantizeToInteger(
  values: Float32Array,
  bits: number,
  rowLength = values.length,
): Float32Array {
  if (!Number.isInteger(bits) || bits < 2 || bits > 16) {
    throw new RangeError(`${bits} bits: from 2 to 16 can be had`)
  }
  if (values.length > 0 && !(rowLength >= 1 && values.length % rowLength === 0)) {
    throw new RangeError(`${values.length} values are no rows of ${rowLength}`)
  }
  const levels = 2 ** (bits - 1) - 1
  const result = new Float32Array(values.length)
  for (let start = 0; start < values.length; start += rowLength) {
    const row = values.subarray(start, start + rowLength)
    const largest = row.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
    // Division by a scale that underflows to 0 would be NaN: a row of zeros stays one.
    if (largest === 0) continue
    for (let i = 0; i < row.length; i++) {
      result[start + i] = (roundHalfEven((row[i]! / largest) * levels) / levels) * largest
    }
  }
  return result
}

/** Rounds to the nearest integer, halves to the even one; exact below 2^52. */
function roundHalfEven(value: number): number {
  const rounded = Math.round(value)
  return Math.abs(value - Math.trunc(value)) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded
}

const EXPONENT_BITS = 0x7f80_0000
const UPPER_HALF = 0xffff_0000

/** Adds to each float32's bits, so that the carry rounds its upper half, and cuts off the lower; NaN and ∞ stay what they are. */
function roundUpperHalf(
  values: Float32Array,
  incrementOf: (bits: number, index: number) => number,
): Float32Array {
  const result = values.slice()
  const words = new Uint32Array(result.buffer)
  for (let i = 0; i < words.length; i++) {
    const bits = words[i]!
    const increment = incrementOf(bits, i)
    if ((bits & EXPONENT_BITS) === EXPONENT_BITS) continue
    words[i] = (bits + increment) & UPPER_HALF
  }
  return result
}

export const roundToBfloat16 = (values: Float32Array): Float32Array =>
  // Just below a half, and a half where the last bit kept is odd.
  roundUpperHalf(values, (bits) => 0x7fff + ((bits >>> 16) & 1))

/**
 * Up or down to one of the two neighbours, with the probabilities that keep the mean. One draw for each value, also for those that are exact,
 * so that what one value is rounded to does not depend on the others.
 * @param draw uniform integer in [0, 2^16), called for each index in turn.
 */
export const roundToBfloat16Stochastically = (
  values: Float32Array,
  draw: (index: number) => number,
): Float32Array => roundUpperHalf(values, (_, index) => draw(index))

/** Half a step above the largest float16, 65,504: what rounds to 65,536 and so to ∞. */
const FLOAT16_OVERFLOW = 65_520
const FLOAT16_LEAST_EXPONENT = -14
const FLOAT16_FRACTION_BITS = 10

export function roundToFloat16(values: Float32Array): Float32Array {
  const words = new Uint32Array(values.buffer, values.byteOffset, values.length)
  return values.map((value, i) => {
    if (!Number.isFinite(value)) return value
    if (Math.abs(value) >= FLOAT16_OVERFLOW) return Math.sign(value) * Number.POSITIVE_INFINITY
    const exponent = ((words[i]! & EXPONENT_BITS) >>> 23) - 127
    // A power of two: dividing and multiplying by it is exact in float64.
    const step = 2 ** (Math.max(exponent, FLOAT16_LEAST_EXPONENT) - FLOAT16_FRACTION_BITS)
    return roundHalfEven(value / step) * step
  })
}
