/** What the runner needs from where it runs: a browser's worker, Node, or a headless page. */
import type { LabLink } from '../link'

export interface RunnerHost {
  /** Where tf.js's wasm binaries are: a folder ending in `/`, or a URL for each file. */
  readonly wasmPaths: string | Readonly<Record<string, string>>
  /** Milliseconds, monotonic. */
  now(): number
  date(): Date
  /** Further threads to train on, where there are any. */
  readonly lanes?: Lanes
}

export interface Lanes {
  /** As many as the processor runs at once. */
  readonly count: number
  open(): Lane
}

/** A thread of its own that runs sweeps as this one does, one at a time. */
export type Lane = Pick<LabLink, 'run' | 'pause' | 'resume' | 'stop' | 'close'>

/** How a run is paused and stopped from outside. */
export interface SweepControl {
  readonly signal: AbortSignal
  /** Resolves at once, or when a pause ends. */
  whileRunning(): Promise<void>
  /** Calls back when a pause begins (true) and when one ends (false), until the returned function is called. */
  onPause(listener: (paused: boolean) => void): () => void
}
