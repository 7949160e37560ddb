/** The page of the chromium host: the runner, and nothing to see. */
import { runSweep } from '@/runtime/runner/run-sweep'
import { WASM_ROUTE } from './chromium-bridge'

const stopping = new AbortController()

globalThis.plateauLab = {
  async run(request) {
    const host = { wasmPaths: WASM_ROUTE, now: () => performance.now(), date: () => new Date() }
    const control = { signal: stopping.signal, whileRunning: () => Promise.resolve() }
    let delivered = Promise.resolve()
    await runSweep(request, host, control, (event) => {
      delivered = delivered.then(() => plateauEmit(event))
    })
    await delivered
  },
  stop: () => stopping.abort(),
}
