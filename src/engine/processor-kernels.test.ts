/** Every kernel, every case, on the processor: against the same float64 references as on the GPU. */
import { beforeAll, describe, expect, it } from 'vitest'
import type { KernelCase } from './kernel'
import { worstValue } from './kernel-error'
import { kernels } from './kernels'
import { compileProcessorKernels, createProcessorInstance } from './plan/processor-module'

let module: WebAssembly.Module
beforeAll(async () => {
  module = await compileProcessorKernels()
})

function run({ program, buffers, uniforms }: KernelCase) {
  const instance = createProcessorInstance(module)
  const addresses = buffers.map((data) => {
    const address = instance.allocate(data.byteLength)
    new Uint8Array(instance.memory()).set(
      new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
      address,
    )
    return address
  })
  instance.bind(program, addresses, uniforms)()
  return Object.fromEntries(
    program.bindings.flatMap(({ name, access, type }, i) => {
      if (access === 'read') return []
      const Values = type === 'u32' || type === 'vec4u' ? Uint32Array : Float32Array
      return [[name, new Values(instance.memory(), addresses[i]!, buffers[i]!.length).slice()]]
    }),
  )
}

describe.each([...kernels.values()])('kernel $id on the processor', (kernel) => {
  it.each(kernel.cases())('$name', (test) => {
    const worst = worstValue(run(test), test.expected)
    expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(test.tolerance)
  })
})
