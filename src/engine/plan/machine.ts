/**
 * What a plan needs of the hardware, and no more: memory, and the replay of dispatches in order. The builder, the trainer and its
 * evaluations speak to this contract only, so that whatever knows the programs can replay the same plan.
 */
import type { MachineBuffer, StepPlan } from './step-plan'

export type Words = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/** A machine has no room for what it was asked to hold. */
export class MachineFullError extends Error {
  override readonly name = 'MachineFullError'
}

/** Owns memory and does work in the order in which it is given: writes, steps and reads. */
export interface PlanMachine {
  /** The most rows over which one split sums weight gradients (see row-layout): as many splits as the machine can use. */
  readonly splitRows: number
  /** The most floating-point operations of one evaluation pass: nobody is heard before it is done where the thread itself computes it. */
  readonly passFlop: number
  /** Zeroed, then filled from the front where data is given. */
  create(label: string, bytes: number, data?: Words): MachineBuffer
  /** @param at bytes. */
  write(buffer: MachineBuffer, data: Words, at?: number): void
  /** The values as they are after all work so far; later work does not wait. What reaches past the buffer's end goes on at its front. @param at bytes. */
  read(buffer: MachineBuffer, bytes: number, at?: number): Promise<Float32Array>
  /** Work so far may still use it. */
  destroy(buffer: MachineBuffer): void
  /** @param onCompiled called after each program that had to be compiled. @throws where a program does not run on this machine. */
  prepare(plan: StepPlan, onCompiled?: (done: number, of: number) => void): Promise<Replay>
  /** Resolves when all work so far is done. */
  done(): Promise<void>
  /** Frees what the machine itself holds, last: replays and buffers are freed by whoever asked for them. Drops work that waits: a read of it means nothing. */
  dispose(): void
}

/** A plan with its memory, ready to run any number of times. */
export interface Replay {
  /** How many one step takes. */
  readonly dispatches: number
  /** Transient memory. */
  readonly bytes: number
  /** Queues `steps` repetitions. */
  run(steps: number): void
  /** Work so far is still done. */
  dispose(): void
}

/** Hardware that can replay plans. */
export interface PlanDevice {
  /** Creates a machine for one trainer, which must `dispose` of it. */
  createMachine(): PlanMachine
}
