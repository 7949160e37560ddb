/**
 * GPT-2: pre-norm blocks, learned positions, GELU MLP of four times the width; the head has no bias.
 * P = L(12d² + 13d) + 2d + (V+1)d + S·d, and V·d more where the head is not tied (science.md §4).
 */
import {
  type FamilyConfig,
  FIXED_POSITIONS,
  type Initializer,
  type ModelShape,
  type ParameterSpec,
} from '@/core/model/family'
import { RECIPE_OPTIONS } from '@/core/model/recipe'

/** Amplitude of sinusoidal positions: as large as embeddings that are drawn with a deviation of 0.02 (science.md §4, dynamics). */
const SINUSOID_AMPLITUDE = 0.02

/** The position table: learned in its place in the order, fixed behind everything that is trained. */
function positionTable({ seqLen, width, positions }: ModelShape, learned: Initializer): ParameterSpec {
  const table = { name: 'positions', shape: [seqLen, width] }
  switch (positions) {
    case undefined:
      return { ...table, init: learned }
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
  problems: ({ width, heads }) =>
    width % heads === 0 ? [] : [{ field: 'heads', message: `${heads} heads do not divide width ${width}` }],
  parameters: (shape) => {
    const { layers, width: d, vocab, tied } = shape
    // N(0, 0.04), residual output projections × 1/√(2L) (science.md §4).
    const matrix: Initializer = { kind: 'normal', std: RECIPE_OPTIONS.initStd }
    const residual: Initializer = { kind: 'normal', std: RECIPE_OPTIONS.initStd / Math.sqrt(2 * layers) }
    const zeros: Initializer = { kind: 'constant', value: 0 }
    const ones: Initializer = { kind: 'constant', value: 1 }
    const block = (l: number): ParameterSpec[] => [
      { name: `h${l}.norm1.gain`, shape: [d], init: ones },
      { name: `h${l}.norm1.bias`, shape: [d], init: zeros },
      { name: `h${l}.qkv.weight`, shape: [d, 3 * d], init: matrix },
      { name: `h${l}.qkv.bias`, shape: [3 * d], init: zeros },
      { name: `h${l}.attnOut.weight`, shape: [d, d], init: residual },
      { name: `h${l}.attnOut.bias`, shape: [d], init: zeros },
      { name: `h${l}.norm2.gain`, shape: [d], init: ones },
      { name: `h${l}.norm2.bias`, shape: [d], init: zeros },
      { name: `h${l}.mlpIn.weight`, shape: [d, 4 * d], init: matrix },
      { name: `h${l}.mlpIn.bias`, shape: [4 * d], init: zeros },
      { name: `h${l}.mlpOut.weight`, shape: [4 * d, d], init: residual },
      { name: `h${l}.mlpOut.bias`, shape: [d], init: zeros },
    ]
    const positions = positionTable(shape, matrix)
    return [
      { name: 'tokens', shape: [vocab + 1, d], init: matrix },
      ...(positions.frozen ? [] : [positions]),
      ...Array.from({ length: layers }, (_, l) => block(l)).flat(),
      { name: 'normOut.gain', shape: [d], init: ones },
      { name: 'normOut.bias', shape: [d], init: zeros },
      ...(tied ? [] : [{ name: 'head', shape: [vocab, d], init: matrix }]),
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
