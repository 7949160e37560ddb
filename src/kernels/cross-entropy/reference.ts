/** Cross-entropy of each row and the gradient of each member's mean, in float64: the specification of the kernel. */
import { memberRanges } from '@/kernels/kit/case-data'
import type { CrossEntropySizes } from './programs'

/** @returns nats (rows) and dlogits (rows, V); NaN in padding. */
export function crossEntropyReference(
  { layout, vocab }: CrossEntropySizes,
  logits: ArrayLike<number>,
  targets: ArrayLike<number>,
): { readonly nats: Float64Array; readonly dlogits: Float64Array } {
  const nats = new Float64Array(layout.rows).fill(Number.NaN)
  const dlogits = new Float64Array(layout.rows * vocab).fill(Number.NaN)
  for (const { first, count } of memberRanges(layout)) {
    for (let row = first; row < first + count; row++) {
      let largest = Number.NEGATIVE_INFINITY
      for (let v = 0; v < vocab; v++) largest = Math.max(largest, logits[row * vocab + v]!)
      let total = 0
      for (let v = 0; v < vocab; v++) total += Math.exp(logits[row * vocab + v]! - largest)
      nats[row] = Math.log(total) + largest - logits[row * vocab + targets[row]!]!
      for (let v = 0; v < vocab; v++) {
        const probability = Math.exp(logits[row * vocab + v]! - largest) / total
        dlogits[row * vocab + v] = (probability - (v === targets[row] ? 1 : 0)) / count
      }
    }
  }
  return { nats, dlogits }
}
