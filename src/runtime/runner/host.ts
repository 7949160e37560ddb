/** The surroundings that the runner needs: those of a browser's worker, of Node, or of a headless page. */
import type { LabLink } from '../link'

export interface RunnerHost {
  /** Addresses of tf.js's wasm binaries: a folder ending in `/`, or a URL for each file. */
  readonly wasmPaths: string | Readonly<Record<string, string>>
  /** Milliseconds, monotonic. */
  now(): number
  date(): Date
  /** Browser or Node, and system: for the report of a benchmark. */
  readonly platform?: string
  /** Where what was found out about a device is kept for the next visit, if anywhere. */
  readonly findings?: DeviceFindings
  /** A pool of further threads to train on, where the host has one. */
  readonly pool?: WorkerPool
}

/** A small store by keys. What cannot be read or written is as good as absent: nothing here is needed. */
export interface DeviceFindings {
  read(key: string): Promise<string | undefined>
  write(key: string, value: string): Promise<void>
}

export interface WorkerPool {
  /** Number of workers: as many threads as the processor runs at once. Fewer are opened where memory does not suffice for all. */
  readonly count: number
  open(): PoolWorker
  /** Starts a worker that the next run will find ready, where starting one takes long. */
  warm?(): void
}

/** A worker thread of the pool: it runs sweeps as this thread does, one at a time. */
export type PoolWorker = Pick<LabLink, 'run' | 'pause' | 'resume' | 'stop' | 'timeThread' | 'close'>

/** How a run is paused and stopped from outside. */
export interface SweepControl {
  readonly signal: AbortSignal
  /** Resolves at once, or when a pause ends. */
  whileRunning(): Promise<void>
  /** Calls back when a pause begins (true) and when one ends (false), until the returned function is called. */
  onPause(listener: (paused: boolean) => void): () => void
}
