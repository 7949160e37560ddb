/**
 * Which device `auto` takes, on devices that a test plays: both are the processor in truth, one of them calls itself WebGPU, and the clock goes
 * on by what the test says that a step takes on either.
 */
import { expect, it } from 'vitest'
import { type Backend, type BackendRequest, openBackend } from '@/engine/devices/backend'
import type { RunnerHost } from './host'
import { openDevice } from './open-device'

interface Machine {
  /** Milliseconds of the clock between two looks at it. */
  readonly gpuMs: number
  readonly processorMs: number
  readonly threads?: number
  readonly gpu?: Partial<Backend>
}

const openNoThread = (): never => {
  throw new Error('no thread is opened to decide')
}

function machine({ gpuMs, processorMs, threads, gpu }: Machine) {
  const opened: string[] = []
  let now = 0
  let stepMs = 0
  const host: RunnerHost = {
    wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/',
    now: () => {
      now += stepMs
      return now
    },
    date: () => new Date(0),
    ...(threads === undefined ? {} : { pool: { count: threads, open: openNoThread } }),
  }
  const open = async (request: BackendRequest): Promise<Backend> => {
    opened.push(request.choice)
    stepMs = request.choice === 'auto' ? gpuMs : processorMs
    const processor = await openBackend({ ...request, choice: 'wasm' })
    return request.choice === 'auto' ? { ...processor, name: 'webgpu', device: 'a GPU', ...gpu } : processor
  }
  return { opened, auto: () => openDevice({ choice: 'auto' }, host, open), host, open }
}

it('is a GPU that is faster, and it is selected again after the processor was tried', async () => {
  const { auto, opened } = machine({ gpuMs: 10, processorMs: 30 })
  expect(await auto()).toMatchObject({ name: 'webgpu', device: 'a GPU', skipped: [] })
  expect(opened).toEqual(['auto', 'wasm', 'auto'])
})

it('is the processor where the GPU is slower, and says why', async () => {
  const { auto } = machine({ gpuMs: 30, processorMs: 10 })
  const { name, skipped } = await auto()
  expect(name).toBe('wasm')
  expect(skipped).toEqual([
    {
      name: 'webgpu',
      works: true,
      reason: expect.stringMatching(
        /^slower than this machine’s processor at small models \(\d+ against \d+ ms/,
      ),
    },
  ])
})

it('counts with all threads of the processor', async () => {
  const alone = await machine({ gpuMs: 10, processorMs: 30, threads: 2 }).auto()
  expect(alone.name).toBe('webgpu')
  const { name, skipped } = await machine({ gpuMs: 10, processorMs: 30, threads: 8 }).auto()
  expect(name).toBe('wasm')
  expect(skipped).toHaveLength(1)
})

it('is decided once on each thread, so that a run trains where its probe said', async () => {
  const { auto, opened } = machine({ gpuMs: 30, processorMs: 10 })
  expect((await auto()).name).toBe('wasm')
  opened.length = 0
  expect((await auto()).name).toBe('wasm')
  expect(opened).toEqual(['auto', 'wasm'])
})

it('is the GPU where the comparison itself fails: what trains next will say what is wrong', async () => {
  const raceDeviceLost = () => Promise.reject(new Error('the GPU was lost'))
  const { auto } = machine({ gpuMs: 30, processorMs: 10, gpu: { raceDeviceLost } })
  expect((await auto()).name).toBe('webgpu')
})

it('is asked only where the choice is open', async () => {
  const { host, open, opened } = machine({ gpuMs: 30, processorMs: 10 })
  expect((await openDevice({ choice: 'wasm' }, host, open)).name).toBe('wasm')
  expect(opened).toEqual(['wasm'])
})
