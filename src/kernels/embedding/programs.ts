/** The two dispatches of the embedding. */
import { defineProgram, foldWorkgroups, type KernelProgram } from '@/kernels/kit/kernel'
import { type RowLayout, TILE_ROWS } from '@/kernels/kit/row-layout'
import backwardSource from './backward.wgsl?raw'
import forwardSource from './kernel.wgsl?raw'

export interface EmbeddingSizes {
  readonly layout: RowLayout
  readonly paramStride: number
  readonly width: number
  readonly vocab: number
  readonly seqLen: number
  /** Whether there is a table of positions. */
  readonly positions: boolean
}

const WORKGROUP = 64
/** Elements of a tile that one workgroup embeds: eight for each invocation. */
const PART = 512
/** Up to this many symbols, each is found in most eights of rows. */
const DENSE_VOCAB = 8

/** Uniforms: where the tables tokens (V+1, D) and, if there is one, positions (S, D) start within a member's parameters. */
const uniforms = (positions: boolean): readonly string[] => (positions ? ['tokens', 'positions'] : ['tokens'])

/** @param sizes `aligned`: both tables start at multiples of four elements of a member's parameters. */
export function embeddingForward({
  layout,
  paramStride,
  width,
  seqLen,
  positions,
  aligned = false,
}: EmbeddingSizes & { readonly aligned?: boolean }): KernelProgram {
  const vector = aligned && width % 4 === 0 && paramStride % 4 === 0
  const type = vector ? 'vec4f' : 'f32'
  return defineProgram({
    id: 'embedding.forward',
    source: forwardSource,
    layoutConstants: layout.constants,
    constants: { PARAM_STRIDE: paramStride, WIDTH: width, SEQ_LEN: seqLen, PART },
    flags: { POSITIONS: positions, VECTOR: vector },
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'params', access: 'read', type },
      { name: 'inputs', access: 'read', type: 'u32' },
      { name: 'x', access: 'write', type },
    ],
    uniforms: uniforms(positions),
    workgroups: [...foldWorkgroups(layout.tiles), Math.ceil((TILE_ROWS * width) / PART)],
  })
}

/**
 * @param sizes `tied`: the token table is the unembedding too, whose gradient stands in `partials` already; symbols are added to
 * it, BOS is not.
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
    source: backwardSource,
    layoutConstants: layout.constants,
    constants: {
      PARAM_STRIDE: paramStride,
      WIDTH: width,
      VOCAB: vocab,
      SEQ_LEN: seqLen,
      POSITION_ROWS: positionRows,
      COLUMNS: columns,
    },
    flags: { VECTOR: vector, SPARSE: vocab > DENSE_VOCAB, TIED: tied, POSITIONS: positions },
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'inputs', access: 'read', type: 'vec4u' },
      { name: 'dx', access: 'read', type: vector ? 'vec4f' : 'f32' },
      { name: 'partials', access: 'write', type: 'f32' },
    ],
    uniforms: uniforms(positions),
    workgroups: [
      Math.ceil(((vocab + 1 + positionRows) * width) / columns / WORKGROUP),
      ...foldWorkgroups(layout.splits),
    ],
  })
}
