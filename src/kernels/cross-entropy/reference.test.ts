import { expect, it } from 'vitest'
import { memberRanges, noisyRows, randomIds } from '@/kernels/kit/case-data'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { crossEntropyReference } from './reference'

it('has the gradient of each member’s mean that central differences find', () => {
  const vocab = 5
  const layout = createRowLayout([3, 13], 3, 32)
  const logits = Float64Array.from(noisyRows(layout, vocab, 3))
  const targets = randomIds(layout, vocab, 4)
  const { dlogits } = crossEntropyReference({ layout, vocab }, logits, targets)
  for (const { first, count } of memberRanges(layout)) {
    const mean = (values: Float64Array): number => {
      const { nats } = crossEntropyReference({ layout, vocab }, values, targets)
      return nats.subarray(first, first + count).reduce((sum, value) => sum + value, 0) / count
    }
    for (let i = first * vocab; i < (first + count) * vocab; i++) {
      const at = (step: number) => mean(logits.with(i, logits[i]! + step))
      const difference = (at(1e-4) - at(-1e-4)) / 2e-4
      expect(Math.abs(dlogits[i]! - difference)).toBeLessThanOrEqual(1e-6 * Math.abs(difference) + 1e-11)
    }
  }
})

it('stands logits of any size', () => {
  const layout = createRowLayout([1], 1, 32)
  const logits = new Float64Array(layout.rows * 2).fill(Number.NaN)
  logits.set([1e30, 0])
  expect(crossEntropyReference({ layout, vocab: 2 }, logits, [1]).nats[0]).toBe(1e30)
})
