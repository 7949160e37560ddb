/** The pool of workers in a browser: they run the script that runs here, so nothing is loaded twice and no second bundle is built. */
import { browserThread, openLink } from '../link'
import type { WorkerPool } from '../runner/host'

export const POOL_WORKER_NAME = 'plateau pool worker'

/** Each worker costs a wasm heap, and a laptop's further cores are mostly hyperthreads of the same ones. */
const MAX_WORKERS = 8

/** The pool of this worker; undefined where workers cannot start workers. */
export const browserPool = (): WorkerPool | undefined =>
  typeof Worker === 'undefined'
    ? undefined
    : {
        count: Math.min(navigator.hardwareConcurrency, MAX_WORKERS),
        open: () =>
          openLink(browserThread(new Worker(self.location.href, { type: 'module', name: POOL_WORKER_NAME }))),
      }
