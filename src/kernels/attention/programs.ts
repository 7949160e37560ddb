/** The programs: how lanes share heads and rows, and what is baked in. */
import { defineProgram, foldWorkgroups, type KernelProgram } from '@/engine/kernel'
import type { RowLayout } from '@/engine/row-layout'
import backward from './backward.wgsl?raw'
import forward from './kernel.wgsl?raw'

interface AttentionOptions {
  readonly layout: RowLayout
  /** D. */
  readonly width: number
  /** H, a divisor of D. */
  readonly heads: number
}

/** D/H: what an invocation can hold in registers. */
export const MAX_HEAD_WIDTH = 64
const GROUP = 64
/** Keys whose scores are looked at together: one more exponential for each so many. */
const BLOCK = 4
/** Floats of one row that neighbours read together: a cache line. */
const LINE = 32

/** No uniforms. @throws RangeError where heads do not divide the width or are too wide. */
export function attentionForward(options: AttentionOptions): KernelProgram {
  const { type, ...rest } = common(options)
  return defineProgram({
    ...rest,
    id: 'attention.forward',
    source: forward,
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'qkv', access: 'read', type },
      { name: 'out', access: 'write', type },
      { name: 'logSumExp', access: 'write', type: 'f32' },
    ],
  })
}

/** No uniforms. @throws RangeError as the forward pass. */
export function attentionBackward(options: AttentionOptions): KernelProgram {
  const { type, ...rest } = common(options)
  return defineProgram({
    ...rest,
    id: 'attention.backward',
    source: backward,
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'qkv', access: 'read', type },
      { name: 'out', access: 'read', type },
      { name: 'logSumExp', access: 'read', type: 'f32' },
      { name: 'dout', access: 'read', type },
      { name: 'dqkv', access: 'write', type },
    ],
  })
}

function common({ layout, width, heads }: AttentionOptions) {
  const headWidth = width / heads
  if (!Number.isInteger(headWidth))
    throw new RangeError(`attention: ${heads} heads do not divide width ${width}`)
  if (headWidth > MAX_HEAD_WIDTH) {
    throw new RangeError(`attention: heads of width ${headWidth}; at most ${MAX_HEAD_WIDTH} fit in registers`)
  }
  // Four floats at once wherever every head starts at a multiple of four.
  const lanes = headWidth % 4 === 0 ? 4 : 1
  const [x, y] = foldWorkgroups(Math.ceil((layout.strings * layout.seqLen * heads) / GROUP))
  return {
    type: lanes === 4 ? ('vec4f' as const) : ('f32' as const),
    constants: {
      SEQ: layout.seqLen,
      HEADS: heads,
      HEAD_GROUP: headGroup(heads, headWidth),
      // D and W in pieces of one or four floats.
      WIDTH: width / lanes,
      PIECES: headWidth / lanes,
      BLOCK,
    },
    layoutConstants: { ...layout.constants, STRINGS: layout.strings },
    floats: { SCALE: 1 / Math.sqrt(headWidth) },
    flags: { VEC4: lanes === 4 },
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
