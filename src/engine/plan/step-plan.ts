/** What the plan of a step is made of: dispatches in order, over buffers that are named before they exist. */
import type { KernelProgram } from '@/kernels/kit/kernel'

/** Memory of a machine, by an opaque handle. */
export interface MachineBuffer {
  /** At least what was asked for. */
  readonly bytes: number
}

/**
 * A buffer of the plan. Persistent ones exist already and outlive a step; transient ones get memory from memory-plan.ts, which lets
 * several share it where their lives do not meet; constant ones are filled once and only read.
 */
export type PlanBuffer =
  | { readonly kind: 'persistent'; readonly buffer: MachineBuffer }
  | { readonly kind: 'transient'; readonly label: string; readonly bytes: number }
  | { readonly kind: 'constant'; readonly label: string; readonly data: Float32Array<ArrayBuffer> }

export const persistent = (buffer: MachineBuffer): PlanBuffer => ({ kind: 'persistent', buffer })

/** One run of one program: the buffers that it binds, in binding order, and the values of its uniforms, in the program's order. */
export interface Dispatch {
  readonly program: KernelProgram
  readonly buffers: readonly PlanBuffer[]
  readonly uniforms: readonly number[]
}

/** A training step or an evaluation pass: its dispatches, in the order in which they run. */
export type StepPlan = readonly Dispatch[]
