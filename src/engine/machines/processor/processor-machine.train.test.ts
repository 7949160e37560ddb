/** The machine on this thread, by the contract of all machines. */
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { MachineFullError, type PlanDevice } from '../../plan/machine'
import { machineContract } from '../../testing/machine.contract'
import { createProcessorDevice } from './processor-machine'
import { compileProcessorKernels } from './processor-module'

let module: WebAssembly.Module
let device: PlanDevice
beforeAll(async () => {
  module = await compileProcessorKernels()
})
beforeEach(() => {
  device = createProcessorDevice(module)
})

describe('a machine on the processor', () => {
  machineContract(() => device.createMachine(), false)
})

it('refuses memory that is not the processor’s', () => {
  expect(() => device.createMachine().destroy({ bytes: 16 })).toThrow(TypeError)
})

it('finds room for new buffers where old ones lay', () => {
  const machine = device.createMachine()
  for (let i = 0; i < 300; i++) machine.destroy(machine.create('large', 2 ** 25))
  expect(machine.create('small', 4).bytes).toBe(4)
})

it('gives buffers of half a gigabyte all their room, also where a smaller one lay', async () => {
  const machine = device.createMachine()
  const smaller = machine.create('smaller', 520 * 2 ** 20)
  const fence = machine.create('fence', 16, Float32Array.of(1, 2, 3, 4))
  machine.destroy(smaller)
  const larger = machine.create('larger', 540 * 2 ** 20)
  machine.write(larger, Float32Array.of(5), larger.bytes - 4)
  expect([...(await machine.read(fence, 16))]).toEqual([1, 2, 3, 4])
  expect([...(await machine.read(larger, 4, larger.bytes - 4))]).toEqual([5])
})

describe('instances of the kernels', () => {
  const instances: WebAssembly.Instance[] = []
  class Counted extends WebAssembly.Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports)
      instances.push(this)
    }
  }
  beforeEach(() => {
    instances.length = 0
    vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Instance: { value: Counted } }))
  })
  afterEach(() => {
    vi.unstubAllGlobals()
  })

  it('go from machine to machine, with zeroed memory, and never to two at once', async () => {
    for (let i = 0; i < 5; i++) {
      const machine = device.createMachine()
      const buffer = machine.create('some', 16)
      expect([...(await machine.read(buffer, 16))]).toEqual([0, 0, 0, 0])
      machine.write(buffer, Float32Array.of(1, 2, 3, 4))
      machine.destroy(buffer)
      machine.dispose()
    }
    expect(instances).toHaveLength(1)
    device.createMachine()
    device.createMachine()
    expect(instances).toHaveLength(2)
  })

  it.each([
    ['memory does not grow', 2 ** 24],
    ['nothing so large has a place', 2 ** 30],
    ['no address is so far', 2 ** 32 + 16],
  ])('say so where %s; one that failed is not used again', (_, bytes) => {
    const machine = device.createMachine()
    machine.create('the first', 4)
    const { memory } = instances[0]!.exports as { memory: WebAssembly.Memory }
    // All that there can be, past what the allocator has; the system gives it only where it is written to.
    memory.grow(65_536 - memory.buffer.byteLength / 65_536)
    expect(() => machine.create('too large', bytes)).toThrow(MachineFullError)
    machine.dispose()
    device.createMachine()
    expect(instances).toHaveLength(bytes < 2 ** 32 ? 2 : 1)
  })
})
