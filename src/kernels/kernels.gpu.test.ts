/** Every kernel, every case, against its float64 reference. */
import { beforeAll, describe, expect, it } from 'vitest'
import { worstValue } from './kit/kernel-error'
import { runProgram } from './kit/run-program'
import { kernels } from './registry'

let device: GPUDevice
beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter()
  device = await adapter!.requestDevice()
})

describe.each([...kernels.values()])('kernel $id', (kernel) => {
  it.each(kernel.cases())('$name', async ({ program, buffers, uniforms, expected, tolerance }) => {
    expect(program.bindings.length).toBeLessThanOrEqual(8)
    const got = await runProgram(device, program, buffers, uniforms)
    expect(Object.keys(expected).length).toBeGreaterThan(0)
    const worst = worstValue(got, expected)
    expect(worst.error, JSON.stringify(worst)).toBeLessThanOrEqual(tolerance)
  })
})
