/**
 * Llama (Touvron et al. 2023, arXiv 2302.13971, §2.2): pre-norm blocks with RMS norm, rotary positions, a SwiGLU MLP, no biases.
 * P = L(4d² + 3dF + 2d) + d + (V+1)d, and V·d more where the head is not tied. The MLP is F = 8d/3 wide, so that its three matrices hold
 * as many weights as GPT-2's two. Meta rounds F up to a multiple of 256, which would be the whole MLP here: it is rounded to the nearest
 * whole number, which keeps those 8d² weights to within 1.5d. SwiGLU's gates and values are one matrix, one product, and are drawn as one.
 */
import type { FamilyConfig } from '@/core/model/family'
import {
  gainSpec,
  headProblems,
  headSpecs,
  MATRIX,
  residualMatrix,
  tokensSpec,
  weightSpec,
} from '@/core/model/transformer'

const hiddenWidth = (width: number): number => Math.round((8 * width) / 3)

export default {
  id: 'llama',
  label: 'Llama',
  summary: 'RMS norm, rotary positions, SwiGLU MLP ×8/3, no biases',
  positions: ['rotary'],
  problems: (shape) =>
    headProblems(shape, (headWidth) =>
      headWidth % 2 === 0
        ? undefined
        : `heads are ${headWidth} wide: rotary positions turn pairs of channels, so it has to be an even number`,
    ),
  parameters: (shape) => {
    const { layers, width: d } = shape
    const hidden = hiddenWidth(d)
    return [
      tokensSpec(shape),
      ...Array.from({ length: layers }, (_, l) => [
        gainSpec(`h${l}.norm1`, d),
        weightSpec(`h${l}.qkv`, d, 3 * d, MATRIX),
        weightSpec(`h${l}.attnOut`, d, d, residualMatrix(layers)),
        gainSpec(`h${l}.norm2`, d),
        // Gates, then what they gate.
        weightSpec(`h${l}.mlpIn`, d, 2 * hidden, MATRIX),
        weightSpec(`h${l}.mlpOut`, hidden, d, residualMatrix(layers)),
      ]).flat(),
      gainSpec('normOut', d),
      ...headSpecs(shape),
    ]
  },
  parameterCount: ({ layers, width: d, vocab, tied }) =>
    layers * (4 * d * d + 3 * d * hiddenWidth(d) + 2 * d) + d + (vocab + 1) * d + (tied ? 0 : vocab * d),
} satisfies FamilyConfig
