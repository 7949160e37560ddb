/** The two dispatches of the embedding. */
import { defineProgram, foldWorkgroups, type KernelProgram } from '@/kernels/kit/kernel'
import { type RowLayout, TILE_ROWS } from '@/kernels/kit/row-layout'
import backward from './backward.wesl'
import forward from './forward.wesl'

export interface EmbeddingSizes {
  readonly layout: RowLayout
  /** Floats from one member's parameters to the next's, and from one split's partial gradients to the next's. */
  readonly paramStride: number
  /** D. */
  readonly width: number
  /** V. */
  readonly vocab: number
  /** S. */
  readonly seqLen: number
  /** Whether there is a table of positions. */
  readonly positions: boolean
}

const WORKGROUP = 64
/** Elements of a tile that one workgroup embeds, eight for each invocation. */
const PART = 512
/** With at most this many symbols each occurs in most groups of eight rows: looking for it before the rows are read gains nothing. */
const DENSE_VOCAB = 8

/**
 * `embedding.forward`: table, params (members, paramStride), inputs (rows) → x (rows, D). Uniforms: where the tables `tokens` (V + 1, D)
 * and, with `positions`, `positions` (S, D) start within a member's parameters.
 * @param sizes `aligned`: both tables start at multiples of four elements.
 */
export function embeddingForward({
  layout,
  paramStride,
  width,
  seqLen,
  positions,
  aligned = false,
}: EmbeddingSizes & { readonly aligned?: boolean }): KernelProgram {
  const vector = aligned && width % 4 === 0 && paramStride % 4 === 0
  return defineProgram({
    id: 'embedding.forward',
    file: forward,
    layoutConstants: layout.constants,
    constants: { PARAM_STRIDE: paramStride, WIDTH: width, SEQ_LEN: seqLen, PART },
    conditions: { POSITIONS: positions, VECTOR: vector },
    workgroups: [...foldWorkgroups(layout.tiles), Math.ceil((TILE_ROWS * width) / PART)],
  })
}

/**
 * `embedding.backward`: table, inputs (rows), dx (rows, D) → partials (splits, paramStride): the gradients of both tables by the rows of
 * each split. Uniforms as in the forward pass.
 * @param sizes `tied`: the token table is the unembedding too, and its gradient as such stands in `partials` already; that of symbols is
 * added to it, that of BOS, which is no unembedding, is not.
 */
export function embeddingBackward({
  layout,
  paramStride,
  width,
  vocab,
  seqLen,
  positions,
  tied = false,
}: EmbeddingSizes & { readonly tied?: boolean }): KernelProgram {
  const vector = width % 4 === 0
  const columns = vector ? 4 : 1
  const positionRows = positions ? seqLen : 0
  return defineProgram({
    id: 'embedding.backward',
    file: backward,
    layoutConstants: layout.constants,
    constants: {
      PARAM_STRIDE: paramStride,
      WIDTH: width,
      VOCAB: vocab,
      SEQ_LEN: seqLen,
      POSITION_ROWS: positionRows,
      COLUMNS: columns,
    },
    conditions: { VECTOR: vector, SPARSE: vocab > DENSE_VOCAB, TIED: tied, POSITIONS: positions },
    workgroups: [
      Math.ceil(((vocab + 1 + positionRows) * width) / columns / WORKGROUP),
      ...foldWorkgroups(layout.splits),
    ],
  })
}
