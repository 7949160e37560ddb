/** The machine on this thread, by the contract of all machines. */
import { beforeAll, describe, expect, it } from 'vitest'
import { machineContract } from './machine.contract'
import { createProcessorMachine } from './processor-machine'
import { compileProcessorKernels } from './processor-module'

let module: WebAssembly.Module
beforeAll(async () => {
  module = await compileProcessorKernels()
})

describe('a machine on the processor', () => {
  machineContract(() => createProcessorMachine(module), false)
})

it('refuses memory that is not the processor’s', () => {
  expect(() => createProcessorMachine(module).destroy({ bytes: 16 })).toThrow(TypeError)
})

it('finds room for new buffers where old ones lay', () => {
  const machine = createProcessorMachine(module)
  for (let i = 0; i < 300; i++) machine.destroy(machine.create('large', 2 ** 25))
  expect(machine.create('small', 4).bytes).toBe(4)
})
