/** Lanes in a browser: more workers of the script that runs here, so nothing is loaded twice and no second bundle is built. */
import { browserThread, openLink } from '../link'
import type { Lanes } from '../runner/host'

export const LANE_NAME = 'plateau lane'

/** Each lane costs a wasm heap, and a laptop's further cores are mostly hyperthreads of the same ones. */
const MAX_LANES = 8

/** The pool of this worker; undefined where workers cannot start workers. */
export const workerLanes = (): Lanes | undefined =>
  typeof Worker === 'undefined'
    ? undefined
    : {
        count: Math.min(navigator.hardwareConcurrency, MAX_LANES),
        open: () =>
          openLink(browserThread(new Worker(self.location.href, { type: 'module', name: LANE_NAME }))),
      }
