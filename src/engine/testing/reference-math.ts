/**
 * Float64 arithmetic of the families' references, with plain loops, one token's vector at a time. It shares no code with the ops or the
 * kernels, and looks at no tensor: what the engine is tested against.
 */
export type Vector = Float64Array
export type ReferenceParameters = ReadonlyMap<string, Vector>

const EPSILON = 1e-5
const ROTARY_BASE = 10_000

export const add = (a: Vector, b: Vector): Vector => a.map((value, i) => value + b[i]!)

/** The dot product of a with as many values of b from an offset on. A loop, as tests call it some millions of times. */
function dot(a: Vector, b: Vector, offset = 0): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i]! * b[offset + i]!
  return sum
}

/** y_j = Σ_i x_i·W_ij (+ b_j), W (n_in, n_out) row-major. */
export function affine(x: Vector, weight: Vector, bias?: Vector): Vector {
  const y = bias ? bias.slice() : new Float64Array(weight.length / x.length)
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < y.length; j++) y[j]! += x[i]! * weight[i * y.length + j]!
  return y
}

export function layerNorm(x: Vector, gain: Vector, bias: Vector): Vector {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length
  return x.map((value, i) => ((value - mean) / Math.sqrt(variance + EPSILON)) * gain[i]! + bias[i]!)
}

export function rmsNorm(x: Vector, gain: Vector): Vector {
  const meanSquare = dot(x, x) / x.length
  return x.map((value, i) => (value / Math.sqrt(meanSquare + EPSILON)) * gain[i]!)
}

export const gelu = (x: number): number =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))

export const silu = (x: number): number => x / (1 + Math.exp(-x))

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores)
  const exponentials = scores.map((score) => Math.exp(score - largest))
  const total = exponentials.reduce((sum, value) => sum + value, 0)
  return exponentials.map((value) => value / total)
}

/** Turns one head's q or k by its position t: channels i and i + r/2 as a complex number, times e^(j·t·10000^(−2i/r)). */
function turned(head: Vector, position: number, channels: number): Vector {
  if (channels === 0) return head
  const half = channels / 2
  const out = head.slice()
  for (let i = 0; i < half; i++) {
    const angle = position / ROTARY_BASE ** (i / half)
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
    out[i] = head[i]! * cos - head[i + half]! * sin
    out[i + half] = head[i + half]! * cos + head[i]! * sin
  }
  return out
}

/**
 * Attention of position t over positions 0 … t, one head after the other. qkv[t] holds q, k and v, D wide each.
 * @param rotaryChannels of each head are turned by their positions.
 */
export function attend(qkv: readonly Vector[], t: number, heads: number, rotaryChannels = 0): Vector {
  const width = qkv[0]!.length / 3
  const headWidth = width / heads
  const mixed = new Float64Array(width)
  for (let h = 0; h < heads; h++) {
    const from = h * headWidth
    const query = turned(qkv[t]!.subarray(from, from + headWidth), t, rotaryChannels)
    const scores: number[] = []
    for (let u = 0; u <= t; u++) {
      const key = qkv[u]!.subarray(width + from, width + from + headWidth)
      scores.push(dot(query, turned(key, u, rotaryChannels)) / Math.sqrt(headWidth))
    }
    softmax(scores).forEach((weight, u) => {
      for (let i = 0; i < headWidth; i++) mixed[from + i]! += weight * qkv[u]![2 * width + from + i]!
    })
  }
  return mixed
}

/** −ln softmax(U·x)[target], U (≥ V, D) row-major. */
export function codeLength(x: Vector, unembedding: Vector, vocab: number, target: number): number {
  const logits = Array.from({ length: vocab }, (_, v) => dot(x, unembedding, v * x.length))
  const largest = Math.max(...logits)
  const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0)
  return Math.log(total) + largest - logits[target]!
}

/** Rows of the token table for the inputs x_<t: BOS, whose row comes behind the alphabet's, then all tokens but the last. */
export const embedded = (
  table: Vector,
  { width, vocab }: { width: number; vocab: number },
  tokens: readonly number[],
): Vector[] =>
  tokens.map((_, t) => {
    const row = t === 0 ? vocab : tokens[t - 1]!
    return table.slice(row * width, (row + 1) * width)
  })
