/** The shared functions in WGSL. */
import { beforeAll, describe, expect, it } from 'vitest'
import { runProgram } from '@/kernels/kit/run-program'
import { sharedProgram } from './programs'
import type { SharedFunction, Vectors } from './vectors'
import vectors from './vectors.json'

let device: GPUDevice
beforeAll(async () => {
  const adapter = await navigator.gpu.requestAdapter()
  device = await adapter!.requestDevice()
})

/** @param rows arguments of each call. */
async function valuesOf(
  program: ReturnType<typeof sharedProgram>,
  rows: readonly (readonly number[])[],
): Promise<Uint32Array> {
  const got = await runProgram(
    device,
    program,
    [Uint32Array.from(rows.flat()), new Uint32Array(rows.length)],
    [],
  )
  return Uint32Array.from(got.results!)
}

describe('WGSL', () => {
  const { scheduleFactor, ...exact } = vectors

  it.each(Object.entries<Vectors>(exact))('%s, to the bit', async (name, { arguments: names, cases }) => {
    const rows = cases.map((one) => one.slice(0, -1))
    const program = sharedProgram(name as SharedFunction, rows.length, names.length)
    const got = await valuesOf(program, rows)
    expect(rows.map((row, i) => [...row, got[i]])).toEqual(cases)
  })

  it.each(scheduleFactor.cases)('scheduleFactor, to 3e-7: step %i of %i, cosine %i', async (...values) => {
    const [step, steps, cosine, factor] = values
    const program = sharedProgram('scheduleFactor', 1, 1, { steps: steps!, cosine: cosine === 1 })
    const [got] = new Float32Array((await valuesOf(program, [[step!]])).buffer)
    expect(Math.abs(got! - factor!)).toBeLessThan(3e-7)
  })
})
