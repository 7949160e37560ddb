/** The lab's worker: the runner behind Comlink. Strings are generated and models trained here, never on the page's thread. */
import wasmPlain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import * as Comlink from 'comlink'
import type { LabWorkerApi } from '../protocol'
import type { RunnerHost } from '../runner/host'
import { probeDevice } from '../runner/probe-device'
import { createRunControl } from '../runner/run-control'
import { runSweep } from '../runner/run-sweep'

const host: RunnerHost = {
  wasmPaths: {
    'tfjs-backend-wasm.wasm': absolute(wasmPlain),
    'tfjs-backend-wasm-simd.wasm': absolute(wasmSimd),
    // Never fetched, as threads are off; but tf.js refuses a map that leaves one out.
    'tfjs-backend-wasm-threaded-simd.wasm': absolute(wasmSimd),
  },
  now: () => performance.now(),
  date: () => new Date(),
}

function absolute(url: string): string {
  return new URL(url, import.meta.url).href
}

let control = createRunControl()

Comlink.expose({
  probe: (choice) => probeDevice(choice, host),
  async run(request, onEvent) {
    control = createRunControl()
    await runSweep(request, host, control, onEvent)
  },
  pause: () => control.pause(),
  resume: () => control.resume(),
  stop: () => control.stop(),
} satisfies LabWorkerApi)
