/** The card's own rates cannot be known without a card, but that Dawn takes the programs can. */
import { beforeAll, expect, it } from 'vitest'
import { measureRoofline } from '@/measure/roofline'
import { openDawn } from './dawn'
import { openDevice } from './peers/plateau'

const LITTLE = { matrixSize: 256, leastSeconds: 0.002 }

let device: GPUDevice
beforeAll(async () => {
  await openDawn('null')
  device = await openDevice()
})

it('measures with programs and buffers that WebGPU takes', async () => {
  const { bytesPerSecond, flopPerSecond } = await measureRoofline(device, { ...LITTLE, copyBytes: 2 ** 24 })
  expect(bytesPerSecond).toBeGreaterThan(0)
  expect(flopPerSecond).toBeGreaterThan(0)
})

it('has no rate where a buffer is larger than the card takes', async () => {
  const copyBytes = 4 * device.limits.maxStorageBufferBindingSize
  await expect(measureRoofline(device, { ...LITTLE, copyBytes })).rejects.toThrow()
})
