/** Multi-head causal attention of whole strings in float64, head by head. */
import { ROTARY_BASE } from '@/core/model/transformer'

export interface AttentionOptions {
  readonly seqLen: number
  /** D, all heads together. */
  readonly width: number
  readonly heads: number
  /** Channels of each head in q and k that are turned by their positions; 0 for none. */
  readonly rotaryChannels: number
  /** A head that is off adds nothing. */
  isOff(head: number): boolean
  /** Called with (H, position + 1) weights of the first string. */
  readonly visit?: { readonly position: number; weights(weights: Float64Array): void } | undefined
}

/** @param qkv (B·S, 3D). @returns (B·S, D), heads side by side. */
export function attend(qkv: Float64Array, options: AttentionOptions): Float64Array {
  const { seqLen, width, heads, rotaryChannels, visit } = options
  const rows = qkv.length / (3 * width)
  const headWidth = width / heads
  const mixed = new Float64Array(rows * width)
  const seen = visit && new Float64Array(heads * (visit.position + 1))
  const turned = rotaryChannels === 0 ? qkv : turnedQueriesAndKeys(qkv, options)
  const weights = new Float64Array(seqLen)
  for (let first = 0; first < rows; first += seqLen) {
    for (let head = 0; head < heads; head++) {
      const from = head * headWidth
      const isOff = options.isOff(head)
      for (let t = 0; t < seqLen; t++) {
        softmaxScores(turned, first, t, { from, width, headWidth }, weights)
        if (seen && first === 0 && t === visit.position) seen.set(weights.subarray(0, t + 1), head * (t + 1))
        if (isOff) continue
        const out = (first + t) * width + from
        for (let u = 0; u <= t; u++) {
          const value = (first + u) * 3 * width + 2 * width + from
          const weight = weights[u]!
          for (let i = 0; i < headWidth; i++) mixed[out + i]! += weight * qkv[value + i]!
        }
      }
    }
  }
  if (seen) visit.weights(seen)
  return mixed
}

/** softmax(q_t·k_u / √(D/H)) over u = 0 … t of the string whose first row is `first`, into `weights`. */
function softmaxScores(
  qkv: Float64Array,
  first: number,
  t: number,
  { from, width, headWidth }: { from: number; width: number; headWidth: number },
  weights: Float64Array,
): void {
  const query = (first + t) * 3 * width + from
  const scale = 1 / Math.sqrt(headWidth)
  let largest = Number.NEGATIVE_INFINITY
  for (let u = 0; u <= t; u++) {
    const key = (first + u) * 3 * width + width + from
    let score = 0
    for (let i = 0; i < headWidth; i++) score += qkv[query + i]! * qkv[key + i]!
    weights[u] = score * scale
    largest = Math.max(largest, weights[u]!)
  }
  let total = 0
  for (let u = 0; u <= t; u++) total += weights[u] = Math.exp(weights[u]! - largest)
  for (let u = 0; u <= t; u++) weights[u]! /= total
}

/** q and k of each head turned by their positions: channels i and i + r/2 as a complex number, times e^(j·t·base^(−2i/r)). */
function turnedQueriesAndKeys(
  qkv: Float64Array,
  { seqLen, width, heads, rotaryChannels }: AttentionOptions,
): Float64Array {
  const result = qkv.slice()
  const half = rotaryChannels / 2
  const headWidth = width / heads
  for (let row = 0; row < qkv.length / (3 * width); row++) {
    for (let i = 0; i < half; i++) {
      const angle = (row % seqLen) / ROTARY_BASE ** (i / half)
      const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
      // Queries, then keys, of each head.
      for (let head = 0; head < 2 * heads; head++) {
        const a = row * 3 * width + head * headWidth + i
        const b = a + half
        result[a] = qkv[a]! * cos - qkv[b]! * sin
        result[b] = qkv[b]! * cos + qkv[a]! * sin
      }
    }
  }
  return result
}
