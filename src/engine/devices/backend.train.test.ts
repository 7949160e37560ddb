/** What a processor gets that cannot run the plan's kernels. Alone in its file: a thread opens each backend once. */
import { afterEach, expect, it, vi } from 'vitest'
import { openBackend } from './backend'

const wasmPaths = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'

it('trains by composed ops without SIMD, and says why', async () => {
  vi.spyOn(WebAssembly, 'validate').mockReturnValue(false)
  const { plan, notice, device, limits } = await openBackend({ choice: 'wasm', wasmPaths })
  expect(plan).toBeUndefined()
  expect(device).toBe('processor, WebAssembly')
  expect(limits.ragged).toBe(false)
  expect(notice).toBe(
    'Fused kernels do not run here (this browser or its processor has no SIMD in WebAssembly): training runs on slower, general kernels.',
  )
})

afterEach(() => {
  vi.unstubAllGlobals()
})

it('says what WebGPU needs where the page is not served over https', async () => {
  vi.stubGlobal('isSecureContext', false)
  const { skipped } = await openBackend({ choice: 'auto', wasmPaths })
  expect(skipped).toContainEqual({
    name: 'webgpu',
    reason: expect.stringMatching(/plain http: open it by https, or on this machine by localhost$/),
  })
})

it('then looks for a GPU through WebGL before it comes back to wasm', async () => {
  const { name, skipped } = await openBackend({ choice: 'auto', wasmPaths })
  expect(name).toBe('wasm')
  expect(skipped).toEqual([
    { name: 'webgpu', reason: 'this browser does not offer WebGPU here' },
    { name: 'webgl', reason: 'there is no canvas here' },
  ])
})
