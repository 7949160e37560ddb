/** A pool of real workers behind real ports, which take turns on the thread of the test. */
import { expose } from 'comlink'
import { type LabLink, openLink } from '../link'
import type { RunnerHost } from '../runner/host'
import { createLabApi } from '../worker/lab-api'

export const nodeTestHost: RunnerHost = {
  wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/',
  now: () => performance.now(),
  date: () => new Date('2026-01-01T00:00:00Z'),
}

/** The pool, and for each worker that was opened what loses it. */
export function portPool(count: number) {
  const losses: (() => void)[] = []
  const open = (): LabLink => openPortThread(nodeTestHost, losses)
  return { pool: { count, open }, losses }
}

/** @param losses takes what ends the thread as a crash would. */
export function openPortThread(host: RunnerHost, losses: (() => void)[] = []): LabLink {
  const { port1, port2 } = new MessageChannel()
  const api = createLabApi(host)
  expose(api, port1)
  return openLink({
    endpoint: port2,
    terminate() {
      api.stop()
      port1.close()
      port2.close()
    },
    onLost: (listener) => void losses.push(() => listener('the test ended it')),
  })
}
