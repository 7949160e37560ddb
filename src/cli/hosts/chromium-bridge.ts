/** The functions by which the command line and the page in its headless Chromium call each other. */
import type { BackendChoice } from '@/core/backends'
import type { DeviceReport, LabEvent, RunRequest } from '@/runtime/protocol'

export interface PageLab {
  probe(backend: BackendChoice): Promise<DeviceReport>
  /** Resolves when the sweep has ended and every event has arrived. */
  run(request: RunRequest): Promise<void>
  stop(): void
}

declare global {
  /** Set by the page. */
  var plateauLab: PageLab
  /** Bound by the CLI. */
  var plateauEmit: (event: LabEvent) => Promise<void>
}

/** Where the CLI's server has tf.js's wasm binaries. */
export const WASM_ROUTE = '/wasm/'
