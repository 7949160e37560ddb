/** The programs: how lanes share heads and rows, and what is baked in. */

import { ROTARY_BASE } from '@/core/model/transformer'
import { defineProgram, foldWorkgroups, type KernelBinding, type KernelProgram } from '@/kernels/kit/kernel'
import type { RowLayout } from '@/kernels/kit/row-layout'
import backward from './backward.wgsl?raw'
import gradientRows from './gradient-rows.wgsl?raw'
import forward from './kernel.wgsl?raw'
import rows from './rows.wgsl?raw'

interface AttentionOptions {
  readonly layout: RowLayout
  /** D. */
  readonly width: number
  /** H, a divisor of D. */
  readonly heads: number
  /** Channels of each head, its first ones, that rotary positions turn: an even number, 0 for none. */
  readonly rotaryChannels: number
}

/** D/H: what an invocation can hold in registers. */
export const MAX_HEAD_WIDTH = 64
const GROUP = 64
/** Keys whose scores are looked at together: one more exponential for each so many. */
const BLOCK = 4
/** Floats of one row that neighbours read together: a cache line. */
const LINE = 32

/**
 * Buffers: table, qkv, [rotations, see {@link rotationTable}] → out, logSumExp. No uniforms.
 * @throws RangeError where heads do not divide the width or are too wide, or rotary channels do not fit in one.
 */
export function attentionForward(options: AttentionOptions): KernelProgram {
  const { type, rotations, ...rest } = common(options)
  return defineProgram({
    ...rest,
    id: 'attention.forward',
    source: [rows, forward].join('\n'),
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'qkv', access: 'read', type },
      ...rotations,
      { name: 'out', access: 'write', type },
      { name: 'logSumExp', access: 'write', type: 'f32' },
    ],
  })
}

/** Buffers: table, qkv, out, logSumExp, dout, [rotations] → dqkv. No uniforms. @throws RangeError as the forward pass. */
export function attentionBackward(options: AttentionOptions): KernelProgram {
  const { type, rotations, ...rest } = common(options)
  return defineProgram({
    ...rest,
    id: 'attention.backward',
    source: [rows, gradientRows, backward].join('\n'),
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'qkv', access: 'read', type },
      { name: 'out', access: 'read', type },
      { name: 'logSumExp', access: 'read', type: 'f32' },
      { name: 'dout', access: 'read', type },
      ...rotations,
      { name: 'dqkv', access: 'write', type },
    ],
  })
}

/**
 * (S, 2, r/2): cos and sin of t·base^(−2i/r) for position t and pair i of r channels, what the programs bind as `rotations`. In float64,
 * rounded once: a shader's own sine is too coarse.
 */
export function rotationTable(seqLen: number, rotaryChannels: number): Float32Array<ArrayBuffer> {
  const pairs = rotaryChannels / 2
  return Float32Array.from({ length: seqLen * rotaryChannels }, (_, at) => {
    const [position, i] = [Math.floor(at / rotaryChannels), at % pairs]
    const angle = position * ROTARY_BASE ** (-i / pairs)
    return at % rotaryChannels < pairs ? Math.cos(angle) : Math.sin(angle)
  })
}

function common({ layout, width, heads, rotaryChannels }: AttentionOptions) {
  const headWidth = width / heads
  if (!Number.isInteger(headWidth))
    throw new RangeError(`attention: ${heads} heads do not divide width ${width}`)
  if (headWidth > MAX_HEAD_WIDTH) {
    throw new RangeError(`attention: heads of width ${headWidth}; at most ${MAX_HEAD_WIDTH} fit in registers`)
  }
  if (rotaryChannels % 2 !== 0 || rotaryChannels > headWidth) {
    throw new RangeError(`attention: ${rotaryChannels} rotary channels in heads of width ${headWidth}`)
  }
  // Four floats at once wherever every head, and the second half of what is turned in it, starts at a multiple of four.
  const lanes = headWidth % 4 === 0 && rotaryChannels % 8 === 0 ? 4 : 1
  const type = lanes === 4 ? ('vec4f' as const) : ('f32' as const)
  const rotations: readonly KernelBinding[] =
    rotaryChannels > 0 ? [{ name: 'rotations', access: 'read', type }] : []
  const [x, y] = foldWorkgroups(Math.ceil((layout.strings * layout.seqLen * heads) / GROUP))
  return {
    type,
    rotations,
    constants: {
      SEQ: layout.seqLen,
      HEADS: heads,
      HEAD_GROUP: headGroup(heads, headWidth),
      // D, W and half of the rotary channels in pieces of one or four floats.
      WIDTH: width / lanes,
      PIECES: headWidth / lanes,
      TURNED: rotaryChannels / 2 / lanes,
      BLOCK,
    },
    layoutConstants: { ...layout.constants, STRINGS: layout.strings },
    floats: { SCALE: 1 / Math.sqrt(headWidth) },
    extraSizes: { HEAD_WIDTH: headWidth, ROTARY_CHANNELS: rotaryChannels },
    flags: { VEC4: lanes === 4, ROTARY: rotaryChannels > 0 },
    uniforms: [],
    workgroups: [x, y, 1] as const,
  }
}

/** Heads that neighbours take: as many, dividing H, as lie in one cache line. */
function headGroup(heads: number, headWidth: number): number {
  let group = Math.max(1, Math.min(heads, Math.floor(LINE / headWidth)))
  while (heads % group !== 0) group--
  return group
}
