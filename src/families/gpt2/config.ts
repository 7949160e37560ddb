/**
 * GPT-2: pre-norm blocks, learned positions, GELU MLP of four times the width; the head has no bias.
 * P = L(12d² + 13d) + 2d + (V+1)d + S·d, and V·d more where the head is not tied (science.md §4).
 */
import { type FamilyConfig, FIXED_POSITIONS, type ModelShape, type ParameterSpec } from '@/core/model/family'
import {
  headProblems,
  headSpecs,
  layerNormSpecs,
  linearSpecs,
  MATRIX,
  residualMatrix,
  tokensSpec,
} from '@/core/model/transformer'

/** Amplitude of sinusoidal positions: as large as embeddings that are drawn with a deviation of 0.02 (science.md §4, dynamics). */
const SINUSOID_AMPLITUDE = 0.02

/** The position table: learned in its place in the order, fixed behind everything that is trained. */
function positionTable({ seqLen, width, positions }: ModelShape): ParameterSpec {
  const table = { name: 'positions', shape: [seqLen, width] }
  switch (positions) {
    case undefined:
      return { ...table, init: MATRIX }
    case 'sinusoidal':
      return { ...table, init: { kind: 'sinusoidal', amplitude: SINUSOID_AMPLITUDE }, frozen: true }
    case 'none':
      return { ...table, init: { kind: 'constant', value: 0 }, frozen: true }
  }
}

export default {
  id: 'gpt2',
  label: 'GPT-2',
  summary: 'Layer norm before each block, learned positions, GELU MLP ×4',
  positions: ['learned', ...FIXED_POSITIONS],
  problems: (shape) => headProblems(shape, () => undefined),
  parameters: (shape) => {
    const { layers, width: d } = shape
    const positions = positionTable(shape)
    return [
      tokensSpec(shape),
      ...(positions.frozen ? [] : [positions]),
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
      ...(positions.frozen ? [positions] : []),
    ]
  },
  parameterCount: ({ layers, width: d, vocab, seqLen, tied, positions }) =>
    layers * (12 * d * d + 13 * d) +
    2 * d +
    (vocab + 1) * d +
    (positions === undefined ? seqLen * d : 0) +
    (tied ? 0 : vocab * d),
} satisfies FamilyConfig
