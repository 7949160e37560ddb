/** Where a sweep runs. Every host runs the same runSweep of the runtime; they differ in what stands around it. */
import type { LabEvent, RunRequest } from '@/runtime/protocol'

export interface LabHost {
  /** Resolves when the sweep has ended; everything it has to say comes through `emit`. Aborting `signal` stops it. */
  run(request: RunRequest, signal: AbortSignal, emit: (event: LabEvent) => void): Promise<void>
  close(): Promise<void>
}

/** Says something that a person should know and that is no result. */
export type Note = (text: string) => void
