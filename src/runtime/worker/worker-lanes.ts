/** Lanes in a browser: more workers of the script that runs here, so nothing is loaded twice and no second bundle is built. */
import { proxy, wrap } from 'comlink'
import type { LabEvent, LabWorkerApi } from '../protocol'
import type { Lane, Lanes } from '../runner/host'

export const LANE_NAME = 'plateau lane'

/** More would each cost a wasm heap, and a laptop's further cores are mostly halves of the same ones. */
const MAX_LANES = 8

/** What a lane needs of a Worker. */
export type LaneThread = Parameters<typeof wrap>[0] & { terminate(): void }

const startWorker = (): LaneThread => new Worker(self.location.href, { type: 'module', name: LANE_NAME })

/** Undefined where workers cannot start workers. */
export const workerLanes = (): Lanes | undefined =>
  typeof Worker === 'undefined'
    ? undefined
    : { count: Math.min(navigator.hardwareConcurrency, MAX_LANES), open: () => openLane(startWorker()) }

export function openLane(worker: LaneThread): Lane {
  const api = wrap<LabWorkerApi>(worker)
  let settle: ((event: LabEvent) => void) | undefined
  const lost = (event: object) =>
    settle?.({
      type: 'failed',
      failure: {
        kind: 'device-lost',
        message: `a worker crashed: ${'message' in event ? event.message : 'no reason given'}`,
      },
    })
  worker.addEventListener('error', lost)
  worker.addEventListener('messageerror', lost)
  return {
    run: (request, emit) =>
      new Promise((resolve) => {
        settle = (event) => {
          settle = undefined
          emit(event)
          resolve()
        }
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
      worker.terminate()
      settle?.({ type: 'stopped' })
    },
  }
}
