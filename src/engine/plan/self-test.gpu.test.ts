/**
 * Real GPUs compute exp, log and roots more coarsely than SwiftShader: WGSL allows errors of 3 + 2|x| units in the last place for exp(x),
 * 2 for inverseSqrt (and sqrt as its inverse), 2⁻²¹ for log. The self-test must not refuse such a device.
 */
import { expect, it } from 'vitest'
import { families } from '@/core/model/families'
import { requestDevice } from '../devices/gpu-device'
import { createGpuDevice, createGpuMachine } from '../machines/gpu/gpu-machine'
import type { PlanDevice } from './machine'
import { selfTest } from './self-test'

/** All that is allowed, and always in one direction, in which errors add up; for exp at |x| = 10. */
const COARSE: readonly (readonly [call: RegExp, coarse: string])[] = [
  [/\bexp\(/g, '(1.0 + 2.8e-6) * exp('],
  [/\blog\(/g, '4.8e-7 + log('],
  [/\binverseSqrt\(/g, '(1.0 - 2.4e-7) * inverseSqrt('],
  [/\bsqrt\(/g, '(1.0 + 5.4e-7) * sqrt('],
]

it.each(['gpt2', 'llama'])('a device as coarse as WGSL allows may train %s', async (family) => {
  const adapter = await navigator.gpu.requestAdapter()
  const device = await requestDevice(adapter!)
  const changed = new Set<RegExp>()
  const coarsen = (wgsl: string) =>
    COARSE.reduce((text, [call, coarse]) => {
      const own = text.replaceAll(call, coarse)
      if (own !== text) changed.add(call)
      return own
    }, wgsl)
  const coarse: PlanDevice = {
    createMachine() {
      const machine = createGpuMachine(device)
      return {
        ...machine,
        prepare: (records, onCompiled) =>
          machine.prepare(
            records.map((record) => ({
              ...record,
              program: { ...record.program, wgsl: coarsen(record.program.wgsl) },
            })),
            onCompiled,
          ),
      }
    },
  }
  expect(await selfTest(coarse, family)).toBeUndefined()
  expect(changed.size).toBe(COARSE.length)
  device.destroy()
})

it.each([...families.keys()])(
  'trains %s rightly by each of its sets of numerics, which have names of their own',
  async (family) => {
    const adapter = await navigator.gpu.requestAdapter()
    const device = await requestDevice(adapter!)
    const sets = createGpuDevice(device, true).sets!
    expect(sets.length).toBeGreaterThan(1)
    for (const { device: own, ...numerics } of sets) {
      const machine = own.createMachine()
      expect(machine).toMatchObject(numerics)
      machine.dispose()
      expect(await selfTest(own, family), numerics.numerics).toBeUndefined()
    }
    expect(new Set(sets.map(({ numerics }) => numerics)).size).toBe(sets.length)
    const byQuads = sets.filter(({ rowSums }) => rowSums === 'quads')
    expect(byQuads.length > 0).toBe(adapter!.features.has('subgroups'))
    device.destroy()
  },
)
