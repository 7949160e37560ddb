/** What the bench and the processes that hold its engines say to each other. */
import type { Counts, LiveMemory } from './counters'
import type { Target } from './dawn'
import type { EngineId } from './engines'
import type { ModelId } from './models'

export interface EngineRequest {
  readonly engine: EngineId
  readonly model: ModelId
  readonly members: number
  /** B, strings in a step. */
  readonly batch: number
  readonly target: Target
  /** Calls before anything is counted: until pools are filled, pipelines compiled and the code has been optimised. */
  readonly warmUpCalls: number
  /** Steps over which memory is watched. */
  readonly memorySteps: number
}

/** What an engine's process is asked to do, once it is ready. */
export interface TimeRequest {
  readonly milliseconds: number
  /** Steps between two reads of the loss; undefined for as many as the engine's own users take. */
  readonly readEvery: number | undefined
}

export interface MemoryWatch {
  readonly steps: number
  readonly before: LiveMemory
  readonly after: LiveMemory
}

export interface ReadyMessage {
  readonly kind: 'ready'
  readonly adapter: string
  readonly lossRead: string
  /** Per step, in the steady state. */
  readonly counts: Counts
  readonly memory: MemoryWatch
}

export type EngineMessage =
  | ReadyMessage
  | { readonly kind: 'failed'; readonly reason: string }
  | {
      readonly kind: 'timed'
      readonly steps: number
      readonly milliseconds: number
      readonly cpuMilliseconds: number
      readonly loss: number
    }
