import { createRequire } from 'node:module'
import { dirname, join, sep } from 'node:path'

/** Where the installed tf.js keeps its wasm binaries, with a separator at the end. */
export function wasmFolder(): string {
  const manifest = createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm/package.json')
  return join(dirname(manifest), 'dist') + sep
}
