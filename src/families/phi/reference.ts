/** Phi in float64 with plain loops, one string at a time: the specification that the engine is tested against. */
import type { ModelShape } from '@/core/model/family'
import {
  add,
  affine,
  attend,
  codeLength,
  embedded,
  gelu,
  layerNorm,
  type ReferenceParameters,
} from '@/engine/testing/reference-math'

/** @param tokens one string of S ids. @returns −ln p of each token, (S). */
export function referenceCodeLengths(
  parameters: ReferenceParameters,
  shape: ModelShape,
  tokens: readonly number[],
): number[] {
  const { layers, width, heads, vocab, tied } = shape
  const get = (name: string) => parameters.get(name)!
  // Half of the head, in pairs.
  const turnedChannels = Math.max(2, width / heads / 2 - ((width / heads / 2) % 2))

  let stream = embedded(get('tokens'), shape, tokens)
  for (let l = 0; l < layers; l++) {
    const at = (name: string) => get(`h${l}.${name}`)
    const normed = stream.map((x) => layerNorm(x, at('norm.gain'), at('norm.bias')))
    const qkv = normed.map((x) => affine(x, at('qkv.weight'), at('qkv.bias')))
    stream = stream.map((x, t) => {
      const mixed = attend(qkv, t, heads, turnedChannels)
      const attention = affine(mixed, at('attnOut.weight'), at('attnOut.bias'))
      const hidden = affine(normed[t]!, at('mlpIn.weight'), at('mlpIn.bias'))
      const mlp = affine(hidden.map(gelu), at('mlpOut.weight'), at('mlpOut.bias'))
      return add(x, add(attention, mlp))
    })
  }
  return stream.map((x, t) => {
    const last = layerNorm(x, get('normOut.gain'), get('normOut.bias'))
    return codeLength(last, get(tied ? 'tokens' : 'head'), vocab, tokens[t]!)
  })
}
