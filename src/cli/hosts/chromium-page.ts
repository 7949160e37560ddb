/** The page of the chromium host: the runner, and nothing to see. */
import { createRunControl } from '@/runtime/runner/run-control'
import { runSweep } from '@/runtime/runner/run-sweep'
import { WASM_ROUTE } from './chromium-bridge'

const control = createRunControl()

globalThis.plateauLab = {
  async run(request) {
    const host = { wasmPaths: WASM_ROUTE, now: () => performance.now(), date: () => new Date() }
    let delivered = Promise.resolve()
    await runSweep(request, host, control, (event) => {
      delivered = delivered.then(() => plateauEmit(event))
    })
    await delivered
  },
  stop: control.stop,
}
