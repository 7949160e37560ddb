/** What a benchmark found out about a device: plain data, the same in a file, a link and `bench/results/devices/`. */
import type { BackendId } from '../backends'

/** What they are is in `models.ts`. */
export const BENCHMARK_MODEL_IDS = ['XS', 'S', 'Quick-8', 'Quick-16'] as const
export type BenchmarkModelId = (typeof BENCHMARK_MODEL_IDS)[number]

/** Who trains in a row: the page's GPU, one thread of the processor, or all threads, each with a model of its own. */
export const TRAINERS = ['gpu', 'thread', 'threads'] as const
export type Trainer = (typeof TRAINERS)[number]

export interface BenchmarkRow {
  readonly trainer: Trainer
  readonly model: BenchmarkModelId
  /** Models that train at the same time. */
  readonly members: number
  /** In which each of them advances by one step. */
  readonly msPerStep: number
}

export interface BenchmarkReport {
  readonly schemaVersion: 1
  /** Year, month, day. */
  readonly date: string
  /** Of the build; empty where it is not known. */
  readonly commit: string
  /** Browser or Node, and system. */
  readonly platform: string
  /** Its name where it is known: browsers do not tell. */
  readonly processor: string
  /** Of the pool: so many models train side by side on the processor. */
  readonly threads: number
  /** What was opened: a GPU, or the processor where none trains. */
  readonly backend: {
    readonly name: BackendId
    readonly device: string
    /** Whether the processor imitates a GPU. */
    readonly software: boolean
    readonly fused: boolean
  }
  /** The arithmetic of each trainer, as records name it. */
  readonly numerics: { readonly [trainer in Trainer]?: string | undefined }
  /**
   * What the hardware can do, operations a second: a GPU in a float32 matrix product under WGSL, threads of the processor in multiplications
   * and additions of 128-bit vectors.
   */
  readonly peaks: { readonly [trainer in Trainer]?: number | undefined }
  readonly rows: readonly BenchmarkRow[]
}

/** The names of machines are as long as their makers like. */
export const MAX_NAME = 160

export const printReport = (report: BenchmarkReport): string => `${JSON.stringify(report, undefined, 2)}\n`
