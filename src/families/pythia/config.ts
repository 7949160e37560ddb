/**
 * Pythia (Biderman et al. 2023, arXiv 2304.01373), which is GPT-NeoX (Black et al. 2022, arXiv 2204.06745, §2): attention and MLP run in
 * parallel, each behind a layer norm of its own; rotary positions turn a quarter of each head. GELU is the tanh form here.
 * P = L(12d² + 13d) + 2d + (V+1)d, and V·d more where the head is not tied: GPT-2 without its positions.
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

/** A quarter of the head, rounded down to pairs; heads of fewer than 16 channels, which real ones never have, turn one pair. */
export const rotaryChannels = (headWidth: number): number => Math.max(2, 2 * Math.floor(headWidth / 8))

export default {
  id: 'pythia',
  label: 'Pythia',
  summary: 'Attention and MLP in parallel, each behind its layer norm; rotary on a quarter of each head',
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
        ...layerNormSpecs(`h${l}.norm1`, d),
        ...linearSpecs(`h${l}.qkv`, d, 3 * d, MATRIX),
        ...linearSpecs(`h${l}.attnOut`, d, d, residualMatrix(layers)),
        ...layerNormSpecs(`h${l}.norm2`, d),
        ...linearSpecs(`h${l}.mlpIn`, d, 4 * d, MATRIX),
        ...linearSpecs(`h${l}.mlpOut`, 4 * d, d, residualMatrix(layers)),
      ]).flat(),
      ...layerNormSpecs('normOut', d),
      ...headSpecs(shape),
    ]
  },
  parameterCount: ({ layers, width: d, vocab, tied }) =>
    layers * (12 * d * d + 13 * d) + 2 * d + (vocab + 1) * d + (tied ? 0 : vocab * d),
} satisfies FamilyConfig
