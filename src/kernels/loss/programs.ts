/** The dispatch that ends a forward pass: each member's mean loss, and its step counter. */
import { defineProgram, type KernelProgram } from '@/kernels/kit/kernel'
import type { RowLayout } from '@/kernels/kit/row-layout'
import source from './kernel.wgsl?raw'

export interface MeanLossSizes {
  readonly layout: RowLayout
  /** Steps whose losses the ring holds. */
  readonly ringSteps: number
}

/** Rows a member from which a workgroup of 256 invocations pays for its longer wait. */
const MANY_ROWS = 4096

export function meanLoss({ layout, ringSteps }: MeanLossSizes): KernelProgram {
  const span = layout.rows >= MANY_ROWS * layout.members ? 16 : 8
  return defineProgram({
    id: 'loss.mean',
    source,
    layoutConstants: layout.constants,
    constants: { RING_STEPS: ringSteps, SPAN: span },
    bindings: [
      { name: 'table', access: 'read', type: 'vec4u' },
      { name: 'nats', access: 'read', type: 'vec4f' },
      { name: 'state', access: 'write', type: 'vec4f' },
      { name: 'ring', access: 'write', type: 'f32' },
    ],
    uniforms: [],
    workgroups: [layout.members, 1, 1],
  })
}
