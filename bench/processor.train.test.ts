/** The processor's part from measurements to the table, and that its engines train the model that its rates are computed from. */
import { describe, expect, it } from 'vitest'
// The peers load it only when they are opened; here, so that no test's time limit pays for it.
import '@/engine/devices/backend'
import { nominalFlop } from '@/core/benchmark/models'
import type { EngineId } from './engines'
import type { Measurement } from './measure'
import { MODELS } from './models'
import { composed, plan } from './peers/processor'
import { processorTable } from './report'
import { processorRows } from './rows'

const NO_COUNTS = {
  dispatches: 0,
  submits: 0,
  passes: 0,
  bindGroups: 0,
  buffers: 0,
  pipelines: 0,
  writes: 0,
}
const NO_MEMORY = { steps: 1, before: { buffers: 0, bytes: 0 }, after: { buffers: 0, bytes: 0 } }

const measured = (engine: EngineId, median: number): Measurement => {
  const msPerStep = { lowest: median / 2, low: median, median, high: median, highest: 2 * median }
  return {
    engine,
    name: engine,
    model: 'Tiny-8',
    members: 1,
    batch: 8,
    kind: 'measured',
    adapter: '',
    lossRead: '',
    counts: NO_COUNTS,
    memory: NO_MEMORY,
    msPerStep,
    cpuMsPerStep: msPerStep,
    rounds: 9,
    loss: [2.5, 0.25],
  }
}

const failed: Measurement = {
  engine: 'jax-wasm',
  name: 'jax-wasm',
  model: 'Tiny-8',
  members: 1,
  batch: 8,
  kind: 'failed',
  reason: 'no memory',
}

describe('rows of the processor', () => {
  it('count 6 operations per parameter and token', () => {
    // 1,216 parameters, 8 strings of 8 tokens.
    expect(nominalFlop(MODELS['Tiny-8'])).toBe(6 * 1216 * 64)
  })

  it('hold each engine against composed ops', () => {
    const [fast, reference, last] = processorRows([measured('plan', 0.5), measured('composed', 4), failed])
    expect(fast).toEqual({
      engine: 'plan',
      model: 'Tiny-8',
      members: 1,
      rounds: 9,
      msPerStep: { median: 0.5, lowest: 0.25, highest: 1 },
      cpuMsPerStep: { median: 0.5, lowest: 0.25, highest: 1 },
      gflopPerSecond: (6 * 1216 * 64) / 0.5e6,
      timesTfjs: 8,
      loss: [2.5, 0.25],
    })
    expect(reference).toMatchObject({ engine: 'composed', timesTfjs: 1 })
    expect(last).toEqual({ engine: 'jax-wasm', model: 'Tiny-8', members: 1, reason: 'no memory' })
  })

  it('have no ratio where composed ops were not measured', () => {
    const [row] = processorRows([measured('plan', 0.5)])
    expect(row).not.toHaveProperty('timesTfjs')
    expect(processorTable([row!], 'a processor')).toContain('Plateau, plan')
  })

  it('stand in one table, with the lowest and the highest, and failures in words below', () => {
    const rows = processorRows([measured('plan', 0.5), measured('composed', 4), failed])
    const [title, header, first, second, failure] = processorTable(rows, 'a processor').split('\n')
    expect(title).toBe('Training on a processor')
    expect(header).toMatch(/^engine +model +ms\/step +lowest–highest/)
    expect(first).toMatch(/^Plateau, plan +Tiny-8 +0\.5 +0\.25–1 +0\.5 +0\.93 +8 × +2\.500 → 0\.250$/)
    expect(second).toMatch(/ 4 +2–8 +4 +0\.12 +1 × /)
    expect(failure).toBe('@jax-js/jax, jit, wasm, Tiny-8: not measured: no memory')
  })
})

it('trains the same model by the plan and by composed ops', async () => {
  const losses = []
  for (const peer of [plan, composed]) {
    const open = await peer.open(MODELS['Tiny-64'], 2)
    await open.step()
    losses.push(await open.settle())
    for (let call = 0; call < 20; call++) await open.step()
    // Not held back by the warm-up of a long run.
    expect(await open.settle()).toBeLessThan(losses.at(-1)! - 0.05)
    open.dispose()
  }
  // Weights are small at first: the model knows nothing of 16 symbols.
  expect(losses[0]).toBeCloseTo(Math.log(16), 1)
  expect(losses[0]).toBeCloseTo(losses[1]!, 4)
})
