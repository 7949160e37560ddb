/**
 * Causal softmax attention (Vaswani et al. 2017, arXiv 1706.03762, eq. 1) with several heads, and its gradient, for one string in
 * float64 with plain loops: the specification of the kernel. Row t attends to rows 0 … t; heads lie side by side, W = D/H wide, in
 * each third of a row of qkv. Where positions are rotary, q and k of position t stand for what R_t turns them into: the pair
 * (i, i + r/2) of the first r channels of each head by the angle t·10000^(−2i/r) (Su et al. 2021, arXiv 2104.09864, eq. 34; pairs as in
 * GPT-NeoX).
 */
import { ROTARY_BASE } from '@/core/model/transformer'

export interface AttentionShape {
  /** D, the width of the model. */
  readonly width: number
  readonly heads: number
  /** r, 0 for positions that are not rotary. */
  readonly rotaryChannels: number
}

export interface AttentionReference {
  /** (S, D). */
  readonly out: Float64Array
  /** (S, H): ln of the softmax's denominator. */
  readonly logSumExp: Float64Array
}

/** The forward pass. @param packed q, k and v (S, 3D), not yet turned. */
export function attentionReference(packed: Float64Array, shape: AttentionShape): AttentionReference {
  const { width, heads } = shape
  const qkv = turned(packed, shape, 1)
  const seqLen = qkv.length / (3 * width)
  const out = new Float64Array(seqLen * width)
  const logSumExp = new Float64Array(seqLen * heads)
  for (let h = 0; h < heads; h++) {
    for (let t = 0; t < seqLen; t++) {
      const scores = scoresOf(qkv, width, heads, h, t)
      const largest = Math.max(...scores)
      const total = scores.reduce((sum, score) => sum + Math.exp(score - largest), 0)
      logSumExp[t * heads + h] = largest + Math.log(total)
      for (const [u, score] of scores.entries()) {
        const weight = Math.exp(score - largest) / total
        for (let e = (h * width) / heads; e < ((h + 1) * width) / heads; e++) {
          out[t * width + e]! += weight * qkv[u * 3 * width + 2 * width + e]!
        }
      }
    }
  }
  return { out, logSumExp }
}

/** The gradient of Σ dout·out. @param packed as in the forward pass. @param dout (S, D). @returns dqkv (S, 3D), by what is not yet turned. */
export function attentionGradient(
  packed: Float64Array,
  dout: Float64Array,
  shape: AttentionShape,
): Float64Array {
  const { width, heads } = shape
  const qkv = turned(packed, shape, 1)
  const seqLen = qkv.length / (3 * width)
  const scale = 1 / Math.sqrt(width / heads)
  const { out, logSumExp } = attentionReference(packed, shape)
  const dqkv = new Float64Array(qkv.length)
  for (let h = 0; h < heads; h++) {
    const [from, to] = [(h * width) / heads, ((h + 1) * width) / heads]
    for (let t = 0; t < seqLen; t++) {
      for (const [u, score] of scoresOf(qkv, width, heads, h, t).entries()) {
        const [q, k, v] = [t * 3 * width, u * 3 * width + width, u * 3 * width + 2 * width]
        const weight = Math.exp(score - logSumExp[t * heads + h]!)
        let dWeight = 0
        for (let e = from; e < to; e++) {
          dWeight += dout[t * width + e]! * (qkv[v + e]! - out[t * width + e]!)
          dqkv[v + e]! += weight * dout[t * width + e]!
        }
        for (let e = from; e < to; e++) {
          dqkv[q + e]! += weight * dWeight * scale * qkv[k + e]!
          dqkv[k + e]! += weight * dWeight * scale * qkv[q + e]!
        }
      }
    }
  }
  // R_t is orthogonal: its transpose turns back.
  return turned(dqkv, shape, -1)
}

/** qkv with q and k turned by their positions, or turned back. */
function turned(
  qkv: Float64Array,
  { width, heads, rotaryChannels }: AttentionShape,
  direction: 1 | -1,
): Float64Array {
  const result = qkv.slice()
  const half = rotaryChannels / 2
  for (let start = 0; start < qkv.length; start += width / heads) {
    const [position, part] = [Math.floor(start / (3 * width)), Math.floor(start / width) % 3]
    if (part === 2) continue
    for (let i = 0; i < half; i++) {
      const angle = direction * position * ROTARY_BASE ** (-i / half)
      const [a, b] = [qkv[start + i]!, qkv[start + half + i]!]
      result[start + i] = a * Math.cos(angle) - b * Math.sin(angle)
      result[start + half + i] = b * Math.cos(angle) + a * Math.sin(angle)
    }
  }
  return result
}

/** q_t·k_u/√W for u = 0 … t. */
function scoresOf(qkv: Float64Array, width: number, heads: number, h: number, t: number): number[] {
  return Array.from({ length: t + 1 }, (_, u) => {
    let score = 0
    for (let e = (h * width) / heads; e < ((h + 1) * width) / heads; e++) {
      score += qkv[t * 3 * width + e]! * qkv[u * 3 * width + width + e]!
    }
    return score / Math.sqrt(width / heads)
  })
}
