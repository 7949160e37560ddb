import { describe, expect, it } from 'vitest'
import { noise, noisyRows } from '@/kernels/kit/case-data'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { embeddingBackwardReference, embeddingReference } from './reference'

describe.each([true, false])('embedding reference, learned positions %s', (positions) => {
  const [seqLen, width, vocab, paramStride] = [3, 2, 4, 20]
  const layout = createRowLayout([11, 15], seqLen, 32)
  const sizes = { layout, paramStride, width, vocab, seqLen, positions }
  const offsets = { tokens: 1, positions: 12 }
  const inputs = Uint32Array.from({ length: layout.rows }, (_, row) => (row * row + (row >> 2)) % (vocab + 1))
  const weights = noisyRows(layout, width, 7)

  /** Σ weights·x over real rows, whose gradient by x is whatever the weights are. */
  const loss = (params: Float64Array): number =>
    embeddingReference(sizes, offsets, params, inputs).reduce(
      (sum, value, i) => sum + (Number.isNaN(value) ? 0 : value * weights[i]!),
      0,
    )

  it('has the gradient that central differences find', () => {
    const params = Float64Array.from(noise(1, layout.members * paramStride))
    const before = new Float64Array(layout.splits * paramStride)
    const partials = embeddingBackwardReference(sizes, offsets, inputs, weights, before)
    const splitMembers = Array.from(
      { length: layout.splits },
      (_, s) => layout.table[4 * (layout.constants.SPLITS_AT + s)]!,
    )
    expect(splitMembers.length).toBeGreaterThan(layout.members)
    params.forEach((value, i) => {
      const member = Math.floor(i / paramStride)
      const gradient = splitMembers.reduce(
        (sum, own, s) => sum + (own === member ? partials[s * paramStride + (i % paramStride)]! : 0),
        0,
      )
      const difference = (loss(params.with(i, value + 1e-3)) - loss(params.with(i, value - 1e-3))) / 2e-3
      expect(Math.abs(gradient - difference)).toBeLessThanOrEqual(1e-6 * Math.max(1, Math.abs(gradient)))
    })
  })

  it('adds to the unembedding’s gradient where the tables are one, except for BOS', () => {
    const before = new Float64Array(layout.splits * paramStride).fill(10)
    const alone = embeddingBackwardReference(sizes, offsets, inputs, weights, before)
    const tied = embeddingBackwardReference({ ...sizes, tied: true }, offsets, inputs, weights, before)
    for (let i = 0; i < paramStride; i++) {
      const isSymbol = i >= offsets.tokens && i < offsets.tokens + vocab * width
      expect(tied[i]).toBeCloseTo(alone[i]! + (isSymbol ? 10 : 0), 12)
    }
  })
})
