/** The dispatch that ends a forward pass: each member's mean loss, and its step counter. */
import { defineProgram, type KernelProgram } from '@/kernels/kit/kernel'
import type { RowLayout } from '@/kernels/kit/row-layout'
import mean from './mean.wesl'

export interface MeanLossSizes {
  readonly layout: RowLayout
  /** Steps whose losses the ring holds. */
  readonly ringSteps: number
}

/** Rows a member from which a workgroup of 256 invocations pays for its longer wait. */
const MANY_ROWS = 4096

/**
 * `loss.mean`: table, nats (rows) → state (members, 4), ring (ringSteps, members): each member's mean loss into the ring, and its step
 * counter on. No uniforms.
 */
export function meanLoss({ layout, ringSteps }: MeanLossSizes): KernelProgram {
  const span = layout.rows >= MANY_ROWS * layout.members ? 16 : 8
  return defineProgram({
    id: 'loss.mean',
    file: mean,
    layoutConstants: layout.constants,
    constants: { RING_STEPS: ringSteps, SPAN: span },
    workgroups: [layout.members, 1, 1],
  })
}
