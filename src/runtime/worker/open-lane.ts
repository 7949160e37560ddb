/** A lane is a lab thread behind Comlink, in a browser and in Node alike. */
import { type Endpoint, proxy, wrap } from 'comlink'
import type { LabEvent, LabWorkerApi } from '../protocol'
import type { Lane } from '../runner/host'

export interface LaneThread {
  /** At its other end the API of lab-api.ts is exposed. */
  readonly endpoint: Endpoint
  terminate(): void
  /** Calls back, with the reason, if the thread ends by itself. */
  onLost(listener: (reason: string) => void): void
}

export function openLane({ endpoint, terminate, onLost }: LaneThread): Lane {
  const api = wrap<LabWorkerApi>(endpoint)
  /** Of the run under way. */
  let settle: ((end: LabEvent) => void) | undefined
  onLost((reason) =>
    settle?.({
      type: 'failed',
      failure: { kind: 'device-lost', message: `a training thread crashed: ${reason}` },
    }),
  )
  return {
    run: (request, emit) =>
      new Promise((resolve) => {
        settle = (end) => {
          settle = undefined
          emit(end)
          resolve()
        }
        // The call returns on another port than the events do: the run is over with its closing event.
        const receive = (event: LabEvent) => {
          if (event.type === 'finished' || event.type === 'stopped' || event.type === 'failed')
            settle?.(event)
          else if (settle) emit(event)
        }
        api.run(request, proxy(receive)).catch((error: unknown) => {
          const message = error instanceof Error ? error.message : String(error)
          settle?.({ type: 'failed', failure: { kind: 'internal', message } })
        })
      }),
    pause: () => void api.pause(),
    resume: () => void api.resume(),
    stop: () => void api.stop(),
    close() {
      terminate()
      settle?.({ type: 'stopped' })
    },
  }
}
