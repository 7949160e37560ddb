/** A benchmark's part on a GPU; here a processor imitates one, so nothing is said of how fast it is. */
import { beforeAll, expect, it } from 'vitest'
import type { PackingLimits } from '@/core/sweep/populations'
import { type Backend, openBackend } from '@/engine/devices/backend'
import { requestDevice } from '@/engine/devices/gpu-device'
import { measureProduct } from './roofline'
import { gpuMembers, timeOnGpu } from './time-gpu'

const going = new AbortController().signal

let backend: Backend
beforeAll(async () => {
  backend = await openBackend({ choice: 'webgpu', wasmPaths: '' })
})

it('trains a population by the plan, and names its arithmetic', async () => {
  const members = { model: 'XS', members: 2 } as const
  const timed = await timeOnGpu(members, backend, 0, () => performance.now(), going)
  expect(timed.flopPerSecond).toBeGreaterThan(0)
  expect(timed.numerics).toMatch(/^wgsl-/)
})

it('ends before the next burst when it is told to', async () => {
  const members = { model: 'XS', members: 2 } as const
  const timed = timeOnGpu(
    members,
    backend,
    0,
    () => performance.now(),
    AbortSignal.abort(new Error('stopped')),
  )
  await expect(timed).rejects.toThrow('stopped')
})

it('measures a matrix product', async () => {
  const adapter = await navigator.gpu.requestAdapter()
  const device = await requestDevice(adapter!)
  expect(await measureProduct(device, { matrixSize: 128, leastSeconds: 0 })).toBeGreaterThan(0)
  device.destroy()
})

it('trains as many at once as fit, and Quick’s never alone', () => {
  const limits: PackingLimits = { ragged: true, maxPadding: 1, maxMembers: 64, maxBytes: 2 ** 31 }
  expect(gpuMembers('XS', limits)).toEqual([1, 16])
  expect(gpuMembers('Quick-8', limits)).toEqual([16])
  const little = { ...limits, maxBytes: 2 ** 28 }
  const [some] = gpuMembers('Quick-16', little)
  expect(some).toBeLessThan(16)
  expect(some).toBeGreaterThan(1)
  expect(gpuMembers('S', { ...limits, maxMembers: 1 })).toEqual([1])
})
