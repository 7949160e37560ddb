/** Lanes in a browser: more workers of the script that runs here, so nothing is loaded twice and no second bundle is built. */
import type { Lanes } from '../runner/host'
import { openLane } from './open-lane'

export const LANE_NAME = 'plateau lane'

/** More would each cost a wasm heap, and a laptop's further cores are mostly halves of the same ones. */
const MAX_LANES = 8

/** Undefined where workers cannot start workers. */
export const workerLanes = (): Lanes | undefined =>
  typeof Worker === 'undefined'
    ? undefined
    : { count: Math.min(navigator.hardwareConcurrency, MAX_LANES), open: openWorkerLane }

function openWorkerLane() {
  const worker = new Worker(self.location.href, { type: 'module', name: LANE_NAME })
  return openLane({
    endpoint: worker,
    terminate: () => worker.terminate(),
    onLost(listener) {
      worker.addEventListener('error', ({ message }) => listener(message || 'no reason given'))
      worker.addEventListener('messageerror', () => listener('a message could not be read'))
    },
  })
}
