/** Where a sweep runs. Every host runs the same runSweep of the runtime; they differ in what stands around it. */
import type { BackendChoice } from '@/core/backends'
import type { DeviceReport, LabEvent, RunRequest } from '@/runtime/protocol'

export interface LabHost {
  /** Opens the device and measures its speed by training a small model for a moment. @throws Error where none can be opened. */
  probe(backend: BackendChoice): Promise<DeviceReport>
  /** Resolves when the sweep has ended; everything it has to say comes through `emit`. Aborting `signal` stops it. */
  run(request: RunRequest, signal: AbortSignal, emit: (event: LabEvent) => void): Promise<void>
  close(): Promise<void>
}

/** Tells a person something that is neither result nor failure. */
export type Note = (text: string) => void
