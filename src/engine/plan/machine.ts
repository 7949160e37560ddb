/**
 * What a plan needs of the hardware, and no more: memory, and the replay of dispatches in order. The builder, the trainer and its
 * evaluations speak to this contract only, so that whatever knows the programs can replay the same plan.
 */
import type { Crew } from '../contract/crew'
import type { Numerics } from './numerics'
import type { MachineBuffer, StepPlan } from './step-plan'

export type Words = Float32Array<ArrayBuffer> | Uint32Array<ArrayBuffer>

/** The machine has no memory left for what it was asked to hold. */
export class MachineFullError extends Error {
  override readonly name = 'MachineFullError'
}

/** Owns memory, and does writes, steps and reads in the order in which they are asked for. */
export interface PlanMachine extends Numerics {
  /** The most floating-point operations of one evaluation pass. Finite where the thread itself computes it, and hears nobody meanwhile. */
  readonly passFlop: number
  /** Allocates zeroed memory, and writes `data` to its front. @param label for error messages. @throws MachineFullError */
  create(label: string, bytes: number, data?: Words): MachineBuffer
  /** @param at the first byte that is written. */
  write(buffer: MachineBuffer, data: Words, at?: number): void
  /**
   * Reads values as they are after all work so far; later work does not wait for it. A read that reaches past the buffer's end goes on at its
   * front. @param bytes how many. @param at the first of them.
   */
  read(buffer: MachineBuffer, bytes: number, at?: number): Promise<Float32Array>
  /** Frees the buffer once all work so far is done with it. */
  destroy(buffer: MachineBuffer): void
  /**
   * Gives a plan its transient memory and makes it ready to run. @param onCompiled called after each program that had to be compiled.
   * @throws where a program does not run on this machine.
   */
  prepare(plan: StepPlan, onCompiled?: (done: number, of: number) => void): Promise<Replay>
  /** Where it has caches that a step is larger than: how it takes rows in portions. */
  readonly portions?: MachinePortions
  /** Where other threads compute the same steps: how this one shares them out. */
  readonly crew?: MachineCrew
  /** Resolves when all work so far is done. */
  done(): Promise<void>
  /**
   * Frees what the machine itself holds, and drops queued work: what is read of it means nothing. Call it last: replays and buffers are freed
   * by whoever asked for them.
   */
  dispose(): void
}

export interface MachinePortions {
  /** The most rows that go through a step at a time. */
  readonly rows: number
  /** A stretch of a buffer as a buffer of its own, which is not to be destroyed. @param at its first byte. */
  view(buffer: MachineBuffer, at: number, bytes: number): MachineBuffer
}

/** A machine's part in a crew, whose machines are asked for the same exchanges in the same order. */
export interface MachineCrew extends Pick<Crew, 'place' | 'size'> {
  /** A stretch of a buffer as a buffer of its own, which is not to be destroyed. @param at its first byte. */
  view(buffer: MachineBuffer, at: number, bytes: number): MachineBuffer
  /** Queues an exchange: each part goes from the thread that owns it to the same place in all others. Later work waits for it. */
  exchange(parts: readonly CrewPart[]): void
}

/** A stretch of a buffer that every thread of a crew has, and whose contents one of them knows. */
export interface CrewPart {
  /** Place of the thread that knows it. */
  readonly owner: number
  readonly buffer: MachineBuffer
  /** The first byte. */
  readonly at: number
  readonly bytes: number
}

/** A plan with its memory, ready to run any number of times. */
export interface Replay {
  /** Dispatches of one step. */
  readonly dispatches: number
  /** Bytes of its transient memory. */
  readonly bytes: number
  /** Queues `steps` repetitions. */
  run(steps: number): void
  /** Frees the transient memory once all work so far is done. */
  dispose(): void
}

/** Hardware that can replay plans. */
export interface PlanDevice {
  /** Creates a machine for one trainer, which must `dispose` of it. @param crew with whom it trains; a GPU always trains alone. */
  createMachine(crew?: Crew): PlanMachine
  /** All sets of numerics by which the same hardware can train, its own one first. Absent where it has no other. */
  readonly sets?: readonly NumericsSet[]
  /** The same hardware by the same numerics, which does all by default and looks for nothing faster. Absent where it never does. */
  readonly untuned?: PlanDevice
}

export interface NumericsSet extends Numerics {
  readonly splitRows: number
  /** Sets are made of factors: of each the index of its value; 0 is the default. */
  readonly choice: readonly number[]
  readonly device: PlanDevice
}
