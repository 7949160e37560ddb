import { describe, expect, it } from 'vitest'
import { randomStream } from '@/core/rng'
import { attentionGradient, attentionReference } from './reference'

const STEP = 1e-5

describe.each([
  { seqLen: 5, width: 6, heads: 2 },
  { seqLen: 4, width: 3, heads: 3 },
  { seqLen: 1, width: 2, heads: 1 },
])('attention over $seqLen rows, width $width, heads $heads', ({ seqLen, width, heads }) => {
  const random = randomStream('data', 5)
  const draw = (count: number) => Float64Array.from({ length: count }, () => random.normal())
  const [qkv, dout] = [draw(seqLen * 3 * width), draw(seqLen * width)]
  const loss = () =>
    attentionReference(qkv, width, heads).out.reduce((sum, value, i) => sum + value * dout[i]!, 0)

  it('has the gradient that central differences have', () => {
    attentionGradient(qkv, dout, width, heads).forEach((want, i) => {
      const value = qkv[i]!
      qkv[i] = value + STEP
      const above = loss()
      qkv[i] = value - STEP
      const below = loss()
      qkv[i] = value
      expect(Math.abs((above - below) / (2 * STEP) - want)).toBeLessThan(1e-6 * Math.max(1, Math.abs(want)))
    })
  })

  it('lets no row see a later one', () => {
    const { out } = attentionReference(qkv, width, heads)
    const changed = qkv.slice()
    changed.fill(9, (seqLen - 1) * 3 * width)
    const after = attentionReference(changed, width, heads).out
    expect(after.subarray(0, (seqLen - 1) * width)).toEqual(out.subarray(0, (seqLen - 1) * width))
    expect([...out.subarray(0, width)]).toEqual([...qkv.subarray(2 * width, 3 * width)])
  })
})
