/** Everything that crosses a thread, and what the CLI prints: plain data, discriminated by `type`. */

import type { BackendChoice, BackendId, SkippedBackend } from '@/core/backends'
import type { BenchmarkProgress } from '@/core/benchmark/progress'
import type { BenchmarkReport } from '@/core/benchmark/report'
import type { ThreadTask, ThreadTiming } from '@/core/benchmark/thread-task'
import type { Grid } from '@/core/metrics/grid'
import type { KnowledgeFrame } from '@/core/metrics/known-symbols'
import type { ReadImport } from '@/core/results/read-import'
import type { TrialRecord } from '@/core/results/result'
import type { DeviceSpeed } from '@/core/sweep/device-speed'
import type { PackingLimits } from '@/core/sweep/populations'
import type { Trial } from '@/core/sweep/trial'
import type { ModelClient, TrainedModel } from './questions'

/** A thread's place in a crew. It crosses threads, and its ports have to be transferred. */
export interface CrewSeat {
  readonly place: number
  /** By place: the near end of a channel to each of the others, undefined for this thread itself. */
  readonly ports: readonly (MessagePort | undefined)[]
}

/** The device that was opened, and why not a faster one. */
export interface BackendInfo {
  readonly name: BackendId
  /** The adapter or processor, in words. */
  readonly device: string
  /** True where a "GPU" is computed by the processor (SwiftShader, llvmpipe): correct, and slow. */
  readonly software: boolean
  /** Whether steps are planned once and replayed over the fused kernels, or composed of general ones. */
  readonly fused: boolean
  /** A sentence about this device for the visitor, beyond its name. */
  readonly notice: string | undefined
  /** Faster backends that were passed over, each with its reason. */
  readonly skipped: readonly SkippedBackend[]
}

/** A member of the population that is training now. */
export interface LiveMember {
  readonly trialKey: string
  readonly datasetBits: number
  /** Steps taken. */
  readonly step: number
  /** Mean loss over the latest step's tokens, bits per token. */
  readonly trainBitsPerToken: number
  /** datasetBits − N·S·loss: exact for a full batch, an estimate for a smaller one. */
  readonly memorizedBits: number
}

export interface SweepProgress {
  /** Population that trains now, 1-based. */
  readonly population: number
  readonly populations: number
  readonly step: number
  readonly steps: number
  readonly trialsFinished: number
  readonly trialsTotal: number
  /** Share of the sweep's floating-point work that is done, 0…1. */
  readonly workDone: number
  readonly stepsPerSecond: number
  /** Tokens of all members, padding not counted. */
  readonly tokensPerSecond: number
  /** Infinity until it can be told. */
  readonly remainingSeconds: number
  readonly elapsedMs: number
}

/** Why a sweep stopped early, as a person would want to act on it. */
export interface LabFailure {
  readonly kind:
    | 'config'
    | 'no-text'
    | 'no-backend'
    | 'device-lost'
    | 'out-of-memory'
    | 'too-large'
    | 'internal'
  readonly message: string
}

export type LabEvent =
  | { readonly type: 'opened'; readonly backend: BackendInfo }
  | {
      readonly type: 'planned'
      /** Number of trials that it was asked to train. */
      readonly trials: number
      readonly populations: number
      readonly flop: number
    }
  /** Sent before a population's first step on a GPU: kernels that are ready, of those that it needs. */
  | { readonly type: 'compiling'; readonly done: number; readonly of: number }
  /** A reference model, which an experiment needs beside its own, trains first: how far it is. */
  | {
      readonly type: 'preparing'
      /** The model in words, as in "Training the reference model". */
      readonly what: string
      readonly step: number
      readonly steps: number
    }
  /** A family trains on general kernels, on a device whose fused ones others use. */
  | { readonly type: 'fell-back'; readonly family: string; readonly reason: string }
  | { readonly type: 'progress'; readonly progress: SweepProgress; readonly members: readonly LiveMember[] }
  /** Result of a probe of an experiment's own procedure, for a member that trains. */
  | {
      readonly type: 'probed'
      readonly trialKey: string
      readonly step: number
      readonly values: Readonly<Record<string, number>>
      readonly grid: Grid | undefined
    }
  /** A model with its weights, where it was asked for: before its record, and never further than to the thread that keeps it. */
  | { readonly type: 'model-trained'; readonly model: TrainedModel }
  /** What a member knows of its strings, at a step that {@link RunRequest.watch} asks for. */
  | { readonly type: 'frame'; readonly trialKey: string; readonly frame: KnowledgeFrame }
  | { readonly type: 'trial-finished'; readonly record: TrialRecord }
  /** One trial has no result (its loss stopped being a number); the others go on. */
  | { readonly type: 'trial-failed'; readonly trialKey: string; readonly message: string }
  | { readonly type: 'finished'; readonly elapsedMs: number }
  | { readonly type: 'stopped' }
  | { readonly type: 'failed'; readonly failure: LabFailure }

/** The last event of a run, which has exactly one. */
export type ClosingEvent = Extract<LabEvent, { type: 'finished' | 'stopped' | 'failed' }>
/** Every event but the last. */
export type RunningEvent = Exclude<LabEvent, ClosingEvent>

export const isClosing = (event: LabEvent): event is ClosingEvent =>
  event.type === 'finished' || event.type === 'stopped' || event.type === 'failed'

export const failedBy = (kind: LabFailure['kind'], message: string): ClosingEvent => ({
  type: 'failed',
  failure: { kind, message },
})

export interface RunRequest {
  /** Trials of one sweep that are left to train, as it planned them. */
  readonly trials: readonly Trial[]
  readonly backend: BackendChoice
  /** The device's speed as `probe` measured it: populations are then packed by work too, so that steps are short on this device. */
  readonly speed?: DeviceSpeed | undefined
  /** Floating-point operations beyond those of its trials: of a reference model that its procedure trains. */
  readonly extraFlop?: number | undefined
  /** The arithmetic that the sweep began with, as its records name it: kept where the device has it. Unless given, the device's fastest. */
  readonly numerics?: string | undefined
  /** Whether the device may look for what is fastest on it; unless given, it may. */
  readonly tune?: boolean | undefined
  /** Trained models: kept alive by the thread that runs this, or handed over to the one that asked. Unless given, they are forgotten. */
  readonly models?: 'keep' | 'hand-over' | undefined
  /**
   * Steps after which every model's knowledge of its strings is told (`frame`), ascending; 0 is before the first. Somebody watches: the
   * thread that is asked trains, and waits for no pool to start.
   */
  readonly watch?: readonly number[] | undefined
  /** Whether to start also what is too large for the device (`core/sweep/too-large.ts`). */
  readonly force?: boolean | undefined
  /** The processor's kernels, for a worker of a pool: those that the thread which opened it has compiled and tested. */
  readonly kernels?: WebAssembly.Module | undefined
  /** For a worker of a pool that trains together with others, which get the same request: its place among them. */
  readonly seat?: CrewSeat | undefined
}

export interface DeviceReport extends PackingLimits {
  readonly backend: BackendInfo
  /** Speed of one population that trains alone. */
  readonly speed: DeviceSpeed
  /** Populations that may train side by side: one for each worker thread of a processor; 1 on a GPU. */
  readonly workers: number
}

/** The API of the lab worker, over Comlink. One run or benchmark at a time; sessions with models beside them. */
export interface LabWorkerApi extends ModelClient {
  /**
   * Opens the device, which compiles kernels on a GPU, and measures its speed by training a small model for a moment. Rejects where no device can be
   * opened. @param onCompiled kernels that are ready, of those that are tested.
   */
  probe(backend: BackendChoice, onCompiled: (done: number, of: number) => void): Promise<DeviceReport>
  /** Measures how fast device and processor train, in some ten seconds. Resolves with undefined where `stop` has ended it. */
  benchmark(
    backend: BackendChoice,
    onProgress: (progress: BenchmarkProgress) => void,
  ): Promise<BenchmarkReport | undefined>
  /** A benchmark's work for one thread of the processor. */
  timeThread(task: ThreadTask): Promise<ThreadTiming>
  /** Resolves when the run has ended; everything it has to say comes through `onEvent`. */
  run(request: RunRequest, onEvent: (event: LabEvent) => void): Promise<void>
  pause(): void
  resume(): void
  /** Ends a run or a benchmark after its current step. */
  stop(): void
}

/** The API of the import worker, over Comlink. */
export interface ImportWorkerApi {
  /** Hands over the good records of a file slice by slice, then says what else there was. */
  read(
    file: Blob,
    take: (records: readonly TrialRecord[]) => void | Promise<void>,
  ): Promise<Omit<ReadImport, 'records'>>
}
