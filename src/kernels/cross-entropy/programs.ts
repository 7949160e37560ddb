/** The dispatch of the cross-entropy, with or without its gradient. */
import { defineProgram, foldWorkgroups, type KernelProgram } from '@/kernels/kit/kernel'
import { type RowLayout, TILE_ROWS } from '@/kernels/kit/row-layout'
import { QUAD, type RowSums } from '@/kernels/kit/row-sums'
import forward from './forward.wesl'

export interface CrossEntropySizes {
  readonly layout: RowLayout
  readonly vocab: number
}

interface CrossEntropyOptions extends CrossEntropySizes {
  readonly gradient: boolean
  /** `single` unless given; `vectors` is the same. */
  readonly rowSums?: RowSums | undefined
}

const WORKGROUP = 64
/** The most logits for a quad: of more each of the four would walk too many. */
const QUAD_VOCAB = 256

/** Invocations that share a row: about √V, so that each joins as many parts as it has summed logits; none share a short row. */
function lanesOfRow(vocab: number): number {
  if (vocab <= 16) return 1
  if (vocab <= 64) return 8
  if (vocab <= 256) return 16
  return vocab <= 1024 ? 32 : 64
}

/**
 * `cross-entropy.forward`: table, logits (rows, V), targets (rows) → nats (rows). With `gradient` `cross-entropy.gradient`: the same →
 * nats, dlogits (rows, V), the gradient of each member's mean loss. No uniforms.
 */
export function crossEntropy({
  layout,
  vocab,
  gradient,
  rowSums = 'single',
}: CrossEntropyOptions): KernelProgram {
  const quad = rowSums === 'quads' && vocab <= QUAD_VOCAB
  const lanes = quad ? QUAD : lanesOfRow(vocab)
  const vector = (quad || lanes === 1) && vocab % 4 === 0
  return defineProgram({
    id: gradient ? 'cross-entropy.gradient' : 'cross-entropy.forward',
    file: forward,
    layoutConstants: layout.constants,
    constants: { TILE_ROWS, VOCAB: vocab, LANES: lanes },
    conditions: { SHARED: lanes > 1 && !quad, QUAD: quad, VECTOR: vector, GRADIENT: gradient },
    workgroups: [...foldWorkgroups(Math.ceil(layout.rows / (WORKGROUP / lanes))), 1],
  })
}
