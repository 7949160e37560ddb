import { describe, expect, it } from 'vitest'
import { drawsByCounter, roundWeights } from '@/core/metrics/weight-rounding'
import { keepsMaster, PRECISIONS } from '@/core/model/precision'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { noise } from '@/kernels/kit/case-data'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { adamwReference, gradientNormReference, NAN_BITS } from './reference'

const layout = createRowLayout([1, 1], 32, 32)
const sizes = {
  layout,
  paramStride: 4,
  paramCount: 3,
  chunks: 2,
  steps: 20,
  options: RECIPE_OPTIONS,
  ringSteps: 3,
}
const ring = [1, 2, 3, 4, 5, 6]
const zeros = new Float64Array(8)

describe('gradient norm reference', () => {
  it('adds up the splits of each member, and the squares of each chunk', () => {
    const split = createRowLayout([2, 1], 32, 32)
    const partials = [1, 2, 3, 99, 10, 20, 30, 99, -1, -2, -3, 99]
    const { gradient, norms } = gradientNormReference({ ...sizes, layout: split }, partials)
    expect([...gradient]).toEqual([11, 22, 33, Number.NaN, -1, -2, -3, Number.NaN])
    expect([...norms]).toEqual([121 + 484, 1089, 1 + 4, 9])
  })
})

describe('AdamW reference', () => {
  const params = Float64Array.from([1, -2, 4, 7, 1, -2, 4, 7])
  const gradient = Float64Array.from([0.3, -0.4, 0.5, 7, 3, 0, -4, 7])
  const norms = Float64Array.from([0.25, 0.25, 9, 16])

  it('first moves each weight by the rate against its gradient’s sign, beside the decay', () => {
    const state = [1, 0.1, 0, 1, 1, 0.2, 0, 1]
    const after = adamwReference(sizes, { params, first: zeros, second: zeros, gradient, norms, state, ring })
    const moved = (weight: number, sign: number, rate: number) => weight - rate * (sign + 0.01 * weight)
    const want = [moved(1, 1, 0.1), moved(-2, -1, 0.1), moved(4, 1, 0.1), 7]
    want.push(moved(1, 1, 0.2), moved(-2, 0, 0.2), moved(4, -1, 0.2), 7)
    want.forEach((value, i) => {
      expect(after.params[i]).toBeCloseTo(value, 6)
    })
  })

  it('clips by the norm of the member, and only where it is past the limit', () => {
    const state = [1, 0, 0, 1, 1, 0, 0, 1]
    const { first } = adamwReference(sizes, {
      params,
      first: zeros,
      second: zeros,
      gradient,
      norms,
      state,
      ring,
    })
    expect(first[0]).toBeCloseTo(0.2 * 0.3, 12)
    expect(first[4]).toBeCloseTo((0.2 * 3) / 5, 12)
    expect(RECIPE_OPTIONS.clipNorm).toBe(1)
  })

  it('takes every constant from the options', () => {
    const options = {
      ...RECIPE_OPTIONS,
      weightDecay: 0.5,
      beta1: 0.5,
      beta2: 0.9,
      schedule: 'constant',
      clipNorm: 2.5,
    } as const
    const state = [20, 0.1, 0, 1, 20, 0.2, 0, 1]
    const own = { ...sizes, options }
    const after = adamwReference(own, { params, first: zeros, second: zeros, gradient, norms, state, ring })
    expect(after.first[0]).toBeCloseTo(0.5 * 0.3, 12)
    expect(after.first[4]).toBeCloseTo(0.5 * 3 * (2.5 / 5), 12)
    expect(after.second[0]).toBeCloseTo(0.1 * 0.3 ** 2, 12)
    const direction = 0.15 / (1 - 0.5 ** 20) / Math.sqrt(0.009 / (1 - 0.9 ** 20))
    expect(after.params[0]).toBeCloseTo(1 - 0.1 * (direction + 0.5), 6)
  })

  it.each(PRECISIONS.filter((precision) => precision !== 'float32'))(
    'rounds what float32 would have, but for the few weights that lie in the middle, %s',
    (precision) => {
      const count = 500
      const own = { ...sizes, paramStride: count, paramCount: count, chunks: 1 }
      const buffers = {
        params: noise(1, 2 * count),
        first: new Float64Array(2 * count),
        second: new Float64Array(2 * count),
        gradient: noise(2, 2 * count),
        norms: [1, 1],
        state: [3, 0.1, 0, 1, 4, 0.1, 0, 1],
        ring,
        keys: [11, 12],
      }
      const master = noise(3, 2 * count)
      const before = keepsMaster(precision) ? { ...buffers, master } : buffers
      const plain = adamwReference(own, buffers).params
      const after = adamwReference({ ...own, options: { ...RECIPE_OPTIONS, precision } }, before)
      // The master takes what float32 weights would have.
      const exact = keepsMaster(precision) ? after.master : plain
      if (keepsMaster(precision)) {
        after.master.forEach((value, i) => {
          expect(value - master[i]!).toBeCloseTo(plain[i]! - buffers.params[i]!, 12)
        })
      }
      const rounded = [0, 1].flatMap((member) => [
        ...roundWeights(
          precision,
          Float32Array.from(exact.subarray(member * count, (member + 1) * count)),
          drawsByCounter(buffers.keys[member]!, member + 3),
        ),
      ])
      const compared = rounded.filter((value, i) => !Number.isNaN(after.params[i]) && value !== 0)
      expect(compared.length).toBeGreaterThan(0.94 * rounded.length)
      const differing = [...after.params].filter(
        (value, i) => !Number.isNaN(value) && !Object.is(value, rounded[i]),
      )
      expect(differing).toEqual([])
    },
  )

  it('leaves alone a member that diverged, or whose norm is not finite, and marks that step', () => {
    const state = [1, 0.1, 0, 0, 6, 0.1, 0, 1]
    const infinite = [0.25, Number.NaN, Number.POSITIVE_INFINITY, 1]
    const moments = noise(1, 8)
    const before = { params, first: moments, second: moments, gradient, norms: infinite, state, ring }
    const after = adamwReference(sizes, before)
    expect([...after.params]).toEqual([...params])
    expect([...after.first]).toEqual([...moments])
    expect([...after.second]).toEqual([...moments])
    // Step 6 is the third of a ring of three.
    expect([...after.ring]).toEqual([1, 2, 3, 4, 5, NAN_BITS])
  })
})
