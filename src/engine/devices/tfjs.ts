/**
 * tf.js, made ready for composed ops on one of its backends. Only ever loaded by `import()`: it is nine tenths of the code that can train, and a
 * device that replays plans does without it.
 */
import * as tf from '@tensorflow/tfjs'
import { setWasmPaths } from '@tensorflow/tfjs-backend-wasm'
import type { BackendId } from '@/core/backends'

export { createComposedTrainer } from '../composed/composed-trainer'

// Without its hint, at every start in Node, to install another package.
tf.enableProdMode()

/** Makes it the backend that tf.js computes on. @throws Error where it cannot be started. */
export async function select(name: BackendId): Promise<void> {
  let opened = false
  try {
    opened = await tf.setBackend(name)
  } catch (error) {
    throw new Error(`could not be started (${error instanceof Error ? error.message : String(error)})`)
  }
  if (!opened) throw new Error('could not be started')
  await tf.ready()
}

/** @param wasmPaths see `BackendRequest`. */
export async function selectWasm(wasmPaths: string | Readonly<Record<string, string>>): Promise<void> {
  setWasmPaths(wasmPaths)
  // One thread: products of this size do not repay handing them out, and threads need cross-origin isolation.
  tf.env().set('WASM_HAS_MULTITHREAD_SUPPORT', false)
  await select('wasm')
}

let registered: GPUDevice | undefined

/** Computes on a device that is open already. */
export async function selectWebGpu(device: GPUDevice, info: GPUAdapterInfo): Promise<void> {
  if (registered !== device) {
    const { WebGPUBackend } = await import('@tensorflow/tfjs-backend-webgpu/dist/backend_webgpu')
    await import('@tensorflow/tfjs-backend-webgpu/dist/register_all_kernels')
    if (tf.findBackendFactory('webgpu')) tf.removeBackend('webgpu')
    tf.registerBackend('webgpu', () => new WebGPUBackend(device, info), 3)
    registered = device
  }
  await select('webgpu')
}

/** @returns the context that tf.js opens. @throws Error where there is none, or one that is too coarse. */
export async function selectWebGl(): Promise<WebGLRenderingContext | WebGL2RenderingContext> {
  await select('webgl')
  if (!tf.env().getBool('WEBGL_RENDER_FLOAT32_ENABLED'))
    throw new Error('this GPU computes in 16 bits only: too coarse to count bits')
  return contextOf(tf.backend())
}

/** tf.js keeps its context to itself. This is the one look inside: for the adapter's name, and to hear when it is lost. */
function contextOf(backend: object): WebGLRenderingContext | WebGL2RenderingContext {
  const gpgpu = 'gpgpu' in backend ? backend.gpgpu : undefined
  const gl = gpgpu instanceof Object && 'gl' in gpgpu ? gpgpu.gl : undefined
  if (gl instanceof WebGL2RenderingContext || gl instanceof WebGLRenderingContext) return gl
  throw new Error('this version of tf.js does not show its WebGL context')
}
