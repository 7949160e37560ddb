/**
 * Opens the device that trains: the one that was asked for, or the first of `AUTO` that works and is worth it. Adapters that
 * are computed by the processor (SwiftShader, llvmpipe) are correct but slower than wasm, so `auto` passes over them.
 * The WebGPU device is ours, not tf.js's: its own registration asks for neither the adapter's limits nor news of a lost device.
 * tf.js is loaded where it trains, and nowhere else (docs/decisions/26-what-is-loaded-when.md).
 */
import type { BackendChoice, BackendId, SkippedBackend } from '@/core/backends'
import type { PackingLimits } from '@/core/sweep/populations'
import { raceAbort } from '../async/race-abort'
import type { PopulationSpec, PopulationTrainer, RaceDeviceLost } from '../contract/trainer'
import { createGpuDevice } from '../machines/gpu/gpu-machine'
import { createProcessorDevice } from '../machines/processor/processor-machine'
import { compileProcessorKernels } from '../machines/processor/processor-module'
import type { PlanDevice } from '../plan/machine'
import { OPENING_FAMILY, selfTest } from '../plan/self-test'
import { requestDevice } from './gpu-device'

export interface Backend {
  readonly name: BackendId
  /** The adapter or processor, in words. */
  readonly device: string
  readonly software: boolean
  /** Adapter and browser as exactly as they are told: what was found out about this device is remembered by it. Empty where nothing is. */
  readonly identity: string
  readonly skipped: readonly SkippedBackend[]
  /** Replays plans of fused kernels; undefined where nothing can, or the self-test failed. */
  readonly plan?: PlanDevice
  /** The processor's kernels, where they passed the self-test: for `BackendRequest.kernels` of other threads. */
  readonly kernels?: WebAssembly.Module | undefined
  /** Why the fused kernels are not used, in a sentence for the page; undefined where they are. */
  readonly notice?: string
  readonly limits: PackingLimits
  readonly raceDeviceLost: RaceDeviceLost
  /**
   * A trainer by composed ops: loads tf.js, which a plan does without.
   * @throws Error where another backend has been opened since: tf.js has one at a time, and a run that was stopped must not take it from the next.
   */
  createComposed(spec: PopulationSpec): Promise<PopulationTrainer>
}

/** The device went away (driver reset, sleep, another tab) or ran out of memory: what was not read back is gone. */
export class DeviceLostError extends Error {
  override readonly name = 'DeviceLostError'
  constructor(
    readonly kind: 'device-lost' | 'out-of-memory',
    message: string,
  ) {
    super(message)
  }
}

/** No backend could be opened; the message says why for each. */
export class NoBackendError extends Error {
  override readonly name = 'NoBackendError'
}

export interface BackendRequest {
  readonly choice: BackendChoice
  /** The folder of the wasm binaries, ending in `/`, or a URL for each file. */
  readonly wasmPaths: string | Readonly<Record<string, string>>
  /** The processor's kernels, as another thread of this process compiled and tested them: they are taken as they are. */
  readonly kernels?: WebAssembly.Module | undefined
  /** Called after each kernel that a GPU has compiled for its self-test, which takes seconds on some. */
  readonly onCompiled?: OnCompiled | undefined
}

type OnCompiled = (done: number, of: number) => void

interface Opened {
  readonly device: string
  readonly software: boolean
  readonly identity?: string
  readonly plan?: PlanDevice
  readonly notice?: string
  readonly limits?: PackingLimits
  readonly kernels?: WebAssembly.Module | undefined
  readonly lost?: Promise<DeviceLostError>
  /** Makes this the backend of tf.js. */
  select(): Promise<unknown>
}

const MEBIBYTE = 2 ** 20

const software = ({ software, device }: Opened): string | undefined =>
  software ? `${device} is computed by the processor: slower than wasm` : undefined

/**
 * What `auto` tries in turn; where it finds a GPU, the runner times that beside the processor (runtime/runner/open-device.ts). The plan on the processor stands before a GPU through WebGL: an eager step there takes 24 to 44 ms of
 * one core before the GPU has done anything (docs/tuning.md, Engine). Without the plan wasm is the slower of the two.
 */
const AUTO: readonly {
  readonly name: BackendId
  readonly refused?: (opened: Opened) => string | undefined
}[] = [
  { name: 'webgpu', refused: software },
  { name: 'wasm', refused: ({ plan }) => (plan ? undefined : 'without fused kernels slower than a GPU') },
  { name: 'webgl', refused: software },
  { name: 'wasm' },
  { name: 'cpu' },
]

/**
 * How large populations may be that train by composed ops. On the processor one member is best, also by the plan: its time is arithmetic, not
 * dispatches, and tf.js wasm's fast product takes one matrix at a time. On a GPU an eager step costs the same for one member as for many.
 */
export const COMPOSED_PACKING: Readonly<Record<BackendId, PackingLimits>> = {
  webgpu: { ragged: false, maxPadding: 2, maxMembers: 64, maxBytes: 1024 * MEBIBYTE },
  webgl: { ragged: false, maxPadding: 2, maxMembers: 32, maxBytes: 512 * MEBIBYTE },
  wasm: { ragged: false, maxPadding: 1, maxMembers: 1, maxBytes: 1536 * MEBIBYTE },
  cpu: { ragged: false, maxPadding: 1, maxMembers: 1, maxBytes: 1024 * MEBIBYTE },
}

const SOFTWARE_RENDERER = /swiftshader|llvmpipe|lavapipe|softpipe|software|basic render/i

let opening: Promise<unknown> = Promise.resolve()

/** One after another: tf.js has one backend at a time, and a run that was stopped while it opened one must not take it from the next. */
function inTurn<T>(open: () => Promise<T>): Promise<T> {
  const opened = opening.then(open)
  opening = opened.catch(() => undefined)
  return opened
}

/** Opens the backend that was asked for. @throws NoBackendError */
export const openBackend = (request: BackendRequest): Promise<Backend> => inTurn(() => openFirst(request))

/** The one that was opened last. */
let current: BackendId | undefined

/** Opens the first that works of those that were asked for. */
async function openFirst(request: BackendRequest): Promise<Backend> {
  const skipped = new Map<BackendId, string>()
  for (const { name, refused } of request.choice === 'auto' ? AUTO : [{ name: request.choice }]) {
    try {
      const opened = await openOnce(name, request)
      const reason = refused?.(opened)
      if (reason) {
        skipped.set(name, reason)
        continue
      }
      skipped.delete(name)
      current = name
      const raceDeviceLost = untilLost(opened.lost)
      return {
        name,
        skipped: Array.from(skipped, ([name, reason]) => ({ name, reason })),
        limits: COMPOSED_PACKING[name],
        identity: '',
        ...opened,
        raceDeviceLost,
        createComposed: (spec) =>
          inTurn(async () => {
            if (current !== name)
              throw new Error(`${current} was opened after ${name}, which is to train now`)
            await opened.select()
            const traits = { explicitTranspose: name === 'wasm' }
            return (await tfjs()).createComposedTrainer(spec, { traits, raceDeviceLost })
          }),
      }
    } catch (error) {
      skipped.set(name, error instanceof Error ? error.message : String(error))
    }
  }
  throw new NoBackendError(Array.from(skipped, ([name, reason]) => `${name}: ${reason}`).join('; '))
}

const alreadyOpen = new Map<BackendId, Opened>()

/** A thread opens each device once: probing, then running, must not ask the GPU twice. */
async function openOnce(name: BackendId, request: BackendRequest): Promise<Opened> {
  const known = alreadyOpen.get(name)
  if (known) {
    if (!known.plan) await known.select()
    return known
  }
  const opened = await OPEN[name](request)
  alreadyOpen.set(name, opened)
  return opened
}

const OPEN: Readonly<Record<BackendId, (request: BackendRequest) => Promise<Opened>>> = {
  webgpu: openWebGpu,
  webgl: openWebGl,
  async wasm({ wasmPaths, kernels: tested }) {
    const select = async () => (await tfjs()).selectWasm(wasmPaths)
    const limits = { ...COMPOSED_PACKING.wasm, ragged: true }
    const fused = tested
      ? { plan: createProcessorDevice(tested), limits }
      : await fusedPath(openProcessor, limits)
    if (!fused.plan) await select()
    const kernels = fused.plan && (tested ?? (await compileProcessorKernels()))
    const device = `processor, WebAssembly${hasSimd() ? ' with SIMD' : ''}`
    return { device, software: false, ...fused, kernels, select }
  },
  async cpu() {
    const select = async () => (await tfjs()).select('cpu')
    await select()
    return { device: 'processor, plain JavaScript', software: false, select }
  },
}

const tfjs = () => import('./tfjs')

/** A module whose one function uses an instruction of SIMD, as in wasm-feature-detect. */
const SIMD_MODULE = Uint8Array.of(
  ...[0, 97, 115, 109, 1, 0, 0, 0, 1, 5, 1, 96, 0, 1, 123, 3, 2, 1, 0, 10, 10, 1, 8, 0, 65, 0, 253, 15, 253],
  ...[98, 11],
)

const hasSimd = (): boolean => WebAssembly.validate(SIMD_MODULE)

/** @throws where there is no SIMD. */
async function openProcessor(): Promise<PlanDevice> {
  if (!hasSimd()) throw new Error('this browser or its processor has no SIMD in WebAssembly')
  return createProcessorDevice(await compileProcessorKernels())
}

/** Browsers offer WebGPU in secure contexts only (webgpu, 3.1). */
const PLAIN_HTTP =
  'browsers offer no WebGPU on a page that came over plain http: open it by https, or on this machine by localhost'

async function openWebGpu({ onCompiled }: BackendRequest): Promise<Opened> {
  const gpu = (globalThis.navigator as Navigator | undefined)?.gpu
  if (!gpu && globalThis.isSecureContext === false) throw new Error(PLAIN_HTTP)
  if (!gpu) throw new Error('this browser does not offer WebGPU here')
  const adapter = await gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Error('the browser offers WebGPU but no adapter: the GPU or its driver is refused')
  const device = await requestDevice(adapter)
  const select = async () => (await tfjs()).selectWebGpu(device, adapter.info)
  const { vendor, architecture, device: model, description } = adapter.info
  const name = description || [vendor, architecture].filter(Boolean).join(' ') || 'unnamed adapter'
  const software = adapter.info.isFallbackAdapter || SOFTWARE_RENDERER.test(`${name} ${architecture}`)
  const fused = await fusedPath(
    () => createGpuDevice(device, software),
    {
      ragged: true,
      maxPadding: 1,
      maxMembers: 64,
      // The largest buffer of a plan is at most half of its memory: activations and their gradients come in pairs.
      maxBytes: Math.min(2 ** 31, 2 * device.limits.maxStorageBufferBindingSize),
    },
    onCompiled,
  )
  if (!fused.plan) await select()
  return {
    device: name,
    software,
    identity: [vendor, architecture, model, description, navigator.userAgent].join('|'),
    ...fused,
    lost: lossOf(device),
    select,
  }
}

/** Opens the plan over fused kernels where the device computes them rightly; else a notice says why it does not. */
async function fusedPath(
  open: () => PlanDevice | Promise<PlanDevice>,
  limits: PackingLimits,
  onCompiled?: OnCompiled,
): Promise<Pick<Opened, 'plan' | 'notice' | 'limits'>> {
  const slower = (why: string) => ({ notice: `${why}: training runs on slower, general kernels.` })
  let plan: PlanDevice
  try {
    plan = await open()
  } catch (error) {
    return slower(`Fused kernels do not run here (${error instanceof Error ? error.message : String(error)})`)
  }
  const wrong = await selfTest(plan, OPENING_FAMILY, onCompiled)
  return wrong ? slower(`This device fails the self-test (${wrong})`) : { plan, limits }
}

/** Resolves once when the device is lost, runs out of memory or refuses a command. */
function lossOf(device: GPUDevice): Promise<DeviceLostError> {
  return new Promise((resolve) => {
    void device.lost.then(({ message }) =>
      resolve(new DeviceLostError('device-lost', message || 'the GPU device was lost')),
    )
    device.addEventListener('uncapturederror', ({ error }) => {
      const outOfMemory = error instanceof GPUOutOfMemoryError
      resolve(new DeviceLostError(outOfMemory ? 'out-of-memory' : 'device-lost', error.message))
    })
  })
}

async function openWebGl(): Promise<Opened> {
  if (typeof OffscreenCanvas === 'undefined' && !('document' in globalThis))
    throw new Error('there is no canvas here')
  const gl = await (await tfjs()).selectWebGl()
  const debug = gl.getExtension('WEBGL_debug_renderer_info')
  const device = String(gl.getParameter(debug ? debug.UNMASKED_RENDERER_WEBGL : gl.RENDERER))
  const lost = new Promise<DeviceLostError>((resolve) => {
    canvasOf(gl).addEventListener('webglcontextlost', () =>
      resolve(new DeviceLostError('device-lost', 'the WebGL context was lost')),
    )
  })
  return {
    device,
    software: SOFTWARE_RENDERER.test(device),
    lost,
    select: async () => (await tfjs()).select('webgl'),
  }
}

/** TypeScript's library for workers leaves a context's canvas out. */
function canvasOf(gl: object): EventTarget {
  if ('canvas' in gl && gl.canvas instanceof EventTarget) return gl.canvas
  throw new Error('this WebGL context has no canvas')
}

/** How long a failed read waits for news of a lost device: a loss makes pending reads fail too, and their errors may arrive first. */
const LOSS_NEWS_MS = 2000

function untilLost(lost: Promise<DeviceLostError> | undefined): RaceDeviceLost {
  if (!lost) return (result) => result
  const gone = new AbortController()
  void lost.then((error) => gone.abort(error))
  return (result) =>
    raceAbort(result, gone.signal).catch(async (error: unknown) => {
      const noLoss = new Promise<undefined>((resolve) => setTimeout(resolve, LOSS_NEWS_MS))
      throw (await Promise.race([lost, noLoss])) ?? error
    })
}
