/** The surroundings that a benchmark needs: those of a browser's worker, or of Node. */
import type { ThreadTask, ThreadTiming } from '@/core/benchmark/thread-task'

/** A thread that works for the benchmark alone until it is closed. */
export interface BenchmarkThread {
  time(task: ThreadTask): Promise<ThreadTiming>
  close(): void
}

export interface BenchmarkHost {
  /** Addresses of tf.js's wasm binaries: a folder ending in `/`, or a URL for each file. */
  readonly wasmPaths: string | Readonly<Record<string, string>>
  /** Milliseconds, monotonic. */
  now(): number
  date(): Date
  /** Browser or Node, and system; the processor's name, empty where it is not told. */
  readonly machine: { readonly platform: string; readonly processor: string }
  /** Of the build; empty where it is not known. */
  readonly commit: string
  /** Threads of the processor, as many as the lab trains on; undefined where no thread can be started. */
  readonly pool: { readonly count: number; open(): BenchmarkThread } | undefined
}
