/**
 * GPT-2 in float64 with plain loops, one string at a time: the specification that the engine is tested against. It shares no code
 * with the ops, and looks at no tensor.
 */
import type { ModelShape } from '@/core/family'

export type ReferenceParameters = ReadonlyMap<string, Float64Array>

const EPSILON = 1e-5

type Vector = Float64Array

/** y_j = Σ_i x_i·W_ij + b_j, W (n_in, n_out) row-major. */
function affine(x: Vector, weight: Vector, bias: Vector): Vector {
  const y = Float64Array.from(bias)
  for (let i = 0; i < x.length; i++)
    for (let j = 0; j < y.length; j++) y[j]! += x[i]! * weight[i * y.length + j]!
  return y
}

function layerNorm(x: Vector, gain: Vector, bias: Vector): Vector {
  const mean = x.reduce((sum, value) => sum + value, 0) / x.length
  const variance = x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length
  return x.map((value, i) => ((value - mean) / Math.sqrt(variance + EPSILON)) * gain[i]! + bias[i]!)
}

const gelu = (x: number): number =>
  0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3)))

const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, i) => sum + value * b[i]!, 0)

function softmax(scores: readonly number[]): number[] {
  const largest = Math.max(...scores)
  const exponentials = scores.map((score) => Math.exp(score - largest))
  const total = exponentials.reduce((sum, value) => sum + value, 0)
  return exponentials.map((value) => value / total)
}

/** Attention of position t over positions 0 … t, one head after the other. qkv[t] holds q, k and v, D wide each. */
function attend(qkv: readonly Vector[], t: number, width: number, heads: number): Vector {
  const headWidth = width / heads
  const mixed = new Float64Array(width)
  for (let h = 0; h < heads; h++) {
    const part = (position: number, which: 0 | 1 | 2) =>
      qkv[position]!.subarray(which * width + h * headWidth, which * width + (h + 1) * headWidth)
    const query = part(t, 0)
    const scores = qkv.slice(0, t + 1).map((_, u) => dot(query, part(u, 1)) / Math.sqrt(headWidth))
    softmax(scores).forEach((weight, u) => {
      part(u, 2).forEach((value, i) => {
        mixed[h * headWidth + i]! += weight * value
      })
    })
  }
  return mixed
}

/** @param tokens one string of S ids. @returns −ln p of each token, (S). */
export function referenceCodeLengths(
  parameters: ReferenceParameters,
  { layers, width, heads, vocab, tied }: ModelShape,
  tokens: readonly number[],
): number[] {
  const get = (name: string): Vector => parameters.get(name)!
  const add = (a: Vector, b: Vector): Vector => a.map((value, i) => value + b[i]!)
  const row = (name: string, index: number): Vector => get(name).subarray(index * width, (index + 1) * width)

  let stream = tokens.map((_, t) => add(row('tokens', t === 0 ? vocab : tokens[t - 1]!), row('positions', t)))
  for (let l = 0; l < layers; l++) {
    const at = (name: string) => get(`h${l}.${name}`)
    const normed = stream.map((x) => layerNorm(x, at('norm1.gain'), at('norm1.bias')))
    const qkv = normed.map((x) => affine(x, at('qkv.weight'), at('qkv.bias')))
    stream = stream.map((x, t) =>
      add(x, affine(attend(qkv, t, width, heads), at('attnOut.weight'), at('attnOut.bias'))),
    )
    stream = stream.map((x) => {
      const hidden = affine(
        layerNorm(x, at('norm2.gain'), at('norm2.bias')),
        at('mlpIn.weight'),
        at('mlpIn.bias'),
      )
      return add(x, affine(hidden.map(gelu), at('mlpOut.weight'), at('mlpOut.bias')))
    })
  }
  return stream.map((x, t) => {
    const last = layerNorm(x, get('normOut.gain'), get('normOut.bias'))
    const logits = Array.from({ length: vocab }, (_, v) => dot(last, row(tied ? 'tokens' : 'head', v)))
    const largest = Math.max(...logits)
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit - largest), 0)
    return Math.log(total) + largest - logits[tokens[t]!]!
  })
}
