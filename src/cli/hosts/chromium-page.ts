/** The page that the chromium host opens: the runner, with nothing on it to see. */
import { probeDevice } from '@/runtime/runner/probe-device'
import { createRunControl } from '@/runtime/runner/run-control'
import { runSweep } from '@/runtime/runner/run-sweep'
import { WASM_ROUTE } from './chromium-bridge'

const control = createRunControl()
const host = { wasmPaths: WASM_ROUTE, now: () => performance.now(), date: () => new Date() }

globalThis.plateauLab = {
  probe: (backend) => probeDevice(backend, host),
  async run(request) {
    let delivered = Promise.resolve()
    await runSweep(request, host, control, (event) => {
      delivered = delivered.then(() => plateauEmit(event))
    })
    await delivered
  },
  stop: control.stop,
}
