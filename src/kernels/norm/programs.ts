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
}

/** Invocations of a workgroup. */
const GROUP = 64
/** Where each takes a row of its own it makes no difference to the row how many there are. */
const OTHER_GROUPS = [32, 128, 256]
/** The widest row that one invocation holds: no barrier, and neighbours still share every cache line that they fetch. */
const NARROW_WIDTH = 64
/**
 * Invocations that share a wider row, 32 bytes side by side. More would do no more work at once, and need workgroup memory, which
 * SwiftShader compiles a store a word to clear.
 */
const LANES = 8
/** Columns that one workgroup sums for the parameters' gradients: 32 bytes, the least that memory hands out. */
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
  const { constants, ...rest } = common(options)
  return defineProgram({
    ...rest,
    id: 'norm.forward',
    file: forward,
    constants: { ...constants, GROUP: group, PER_LANE: Math.ceil(width / LANES), EPSILON: NORM_EPSILON },
    workgroups: [...foldWorkgroups(tileGroups(layout.tiles, width, group)), 1],
    work: 10 * 2 * layout.rows * width,
    variant: variantName(sharing),
    alternatives: () =>
      changedInOne(sharing, { group: width <= NARROW_WIDTH ? OTHER_GROUPS : [] }).map((other) =>
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
  const { layout, width, residualGradient } = options
  const columns = Math.min(COLUMNS, nextPowerOfTwo(width))
  const dxGroups = tileGroups(layout.tiles, width, GROUP)
  const groups = dxGroups + layout.splits * Math.ceil(width / columns)
  const { constants, layoutConstants, conditions, ...rest } = common(options)
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

function common({ layout, paramStride, width, kind }: NormOptions) {
  return {
    layoutConstants: { ...layout.constants, TILES: layout.tiles },
    constants: {
      TILE_ROWS,
      PARAM_STRIDE: paramStride,
      WIDTH: width,
      LANES,
      CENTRED: Number(kind === 'layer'),
    },
    conditions: { NARROW: width <= NARROW_WIDTH, LAYER: kind === 'layer' },
  }
}

const tileGroups = (tiles: number, width: number, group: number): number =>
  width <= NARROW_WIDTH ? Math.ceil((tiles * TILE_ROWS) / group) : tiles
