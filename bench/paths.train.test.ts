/** The comparison itself, on the processor: which device computes makes no difference to what is trained. */
import { expect, it } from 'vitest'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import { openBackend } from '@/engine/devices/backend'
import { comparePaths } from './paths'
import { pathsTable } from './report'

const capacity = experimentById('capacity')
const trials = capacity
  .plan({ ...presetById(capacity, 'tiny').config, seeds: [0] })
  .filter(({ datasetSize }) => datasetSize <= 32)

const openWasm = () =>
  openBackend({ choice: 'wasm', wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/' })

it('trains the same trials as far by both paths', async () => {
  const { plan, composed, ...rest } = await comparePaths(await openWasm(), trials, 2, 2)
  expect(rest).toMatchObject({
    device: expect.stringContaining('WebAssembly'),
    trials: trials.length,
    steps: 4,
    rounds: 2,
  })
  expect(rest.ratios).toHaveLength(2)
  expect(rest.ratio).toBeCloseTo(composed.seconds / plan.seconds)
  for (const { populations, losses } of [plan, composed]) {
    // On the processor each trial trains by itself.
    expect(populations).toBe(trials.length)
    expect(losses).toHaveLength(trials.length)
  }
  for (const [i, nats] of plan.losses.entries()) {
    // Five steps in all: the model has begun to learn 16 symbols, and rounding has not begun to tell.
    expect(nats).toBeLessThan(Math.log(16))
    expect(Math.abs(nats / composed.losses[i]! - 1)).toBeLessThan(1e-5)
  }
})

it('is refused where nothing replays plans', async () => {
  const { plan: _, ...backend } = await openWasm()
  await expect(comparePaths({ ...backend, notice: 'no plan here' }, trials, 1, 1)).rejects.toThrow(
    'no plan here',
  )
})

it('is printed with its ratio and what both came to', () => {
  const path = (populations: number, seconds: number) => ({ populations, seconds, losses: [1, 2] })
  const compared = {
    device: 'a card',
    trials: 2,
    steps: 30,
    rounds: 2,
    plan: path(1, 0.3),
    composed: path(3, 6),
  }
  const [title, , plan, composed] = pathsTable({ ...compared, ratio: 20, ratios: [15, 25] }).split('\n')
  expect(title).toContain('30 steps of all, on a card: composed ops take 20 × the plan')
  expect(title).toContain('(15, 25 in the rounds)')
  expect(plan).toMatch(/^plan +1 +0\.3 +10\.0 +1\.500$/)
  expect(composed).toMatch(/^composed ops, tf\.js +3 +6 +200\.0 +1\.500$/)
})
