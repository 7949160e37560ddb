/**
 * Phi (Li et al. 2023, arXiv 2309.05463: Phi-1.5): attention and MLP run in parallel behind one layer norm that they share; rotary positions
 * turn half of each head, 32 of 64 channels as in Phi-1.5 (Phi-2: 32 of 80). Its head has a bias; here none has, so that families differ in
 * their blocks alone. P = L(12d² + 11d) + 2d + (V+1)d, and V·d more where the head is not tied.
 */
import type { FamilyConfig } from '@/core/model/family'
import {
  headProblems,
  headSpecs,
  layerNormSpecs,
  linearSpecs,
  MATRIX,
  residualMatrix,
  tokensSpec,
} from '@/core/model/transformer'

/** Half of the head, rounded down to pairs, and at least one pair. */
export const rotaryChannels = (headWidth: number): number => Math.max(2, 2 * Math.floor(headWidth / 4))

export default {
  id: 'phi',
  label: 'Phi',
  summary: 'Attention and MLP in parallel behind one layer norm; rotary on half of each head',
  positions: ['rotary'],
  problems: (shape) =>
    headProblems(shape, (headWidth) =>
      headWidth >= 2 ? undefined : 'heads of one channel have no pair that rotary positions could turn',
    ),
  parameters: (shape) => {
    const { layers, width: d } = shape
    return [
      tokensSpec(shape),
      ...Array.from({ length: layers }, (_, l) => [
        ...layerNormSpecs(`h${l}.norm`, d),
        ...linearSpecs(`h${l}.qkv`, d, 3 * d, MATRIX),
        ...linearSpecs(`h${l}.attnOut`, d, d, residualMatrix(layers)),
        ...linearSpecs(`h${l}.mlpIn`, d, 4 * d, MATRIX),
        ...linearSpecs(`h${l}.mlpOut`, 4 * d, d, residualMatrix(layers)),
      ]).flat(),
      ...layerNormSpecs('normOut', d),
      ...headSpecs(shape),
    ]
  },
  parameterCount: ({ layers, width: d, vocab, tied }) =>
    layers * (12 * d * d + 11 * d) + 2 * d + (vocab + 1) * d + (tied ? 0 : vocab * d),
} satisfies FamilyConfig
