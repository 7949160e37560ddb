/** The two dispatches of a linear layer, and by the layer's shape the sizes of their tiles (docs/tuning.md has what was tried). */
import {
  changedInOne,
  defineProgram,
  foldWorkgroups,
  type KernelProgram,
  variantName,
} from '@/kernels/kit/kernel'
import { type RowLayout, TILE_ROWS } from '@/kernels/kit/row-layout'
import backward from './backward.wesl'
import forward from './forward.wesl'

/** f in y = f(x·W + b). SwiGLU takes the first half of the columns as gates of the second half: y is half as wide. */
export type Epilogue = 'none' | 'gelu' | 'swiglu'

export interface LinearOptions {
  readonly layout: RowLayout
  /** f32 from one member's parameters to the next's, and from one split's partial gradients to the next's. */
  readonly paramStride: number
  /** Width K of x. */
  readonly inputs: number
  /** Width P of x·W: an even number with SwiGLU, which makes y half as wide. */
  readonly outputs: number
  readonly bias: boolean
  /** f in y = f(x·W + b) + residual. */
  readonly epilogue: Epilogue
  /** Whether W is stored (P, K), as an unembedding is, and not (K, P). */
  readonly transposedWeight: boolean
}

/** Number of columns of y. */
export const outputWidth = ({ outputs, epilogue }: Pick<LinearOptions, 'outputs' | 'epilogue'>): number =>
  epilogue === 'swiglu' ? outputs / 2 : outputs

/** How workgroups share a product. Each element is summed over the depth in order, whatever these are. */
export type ProductTiles = Readonly<Record<'columns' | 'chunk', number>>
/** And how the gradient of the weights is staged. */
export type GradientTiles = ProductTiles & Readonly<Record<'rowChunk', number>>

const THREADS = 64
/** The deepest chunk that is staged at a time. Deeper ones save barriers, but SwiftShader compiles a store for each value of workgroup memory, to clear it. */
const MAX_CHUNK = 16
/** Deepest chunks that a device may try instead. */
const OTHER_CHUNKS = [8, 32]

/**
 * `linear.forward`, y = f(x·W + b) + residual: table, params (members, paramStride), x (rows, K), [residual, as y] → y (rows, P), or
 * (rows, P/2) with SwiGLU, [slopes (rows, P), of y by each column of x·W + b, unless f is `none`]. Uniforms: where `weight` and `bias` start within a member's
 * parameters; without a bias anything.
 */
export function linearForward(
  options: LinearOptions & { readonly residual: boolean },
  tiles: ProductTiles = productTiles(options.inputs, options.outputs),
): KernelProgram {
  const { layout, paramStride, inputs, outputs, bias, epilogue, residual, transposedWeight } = options
  const { columns, chunk } = tiles
  const columnTiles = Math.ceil(outputs / columns)
  const groups = layout.tiles * columnTiles
  return defineProgram({
    id: 'linear.forward',
    file: forward,
    layoutConstants: { ...layout.constants, GROUPS: groups },
    constants: {
      PARAM_STRIDE: paramStride,
      DEPTH: inputs,
      WIDTH: outputs,
      ...pairsOf(options),
      DEPTH_FIRST: Number(transposedWeight),
      COLUMNS: columns,
      COLUMN_TILES: columnTiles,
      CHUNK: chunk,
      LEFT_SIZE: rowsMemory(chunk),
      RIGHT_SIZE: weightsMemory(chunk, columns),
    },
    conditions: { BACKWARD: false, BIAS: bias, RESIDUAL: residual, ...epilogueConditions(epilogue) },
    workgroups: [...foldWorkgroups(groups), 1],
    work: 2 * layout.rows * inputs * outputs,
    variant: variantName(tiles),
    alternatives: () =>
      changedInOne(tiles, otherTiles(tiles, inputs, outputs)).map((other) => linearForward(options, other)),
  })
}

/**
 * `linear.backward`, all three gradients: table, params (members, paramStride), x (rows, K), dy, as y, [slopes (rows, P), unless f is `none`],
 * [before (rows, K)] → dx (rows, K), partials (splits, paramStride): dW and db of each split's rows. Uniforms as in the forward pass. The
 * residual's gradient is dy itself.
 * @param options `accumulate`: dx is added to what other uses of x have left in `before`.
 */
export function linearBackward(
  options: LinearOptions & { readonly accumulate: boolean },
  given?: GradientTiles,
): KernelProgram {
  const { layout, paramStride, inputs, outputs, bias, epilogue, accumulate, transposedWeight } = options
  const ks = Math.min(32, tileColumns(inputs))
  const ps = tileColumns(outputs, ks === 32)
  // dx is a product of the same kind as y, of depth P and width K.
  const tiles = given ?? { ...productTiles(outputs, inputs), rowChunk: rowChunkLength(ks, ps) }
  const { columns, chunk, rowChunk } = tiles
  const columnTiles = Math.ceil(inputs / columns)
  const kTiles = Math.ceil(inputs / ks)
  const pTiles = Math.ceil(outputs / ps)
  const dxGroups = layout.tiles * columnTiles
  const groups = dxGroups + layout.splits * kTiles * pTiles
  return defineProgram({
    id: 'linear.backward',
    file: backward,
    layoutConstants: { ...layout.constants, GROUPS: groups, DX_GROUPS: dxGroups },
    constants: {
      PARAM_STRIDE: paramStride,
      DEPTH: outputs,
      WIDTH: inputs,
      ...pairsOf(options),
      DEPTH_FIRST: Number(!transposedWeight),
      TRANSPOSED: Number(transposedWeight),
      COLUMNS: columns,
      COLUMN_TILES: columnTiles,
      KS: ks,
      PS: ps,
      K_TILES: kTiles,
      P_TILES: pTiles,
      CHUNK: chunk,
      ROW_CHUNK: rowChunk,
      LEFT_SIZE: Math.max(THREADS, rowsMemory(chunk), (rowChunk * ks) / 4),
      RIGHT_SIZE: Math.max(weightsMemory(chunk, columns), (rowChunk * ps) / 4),
    },
    conditions: { BACKWARD: true, BIAS: bias, ACCUMULATE: accumulate, ...epilogueConditions(epilogue) },
    workgroups: [...foldWorkgroups(groups), 1],
    work: 4 * layout.rows * inputs * outputs,
    variant: variantName(tiles),
    alternatives: () =>
      changedInOne(tiles, {
        ...otherTiles(tiles, outputs, inputs),
        rowChunk: otherRowChunks(ps),
      }).map((other) => linearBackward(options, other)),
  })
}

const epilogueConditions = (epilogue: Epilogue) => ({
  PLAIN: epilogue === 'none',
  GELU: epilogue === 'gelu',
  SWIGLU: epilogue === 'swiglu',
})

/** With SwiGLU the number of pairs of gate and value, which is the width of y. @throws RangeError for an odd number of columns. */
function pairsOf({ epilogue, outputs }: LinearOptions): Readonly<Record<string, number>> {
  if (epilogue !== 'swiglu') return {}
  if (outputs % 2 !== 0) throw new RangeError(`linear: ${outputs} columns are no pairs of gate and value`)
  return { PAIRS: outputs / 2 }
}

/** Columns of a tile: the fewest that hold all of them; else 64 if that computes at most 15 % more columns than 32 does. */
function tileColumns(width: number, mayBeWide = true): 8 | 16 | 32 | 64 {
  if (width <= 8) return 8
  if (width <= 16) return 16
  const padded = (columns: number) => Math.ceil(width / columns) * columns
  return mayBeWide && width > 32 && padded(64) <= 1.15 * padded(32) ? 64 : 32
}

/** Depth of a staged chunk: all have one length, so that the last is not mostly empty. */
const chunkLength = (depth: number, most = MAX_CHUNK): number => Math.ceil(depth / Math.ceil(depth / most))

const productTiles = (depth: number, width: number): ProductTiles => ({
  columns: tileColumns(width),
  chunk: chunkLength(depth),
})

/**
 * Half and twice the columns, as far as there are any to fill them, and other chunks. A last chunk that is not full adds zeros, which make
 * +0 of a sum that has underflowed to −0: only chunks that all do so, or all do not, give the same bits.
 */
function otherTiles({ columns, chunk }: ProductTiles, depth: number, width: number) {
  const isFull = (length: number) => depth % length === 0
  return {
    columns: [columns / 2, columns * 2].filter((n) => n >= 8 && n <= 64 && n < 2 * width),
    chunk: OTHER_CHUNKS.map((most) => chunkLength(depth, most)).filter((n) => isFull(n) === isFull(chunk)),
  }
}

/** Rows of a split staged at a time: at least as many vec4 as there are invocations. */
const rowChunkLength = (ks: number, ps: number): number => (ks + ps <= 16 ? 32 : 16)

/**
 * The bias' gradient is summed by 64 / (PS / 4) invocations a column, which take rows of a chunk in turns: in the same order only where a
 * chunk is a whole number of turns.
 */
const otherRowChunks = (ps: number): readonly number[] => (THREADS / (ps / 4) <= 16 ? [16, 32] : [])

/** Workgroup memory for a staged chunk of rows or weights, in vec4: a row has one more than is used, so that neighbouring invocations read different banks. */
const rowsMemory = (chunk: number): number => chunk * (TILE_ROWS / 4 + 1)
const weightsMemory = (chunk: number, columns: number): number => chunk * (columns / 4 + 1)
