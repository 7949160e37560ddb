/** Where the parameters of a member lie in the plan's parameter buffer, and in every buffer of the same form: moments and gradients. */
import type { ParameterSpec } from '@/core/model/family'
import { elementCount } from '../contract/parameters'

/** All numbers are of one member, in elements. */
export interface ParameterLayout {
  /** Where each parameter starts, from the start of its member. */
  readonly offsets: ReadonlyMap<string, number>
  readonly sizes: ReadonlyMap<string, number>
  /** Elements that training updates: the front of each member's stretch. */
  readonly count: number
  /** All elements, those of frozen parameters included. */
  readonly total: number
  /** From the start of one member to the start of the next. */
  readonly stride: number
}

/** 256 bytes: every member starts at a whole cache line, and at a multiple of the vec4 that kernels read. */
const STRIDE_UNIT = 64

/** Parameters end to end in the family's order, without gaps. Frozen ones come last there, so that what is updated is one stretch. */
export function layOutParameters(specs: readonly ParameterSpec[]): ParameterLayout {
  const offsets = new Map<string, number>()
  const sizes = new Map<string, number>()
  let total = 0
  let count = 0
  for (const spec of specs) {
    const size = elementCount(spec)
    offsets.set(spec.name, total)
    sizes.set(spec.name, size)
    total += size
    if (!spec.frozen) count = total
  }
  return { offsets, sizes, count, total, stride: Math.ceil(total / STRIDE_UNIT) * STRIDE_UNIT }
}
