/** GPT-2 in float64 with plain loops, one string at a time: the specification that the engine is tested against. */
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
  const position = (t: number) => get('positions').subarray(t * width, (t + 1) * width)

  let stream = embedded(get('tokens'), shape, tokens).map((x, t) => add(x, position(t)))
  for (let l = 0; l < layers; l++) {
    const at = (name: string) => get(`h${l}.${name}`)
    const normed = stream.map((x) => layerNorm(x, at('norm1.gain'), at('norm1.bias')))
    const qkv = normed.map((x) => affine(x, at('qkv.weight'), at('qkv.bias')))
    stream = stream.map((x, t) =>
      add(x, affine(attend(qkv, t, heads), at('attnOut.weight'), at('attnOut.bias'))),
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
    return codeLength(last, get(tied ? 'tokens' : 'head'), vocab, tokens[t]!)
  })
}
