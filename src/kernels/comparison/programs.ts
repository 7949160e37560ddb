/** The dispatch that compares two buffers bit by bit: no kernel of a model, but how one program for it is held to another. */
import { defineProgram, type KernelProgram } from '@/kernels/kit/kernel'
import bits from './bits.wesl'

const WORKGROUP = 64
const WORKGROUPS = 256
/** Length of `same`: enough invocations to fill a GPU, few enough flags to read back. */
export const COMPARING_INVOCATIONS = WORKGROUP * WORKGROUPS

/**
 * `comparison.bits`: one, other → same ({@link COMPARING_INVOCATIONS}), all of them 1 where all bits are equal. Memory that nobody wrote does
 * not say so. Uniforms: how many `words`.
 */
export const compareBits = (): KernelProgram =>
  defineProgram({
    id: 'comparison.bits',
    file: bits,
    constants: { INVOCATIONS: COMPARING_INVOCATIONS },
    layoutConstants: {},
    workgroups: [WORKGROUPS, 1, 1],
  })
