/** The programs: how many workgroups take what, and what is baked in. */

import { NORM_EPSILON } from '@/core/model/transformer'
import { defineProgram, foldWorkgroups, type KernelProgram } from '@/kernels/kit/kernel'
import { type RowLayout, TILE_ROWS } from '@/kernels/kit/row-layout'
import backward from './backward.wgsl?raw'
import forward from './kernel.wgsl?raw'
import type { NormKind } from './reference'

interface NormOptions {
  readonly layout: RowLayout
  /** Parameters of one member, and of one split's partial gradients. */
  readonly paramStride: number
  readonly width: number
  readonly kind: NormKind
}

const GROUP = 64
/** Up to here one invocation holds a whole row: no barrier, and neighbours still share every cache line that they fetch. */
const NARROW_WIDTH = 64
/**
 * Invocations that share a wider row: 32 bytes side by side. More would do no more work at once, and SwiftShader compiles a store for each
 * word of workgroup memory, to clear it.
 */
const LANES = 8
/** Columns that one workgroup sums for the parameters' gradients: 32 bytes, what memory hands out at least. */
const COLUMNS = 8

const nextPowerOfTwo = (n: number): number => 2 ** Math.ceil(Math.log2(n))

/** Uniforms: `gain`, and for `layer` also `bias`. */
export function normForward(options: NormOptions): KernelProgram {
  const { tiles } = options.layout
  return defineProgram({
    ...common(options),
    id: 'norm.forward',
    source: forward,
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'params', access: 'read', type: 'f32' },
      { name: 'x', access: 'read', type: 'f32' },
      { name: 'y', access: 'write', type: 'f32' },
      { name: 'stats', access: 'write', type: 'f32' },
    ],
    workgroups: [...foldWorkgroups(tileGroups(tiles, options.width)), 1],
  })
}

/** Uniforms as in the forward pass. @param residualGradient binds the gradient of the `residual` that the norm handed through. */
export function normBackward(options: NormOptions & { readonly residualGradient: boolean }): KernelProgram {
  const { layout, width, residualGradient } = options
  const columns = Math.min(COLUMNS, nextPowerOfTwo(width))
  const dxGroups = tileGroups(layout.tiles, width)
  const groups = dxGroups + layout.splits * Math.ceil(width / columns)
  const { constants, layoutConstants, flags, ...rest } = common(options)
  return defineProgram({
    ...rest,
    id: 'norm.backward',
    source: backward,
    layoutConstants: { ...layoutConstants, DX_GROUPS: dxGroups, GROUPS: groups },
    constants: { ...constants, COLUMNS: columns },
    flags: { ...flags, RESIDUAL: residualGradient },
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'params', access: 'read', type: 'f32' },
      { name: 'x', access: 'read', type: 'f32' },
      { name: 'stats', access: 'read', type: 'f32' },
      { name: 'dy', access: 'read', type: 'f32' },
      ...(residualGradient ? ([{ name: 'dResidual', access: 'read', type: 'f32' }] as const) : []),
      { name: 'dx', access: 'write', type: 'f32' },
      { name: 'partials', access: 'write', type: 'f32' },
    ],
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
      PER_LANE: Math.ceil(width / LANES),
      CENTRED: kind === 'layer' ? 1 : 0,
    },
    floats: { EPSILON: NORM_EPSILON },
    flags: { NARROW: width <= NARROW_WIDTH, LAYER: kind === 'layer' },
    uniforms: kind === 'layer' ? ['gain', 'bias'] : ['gain'],
  }
}

const tileGroups = (tiles: number, width: number): number =>
  width <= NARROW_WIDTH ? Math.ceil((tiles * TILE_ROWS) / GROUP) : tiles
