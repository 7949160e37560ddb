/** The runner's host in a browser. */
import wasmPlain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'
import type { RunnerHost } from '../runner/host'

const absolute = (url: string): string => new URL(url, import.meta.url).href

export const browserHost: RunnerHost = {
  wasmPaths: {
    'tfjs-backend-wasm.wasm': absolute(wasmPlain),
    'tfjs-backend-wasm-simd.wasm': absolute(wasmSimd),
    // Never fetched, as threads are off; but tf.js refuses a map that leaves one out.
    'tfjs-backend-wasm-threaded-simd.wasm': absolute(wasmSimd),
  },
  now: () => performance.now(),
  date: () => new Date(),
}
