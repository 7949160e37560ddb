/** The machine on WebGPU, by the contract of all machines. */
import { beforeAll, describe, expect, it } from 'vitest'
import { requestDevice } from '../../devices/gpu-device'
import { machineContract } from '../../testing/machine.contract'
import { createGpuMachine } from './gpu-machine'

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
