/** What the runner needs from where it runs: a browser's worker, Node, or a headless page. */
export interface RunnerHost {
  /** Where tf.js's wasm binaries are: a folder ending in `/`, or a URL for each file. */
  readonly wasmPaths: string | Readonly<Record<string, string>>
  /** Milliseconds, monotonic. */
  now(): number
  date(): Date
}

/** How a run is paused and stopped from outside. */
export interface SweepControl {
  readonly signal: AbortSignal
  /** Resolves at once, or when a pause ends. */
  whileRunning(): Promise<void>
}
