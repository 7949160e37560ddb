/**
 * The lab in this process: Dawn (npm `webgpu`) reaches a GPU with no browser; wasm and cpu need no GPU. The globals that tf.js looks for
 * must stand before it is imported, which the runner does when it trains with it.
 */
import type { BackendChoice } from '@/core/backends'
import type { LabEvent, RunRequest } from '@/runtime/protocol'
import { createRunControl } from '@/runtime/runner/run-control'
import { CliError } from '../cli-error'
import { findingsFile } from '../files/findings-file'
import type { LabHost, Note } from './host'
import { prepareNodeHost } from './node-host'
import { nodePool } from './node-pool'
import { prepareSwiftShader } from './swiftshader'

/** @throws CliError where a GPU is asked for and there is none. */
export async function openDawnHost(backend: BackendChoice, note: Note): Promise<LabHost> {
  const host = { ...prepareNodeHost(), pool: nodePool, findings: findingsFile() }
  if (backend === 'auto' || backend === 'webgpu') await offerWebGpu(backend, note)
  const { runSweep } = await import('@/runtime/runner/run-sweep')
  const { probeDevice } = await import('@/runtime/runner/probe-device')
  return {
    probe: (choice) => probeDevice(choice, host),
    async run(request: RunRequest, signal: AbortSignal, emit: (event: LabEvent) => void) {
      const control = createRunControl()
      signal.addEventListener('abort', control.stop)
      if (signal.aborted) control.stop()
      await runSweep(request, host, control, emit)
    },
    close: () => Promise.resolve(),
  }
}

/** @throws CliError where WebGPU is insisted on and there is none. */
export async function offerWebGpu(backend: 'auto' | 'webgpu', note: Note): Promise<void> {
  const dawn = await import('webgpu').catch((error: unknown) => {
    if (backend === 'auto') return undefined
    throw new CliError(`the WebGPU library does not load on this machine: ${messageOf(error)}`)
  })
  if (!dawn) return
  Object.assign(globalThis, dawn.globals)
  let gpu = dawn.create([])
  // Where nobody insists on WebGPU, wasm is faster than a GPU that the processor imitates.
  if (backend === 'webgpu' && !(await gpu.requestAdapter())) {
    if (prepareSwiftShader(note)) gpu = dawn.create([SWIFTSHADER_OPTION])
    if (!(await gpu.requestAdapter())) {
      throw new CliError(
        'no WebGPU adapter: this machine shows no Vulkan, Metal or D3D12 device; try --backend wasm',
      )
    }
  }
  // Newer Nodes have a navigator, whose getter cannot be assigned to.
  const navigator: object = globalThis.navigator ?? {}
  Object.defineProperty(navigator, 'gpu', { value: gpu, configurable: true })
  Object.defineProperty(globalThis, 'navigator', { value: navigator, configurable: true })
}

/** Workgroup memory is not cleared before each workgroup: see `SWIFTSHADER_FLAGS`. */
const SWIFTSHADER_OPTION = 'enable-dawn-features=disable_workgroup_init'

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
