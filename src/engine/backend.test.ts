/** What a processor gets that cannot run the plan's kernels. Alone in its file: a thread opens each backend once. */
import * as tf from '@tensorflow/tfjs'
import { expect, it } from 'vitest'
import { openBackend } from './backend'

it('trains by composed ops without SIMD, and says why', async () => {
  tf.env().set('WASM_HAS_SIMD_SUPPORT', false)
  const wasmPaths = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'
  const { plan, notice, device, limits } = await openBackend({ choice: 'wasm', wasmPaths })
  expect(plan).toBeUndefined()
  expect(device).toBe('processor, WebAssembly')
  expect(limits.ragged).toBe(false)
  expect(notice).toBe(
    'Fused kernels do not run here (this browser or its processor has no SIMD in WebAssembly): training runs on slower, general kernels.',
  )
})
