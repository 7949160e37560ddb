/** The runner's host in Node. Whoever imports the runner calls this first: tf.js looks for globals when it is imported. */
import type { RunnerHost } from '@/runtime/runner/host'
import { wasmFolder } from './wasm-folder'

export function prepareNodeHost(): RunnerHost {
  const folder = wasmFolder()
  // tf.js looks for `self`; its wasm glue, written for CommonJS, for the folder that it lies in.
  Object.assign(globalThis, { self: globalThis, __dirname: folder })
  return { wasmPaths: folder, now: () => performance.now(), date: () => new Date() }
}
