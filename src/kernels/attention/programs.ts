/** The two dispatches of attention: how invocations share heads and rows. */

import { ROTARY_BASE } from '@/core/model/transformer'
import {
  changedInOne,
  defineProgram,
  foldWorkgroups,
  type KernelProgram,
  variantName,
} from '@/kernels/kit/kernel'
import type { RowLayout } from '@/kernels/kit/row-layout'
import backward from './backward.wesl'
import forward from './forward.wesl'

interface AttentionOptions {
  readonly layout: RowLayout
  /** D, the width of the model. */
  readonly width: number
  /** H, a divisor of D. */
  readonly heads: number
  /** Channels of each head, its first ones, that rotary positions turn: an even number, 0 for none. */
  readonly rotaryChannels: number
}

/** The widest head (D/H) that an invocation can hold in registers. */
export const MAX_HEAD_WIDTH = 64
/** Invocations of a workgroup, which do not speak to each other. */
const GROUP = 64
const OTHER_GROUPS = [32, 128, 256]
/** Operations that an exponential counts for in an estimate of work. */
const EXP_WORK = 20

/** Which invocation does what; what each does is the same. */
type Sharing = Readonly<Record<'group' | 'heads', number>>
/**
 * `parts`: 1 where an invocation takes a row as a query and then as a key, 2 where these have workgroups of their own. `block`: pairs of
 * query and key whose loads wait together; they are added one after the other, whatever it is.
 */
type BackwardSharing = Sharing & Readonly<Record<'parts' | 'block', number>>

/** Keys that the online softmax takes together, unless others are asked for: each such block costs one exponential more. */
export const BLOCK_KEYS = 4
/** Floats of a cache line. */
const LINE = 32

/**
 * `attention.forward`: table, qkv (rows, 3D), [rotations, see {@link rotationTable}] → out (rows, D), logSumExp (rows, H). No uniforms.
 * @param options `blockKeys`: keys that the online softmax takes together, in which order it adds up.
 * @throws RangeError where heads do not divide the width or are too wide, or rotary channels do not fit in one.
 */
export function attentionForward(
  options: AttentionOptions & { readonly blockKeys?: number },
  sharing: Sharing = { group: GROUP, heads: headGroup(options) },
): KernelProgram {
  const { constants, ...rest } = common(options, sharing, 1)
  return defineProgram({
    ...rest,
    id: 'attention.forward',
    file: forward,
    constants: { ...constants, BLOCK: options.blockKeys ?? BLOCK_KEYS },
    work: pairs(options) * (4 * headWidthOf(options) + EXP_WORK),
    alternatives: () =>
      changedInOne(sharing, otherSharing(options)).map((other) => attentionForward(options, other)),
  })
}

/**
 * `attention.backward`: table, qkv (rows, 3D), [rotations], out (rows, D), logSumExp (rows, H), dout (rows, D) → dqkv (rows, 3D). No
 * uniforms.
 * @throws RangeError as the forward pass.
 */
export function attentionBackward(
  options: AttentionOptions,
  sharing: BackwardSharing = { group: GROUP, heads: headGroup(options), parts: 1, block: 1 },
): KernelProgram {
  const { constants, conditions, ...rest } = common(options, sharing, sharing.parts)
  return defineProgram({
    ...rest,
    id: 'attention.backward',
    file: backward,
    constants: { ...constants, PARTS: sharing.parts, BLOCK: sharing.block },
    conditions: { ...conditions, BLOCKED: sharing.block > 1 },
    work: pairs(options) * (14 * headWidthOf(options) + 2 * EXP_WORK),
    alternatives: () =>
      changedInOne(sharing, { ...otherSharing(options), parts: [2], block: [4] }).map((other) =>
        attentionBackward(options, other),
      ),
  })
}

const headWidthOf = ({ width, heads }: AttentionOptions): number => width / heads

/** Pairs of a query and a key at or before it, of all strings and heads. */
const pairs = ({ layout, heads }: AttentionOptions): number =>
  (layout.strings * heads * layout.seqLen * (layout.seqLen + 1)) / 2

const otherSharing = ({ heads }: AttentionOptions) => ({ group: OTHER_GROUPS, heads: [1, heads] })

/**
 * Cosines and sines of the angles t·base^(−2i/r) for position t and pair i of r channels, computed in float64 and rounded once, as a
 * shader's own sine is too coarse: what the programs bind as `rotations`.
 * @returns (S, 2, r/2).
 */
export function rotationTable(seqLen: number, rotaryChannels: number): Float32Array<ArrayBuffer> {
  const pairs = rotaryChannels / 2
  return Float32Array.from({ length: seqLen * rotaryChannels }, (_, at) => {
    const [position, i] = [Math.floor(at / rotaryChannels), at % pairs]
    const angle = position * ROTARY_BASE ** (-i / pairs)
    return at % rotaryChannels < pairs ? Math.cos(angle) : Math.sin(angle)
  })
}

/** @param parts workgroups that share the same rows of the same heads. */
function common({ layout, width, heads, rotaryChannels }: AttentionOptions, sharing: Sharing, parts: number) {
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
  const rows = layout.strings * layout.seqLen * heads
  const [x, y] = foldWorkgroups(Math.ceil(rows / sharing.group) * parts)
  return {
    constants: {
      GROUP: sharing.group,
      SEQ: layout.seqLen,
      HEADS: heads,
      HEAD_GROUP: sharing.heads,
      // D, W and half of the rotary channels in pieces of one or four floats.
      WIDTH: width / lanes,
      PIECES: headWidth / lanes,
      TURNED: rotaryChannels / 2 / lanes,
      SCALE: 1 / Math.sqrt(headWidth),
    },
    layoutConstants: { ...layout.constants, STRINGS: layout.strings },
    conditions: { VEC4: lanes === 4, ROTARY: rotaryChannels > 0 },
    extraSizes: { HEAD_WIDTH: headWidth, ROTARY_CHANNELS: rotaryChannels },
    workgroups: [x, y, 1] as const,
    variant: variantName(sharing),
  }
}

/**
 * Heads of a row that neighbouring invocations take before the next row: as many, dividing H, as lie in one cache line. Rows of nearly equal
 * length then wait for each other, which halves what the causal triangle wastes at small S.
 */
function headGroup({ width, heads }: AttentionOptions): number {
  let group = Math.max(1, Math.min(heads, Math.floor((LINE * heads) / width)))
  while (heads % group !== 0) group--
  return group
}
