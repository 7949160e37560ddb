/** The machine on WebGPU, by the contract of all machines. */
import { beforeAll, describe, expect, it } from 'vitest'
import { requestDevice } from '../gpu-device'
import { createGpuMachine } from './gpu-machine'
import { machineContract } from './machine.contract'

let device: GPUDevice
beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter()
  if (!adapter) throw new Error('no adapter')
  device = await requestDevice(adapter)
})

describe('a machine on WebGPU', () => {
  machineContract(() => createGpuMachine(device), true)
})

it('refuses memory that is not on a GPU', () => {
  const machine = createGpuMachine(device)
  expect(() => machine.destroy({ bytes: 16 })).toThrow(TypeError)
  machine.dispose()
})
