/**
 * By which set of numerics a sweep is trained, on a device that a test plays: its sets all compute on the processor in truth, and the clock goes on
 * by what the test says that a step takes by each.
 */
import { describe, expect, it } from 'vitest'
import { exampleTrial } from '@/core/testing/example-record'
import { type Backend, openBackend } from '@/engine/devices/backend'
import type { NumericsSet, PlanDevice } from '@/engine/plan/machine'
import { KERNEL_SUMS, NORM_CHUNKS } from '@/engine/plan/numerics'
import type { RunRequest } from '../protocol'
import { withNumerics } from './choose-numerics'
import type { RunnerHost } from './host'

const WASM = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'
const POPULATIONS = [{ trials: [exampleTrial(), exampleTrial({ datasetSize: 16 })] }]

/** @param factors of each the milliseconds of its values, times those of the others; the default one first. NaN: its kernels do not run. */
async function played(...factors: readonly (readonly number[])[]) {
  const backend = await openBackend({ choice: 'wasm', wasmPaths: WASM })
  let now = 0
  /** Steps that each device was asked for. */
  const steps = new Map<string, number>()
  const found = new Map<string, string>()
  const host: RunnerHost = {
    wasmPaths: WASM,
    now: () => now,
    date: () => new Date(0),
    findings: {
      read: async (key) => found.get(key),
      async write(key, value) {
        found.set(key, value)
      },
    },
  }
  const deviceOf = (numerics: string, ms: number, splitRows: number): PlanDevice => ({
    createMachine() {
      const machine = backend.plan!.createMachine()
      return {
        ...machine,
        numerics,
        splitRows,
        async prepare(plan, onCompiled) {
          if (Number.isNaN(ms)) throw new Error('no such instruction')
          const replay = await machine.prepare(plan, onCompiled)
          return {
            ...replay,
            run(count) {
              steps.set(numerics, (steps.get(numerics) ?? 0) + count)
              now += count * ms
              replay.run(count)
            },
          }
        },
      }
    },
  })
  const choices = factors.reduce<readonly (readonly number[])[]>(
    (all, values) => all.flatMap((choice) => values.map((_, value) => [...choice, value])),
    [[]],
  )
  const sets: NumericsSet[] = []
  for (const choice of choices) {
    const [numerics, splitRows] = [`set-${choice.join('-')}`, 512 >> choice[0]!]
    const ms = choice.reduce((product, value, factor) => product * factors[factor]![value]!, 1)
    const device = { ...deviceOf(numerics, ms, splitRows), untuned: deviceOf(numerics, ms, splitRows) }
    const set = { numerics, splitRows, normChunks: NORM_CHUNKS, ...KERNEL_SUMS, choice }
    sets.push({ ...set, device: sets.length === 0 ? { ...device, sets } : device })
  }
  const gpu: Backend = { ...backend, name: 'webgpu', identity: 'a played GPU', plan: sets[0]!.device }
  return {
    found,
    steps,
    sets,
    now: host.now,
    async choose(request: Pick<RunRequest, 'numerics' | 'tune'> = {}, played: Partial<Backend> = {}) {
      const chosen = await withNumerics({ ...gpu, ...played }, POPULATIONS, request, host)
      const machine = chosen.plan!.createMachine()
      machine.dispose()
      return { name: machine.numerics, device: chosen.plan }
    },
  }
}

describe('the numerics of a sweep', () => {
  it('are those that save most, where one saves 15 %', async () => {
    const { choose, steps, found } = await played([1, 0.8, 0.6, 0.9])
    expect((await choose()).name).toBe('set-2')
    expect([...found.values()]).toEqual(['set-2'])
    // Three warm up, twice eight times three milliseconds; four in the self-test of all but the first.
    expect(steps.get('set-0')).toBeLessThan(60)
  })

  it('are found factor by factor, and what each adds must be worth it', async () => {
    const rows = [1, 0.7, 0.65, 1.1]
    const { choose, steps } = await played(rows, [1, 0.9, 0.99], [1, 0.97, 1.2])
    expect((await choose()).name).toBe('set-2-1-0')
    expect([...steps.keys()]).toEqual([
      'set-0-0-0',
      ...['set-1-0-0', 'set-2-0-0', 'set-3-0-0'],
      ...['set-2-1-0', 'set-2-2-0'],
      ...['set-2-1-1', 'set-2-1-2'],
    ])
  })

  it('may be made of factors that save enough together only', async () => {
    expect((await (await played([1, 0.92], [1, 0.91])).choose()).name).toBe('set-1-1')
    expect((await (await played([1, 0.94], [1, 0.94])).choose()).name).toBe('set-0-0')
    expect((await (await played([1, 0.7], [1, 0.97])).choose()).name).toBe('set-1-0')
  })

  it('leave a value at once that is slower, so that there is time for others', async () => {
    const { choose, steps } = await played([3, 1.9, 3.8, 7], [1, 0.8], [1, 0.8])
    expect((await choose()).name).toBe('set-1-1-1')
    // Four steps in the self-test, a batch that is fetched, one step to warm up.
    expect(steps.get('set-1-0-0')).toBe(6 + 8 + 8)
    expect(steps.get('set-2-0-0')).toBe(6 + 3)
    expect(steps.get('set-3-0-0')).toBe(6 + 2)
  })

  it('are the default ones where nothing saves as much, or all are alike', async () => {
    expect((await (await played([1, 0.9, 1.2])).choose()).name).toBe('set-0')
    expect((await (await played([1, 1, 1])).choose()).name).toBe('set-0')
  })

  it('are remembered for the device, and found anew for another', async () => {
    const { choose, steps, found } = await played([1, 0.5])
    await choose()
    steps.clear()
    expect((await choose()).name).toBe('set-1')
    expect(steps.size).toBe(0)
    expect((await choose({}, { identity: 'another' })).name).toBe('set-1')
    expect(steps.size).toBe(2)
    expect(found.size).toBe(2)
  })

  it('never are any that fail the self-test', async () => {
    const { choose } = await played([1, Number.NaN, 0.7])
    expect((await choose()).name).toBe('set-2')
    expect((await choose({ numerics: 'set-1' })).name).toBe('set-0')
  })

  it('stay those that the sweep began with, or the default ones where the device has no such', async () => {
    const { choose, found } = await played([1, 0.5, 1])
    expect((await choose({ numerics: 'set-2' })).name).toBe('set-2')
    expect((await choose({ numerics: 'set-0' })).name).toBe('set-0')
    expect((await choose({ numerics: '1' })).name).toBe('set-0')
    expect(found.size).toBe(0)
  })

  it('are the default ones, and nothing is looked for, with tuning off', async () => {
    const { choose, steps, sets } = await played([1, 0.5])
    const { name, device } = await choose({ tune: false })
    expect(name).toBe('set-0')
    expect(device).toBe(sets[0]!.device.untuned)
    expect(steps.size).toBe(0)
    expect((await choose({ tune: false, numerics: 'set-1' })).device).toBe(sets[1]!.device.untuned)
  })

  it('cost 300 ms at the most: fewer sets are tried where steps are long, or none', async () => {
    const tried = async (ms: number) => {
      const { choose, steps } = await played([ms, ms / 2, ms / 2, ms / 2])
      const { name } = await choose()
      return [name, steps.size]
    }
    expect(await tried(5)).toEqual(['set-1', 4])
    expect(await tried(6)).toEqual(['set-1', 3])
    expect(await tried(8)).toEqual(['set-1', 2])
    expect(await tried(9)).toEqual(['set-0', 1])
  })

  it.each([0.05, 1, 3.2, 4, 6, 9])(
    'cost no more where every value has to be looked at to the end, %f ms a step',
    async (ms) => {
      const [rows, others] = [
        [ms, 0.97 * ms, 0.97 * ms, 0.97 * ms],
        [1, 0.98, 0.98],
      ]
      const { choose, steps, now } = await played(rows, others, others)
      expect((await choose()).name).toBe('set-0-0-0')
      const selfTests = 4 * 0.98 * ms * (steps.size - 1)
      expect(now() - selfTests).toBeLessThanOrEqual(300 + 8 * ms)
    },
  )

  it('are not looked for where the processor computes the GPU, but kept', async () => {
    const { choose, steps } = await played([1, 0.5])
    expect((await choose({}, { software: true })).name).toBe('set-0')
    expect(steps.size).toBe(0)
    expect((await choose({ numerics: 'set-1' }, { software: true })).name).toBe('set-1')
  })

  it('are the default ones where the comparison itself fails, which is not remembered', async () => {
    const { choose, found } = await played([Number.NaN, 0.5])
    expect((await choose()).name).toBe('set-0')
    expect(found.size).toBe(0)
  })

  it('are as they were on a device with one set', async () => {
    const backend = await openBackend({ choice: 'wasm', wasmPaths: WASM })
    const host = { wasmPaths: WASM, now: () => 0, date: () => new Date(0) }
    expect((await withNumerics(backend, POPULATIONS, {}, host)).plan).toBe(backend.plan)
  })
})
