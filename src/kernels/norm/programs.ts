/** The two dispatches of a norm: how many workgroups take what. */

import { NORM_EPSILON } from '@/core/model/transformer'
import {
  changedInOne,
  defineProgram,
  foldWorkgroups,
  type KernelProgram,
  variantName,
} from '@/kernels/kit/kernel'
import { type RowLayout, TILE_ROWS } from '@/kernels/kit/row-layout'
import { QUAD, type RowSums } from '@/kernels/kit/row-sums'
import backward from './backward.wesl'
import forward from './forward.wesl'
import type { NormKind } from './reference'

interface NormOptions {
  readonly layout: RowLayout
  /** Floats from one member's parameters to the next's, and from one split's partial gradients to the next's. */
  readonly paramStride: number
  /** D. */
  readonly width: number
  readonly kind: NormKind
  /** `single` unless given. */
  readonly rowSums?: RowSums | undefined
}

/** Invocations of a workgroup. */
const GROUP = 64
/** Where each takes a row of its own it makes no difference to the row how many there are. */
const OTHER_GROUPS = [32, 128, 256]
/** The most of a row that one invocation holds: no barrier, and neighbours still share every cache line that they fetch. */
const NARROW_WIDTH = 64
/**
 * Invocations that share a wider row at a barrier, 32 bytes side by side. More would do no more work at once, and need workgroup memory, which
 * SwiftShader compiles a store a word to clear.
 */
const LANES = 8
/** Floats of a row that one workgroup sums for the parameters' gradients: 32 bytes, the least that memory hands out. */
const COLUMNS = 8

const nextPowerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(n))

/**
 * `norm.forward`: table, params (members, paramStride), x (rows, D) → y (rows, D), stats (rows, 2). Uniforms: where `gain` (D) and, for
 * `layer`, `bias` (D) start within a member's parameters.
 */
export function normForward(
  options: NormOptions,
  sharing: Readonly<Record<'group', number>> = { group: GROUP },
): KernelProgram {
  const { layout, width } = options
  const { group } = sharing
  const { constants, conditions, lanes, ...rest } = common(options)
  return defineProgram({
    ...rest,
    id: 'norm.forward',
    file: forward,
    constants: { ...constants, GROUP: group, EPSILON: NORM_EPSILON },
    conditions,
    workgroups: [...foldWorkgroups(rowGroups(layout.tiles, conditions.NARROW, lanes, group)), 1],
    work: 10 * 2 * layout.rows * width,
    variant: variantName(sharing),
    alternatives: () =>
      changedInOne(sharing, { group: conditions.NARROW ? OTHER_GROUPS : [] }).map((other) =>
        normForward(options, other),
      ),
  })
}

/**
 * `norm.backward`: table, params (members, paramStride), x (rows, D), stats (rows, 2), dy (rows, D), [dResidual (rows, D)] → dx (rows, D),
 * partials (splits, paramStride). Uniforms as in the forward pass.
 * @param options `residualGradient`: dResidual is there, the gradient of what the norm handed through beside y; dx holds it too.
 */
export function normBackward(options: NormOptions & { readonly residualGradient: boolean }): KernelProgram {
  const { layout, residualGradient } = options
  const { layoutConstants, constants, conditions, lanes, ...rest } = common(options)
  const floats = conditions.VEC4 ? 4 : 1
  const columns = Math.min(COLUMNS / floats, nextPowerOfTwo(constants.PIECES))
  const dxGroups = rowGroups(layout.tiles, conditions.NARROW, lanes, GROUP)
  const groups = dxGroups + layout.splits * Math.ceil(constants.PIECES / columns)
  return defineProgram({
    ...rest,
    id: 'norm.backward',
    file: backward,
    layoutConstants: { ...layoutConstants, DX_GROUPS: dxGroups, GROUPS: groups },
    constants: { ...constants, COLUMNS: columns },
    conditions: { ...conditions, RESIDUAL: residualGradient },
    workgroups: [...foldWorkgroups(groups), 1],
  })
}

function common({ layout, paramStride, width, kind, rowSums = 'single' }: NormOptions) {
  const quad = rowSums === 'quads' && width <= QUAD * NARROW_WIDTH
  const narrow = quad || width <= NARROW_WIDTH
  const vector = rowSums !== 'single' && width % 4 === 0
  const pieces = vector ? width / 4 : width
  const lanes = quad ? QUAD : narrow ? 1 : LANES
  return {
    lanes,
    layoutConstants: { ...layout.constants, TILES: layout.tiles },
    constants: {
      TILE_ROWS,
      PARAM_STRIDE: paramStride,
      WIDTH: width,
      PIECES: pieces,
      LANES: lanes,
      PER_LANE: Math.ceil(pieces / lanes),
      CENTRED: Number(kind === 'layer'),
    },
    conditions: { NARROW: narrow, QUAD: quad, VEC4: vector, LAYER: kind === 'layer' },
  }
}

/** Workgroups for all rows: where no barrier joins the invocations of a row they are dealt out without gaps, else a tile each. */
const rowGroups = (tiles: number, narrow: boolean, lanes: number, group: number): number =>
  narrow ? Math.ceil((tiles * TILE_ROWS * lanes) / group) : tiles
