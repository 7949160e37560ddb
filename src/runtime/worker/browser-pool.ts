/** The pool of workers in a browser: they run the script that runs here, so nothing is loaded twice and no second bundle is built. */
import { browserThread, type LabLink, openLink } from '../link'
import type { WorkerPool } from '../runner/host'

export const POOL_WORKER_NAME = 'plateau pool worker'

const start = (): LabLink =>
  openLink(browserThread(new Worker(self.location.href, { type: 'module', name: POOL_WORKER_NAME })))

/** The pool of this worker; undefined where workers cannot start workers. */
export function browserPool(): WorkerPool | undefined {
  if (typeof Worker === 'undefined') return undefined
  let spare: LabLink | undefined
  return {
    count: navigator.hardwareConcurrency,
    open() {
      const worker = spare ?? start()
      spare = undefined
      return worker
    },
    // One: its first step is what somebody who has pressed Run waits for, and each that idles holds memory.
    warm() {
      if (spare) return
      const own = start()
      spare = own
      void own.gone.then(() => {
        if (spare === own) spare = undefined
      })
    },
  }
}
