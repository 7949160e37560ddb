/** Every kernel, every case, against its float64 reference. */
import { beforeAll, describe, expect, it } from 'vitest'
import { kernels } from './kernels'
import { runProgram } from './run-program'

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
    for (const [name, want] of Object.entries(expected)) {
      const values = got[name]!
      expect(values).toHaveLength(want.length)
      let worst = { error: 0, at: -1, got: 0, want: 0 }
      for (let i = 0; i < want.length; i++) {
        if (Number.isNaN(want[i]!)) continue
        const difference = Math.abs(values[i]! - want[i]!) / Math.max(1, Math.abs(want[i]!))
        // NaN where a number was to come is as wrong as can be, and must not be forgotten at the next element.
        const error = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
        if (error > worst.error) worst = { error, at: i, got: values[i]!, want: want[i]! }
      }
      expect(worst.error, `${name}: ${JSON.stringify(worst)}`).toBeLessThanOrEqual(tolerance)
    }
  })
})
