import { describe, expect, it } from 'vitest'
import { randomStream } from '@/core/data/rng'
import { attentionGradient, attentionReference } from './reference'

const STEP = 1e-5

describe.each([
  { seqLen: 5, width: 6, heads: 2, rotaryChannels: 0 },
  { seqLen: 4, width: 3, heads: 3, rotaryChannels: 0 },
  { seqLen: 1, width: 2, heads: 1, rotaryChannels: 0 },
  { seqLen: 5, width: 8, heads: 2, rotaryChannels: 4 },
  { seqLen: 4, width: 14, heads: 2, rotaryChannels: 4 },
])(
  'attention over $seqLen rows, $width wide, $heads heads, $rotaryChannels turned',
  ({ seqLen, ...shape }) => {
    const { width } = shape
    const random = randomStream('data', 5)
    const draw = (count: number) => Float64Array.from({ length: count }, () => random.normal())
    const [qkv, dout] = [draw(seqLen * 3 * width), draw(seqLen * width)]
    const loss = () => attentionReference(qkv, shape).out.reduce((sum, value, i) => sum + value * dout[i]!, 0)

    it('has the gradient that central differences have', () => {
      attentionGradient(qkv, dout, shape).forEach((want, i) => {
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
      const { out } = attentionReference(qkv, shape)
      const changed = qkv.slice()
      changed.fill(9, (seqLen - 1) * 3 * width)
      const after = attentionReference(changed, shape).out
      expect(after.subarray(0, (seqLen - 1) * width)).toEqual(out.subarray(0, (seqLen - 1) * width))
      expect([...out.subarray(0, width)]).toEqual([...qkv.subarray(2 * width, 3 * width)])
    })
  },
)

it('turns a pair of channels by the position, so that scores depend on distances alone', () => {
  const shape = { width: 2, heads: 1, rotaryChannels: 2 }
  // The same q and k at every position.
  const [q, k] = [
    [1, 0],
    [0, 2],
  ] as const
  const qkv = Float64Array.from({ length: 4 * 6 }, (_, i) => [...q, ...k, 0, 0][i % 6]!)
  const { logSumExp } = attentionReference(qkv, shape)
  for (let t = 0; t < 4; t++) {
    // q·R_{u − t}k with q = (1, 0), k = (0, 2) is −2 sin(u − t).
    const scores = Array.from({ length: t + 1 }, (_, u) => (2 * Math.sin(t - u)) / Math.SQRT2)
    const want = Math.log(scores.reduce((sum, score) => sum + Math.exp(score), 0))
    expect(logSumExp[t]).toBeCloseTo(want, 12)
  }
})
