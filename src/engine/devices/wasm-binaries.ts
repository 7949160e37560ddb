/** Where the browser finds tf.js's wasm binaries: beside the script, under the names that the build gives them. */
import wasmPlain from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm?url'
import wasmSimd from '@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm-simd.wasm?url'

const absolute = (url: string): string => new URL(url, import.meta.url).href

export const WASM_BINARIES: Readonly<Record<string, string>> = {
  'tfjs-backend-wasm.wasm': absolute(wasmPlain),
  'tfjs-backend-wasm-simd.wasm': absolute(wasmSimd),
  // Never fetched, as threads are off; but tf.js refuses a map that leaves one out.
  'tfjs-backend-wasm-threaded-simd.wasm': absolute(wasmSimd),
}
