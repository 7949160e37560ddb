/** Llama in float64 with plain loops, one string at a time: the specification that the engine is tested against. */
import type { ModelShape } from '@/core/model/family'
import {
  add,
  affine,
  attend,
  codeLength,
  embedded,
  type ReferenceParameters,
  rmsNorm,
  silu,
} from '@/engine/testing/reference-math'

/** @param tokens one string of S ids. @returns −ln p of each token, (S). */
export function referenceCodeLengths(
  parameters: ReferenceParameters,
  shape: ModelShape,
  tokens: readonly number[],
): number[] {
  const { layers, width, heads, vocab, tied } = shape
  const get = (name: string) => parameters.get(name)!

  let stream = embedded(get('tokens'), shape, tokens)
  for (let l = 0; l < layers; l++) {
    const at = (name: string) => get(`h${l}.${name}`)
    const qkv = stream.map((x) => affine(rmsNorm(x, at('norm1.gain')), at('qkv.weight')))
    stream = stream.map((x, t) => add(x, affine(attend(qkv, t, heads, width / heads), at('attnOut.weight'))))
    stream = stream.map((x) => {
      const both = affine(rmsNorm(x, at('norm2.gain')), at('mlpIn.weight'))
      const hidden = both.length / 2
      const gated = both.slice(0, hidden).map((gate, i) => silu(gate) * both[hidden + i]!)
      return add(x, affine(gated, at('mlpOut.weight')))
    })
  }
  return stream.map((x, t) =>
    codeLength(rmsNorm(x, get('normOut.gain')), get(tied ? 'tokens' : 'head'), vocab, tokens[t]!),
  )
}
