/** Precision on the plan, where the update rounds: by its own contract, and against the composed path, which rounds on the host. */
import { beforeAll, describe, expect, it } from 'vitest'
import { trainingStrings } from '@/core/dataset'
import { FORWARD } from '@/core/precision'
import { RECIPE_OPTIONS } from '@/core/recipe'
import { type Backend, openBackend } from './backend'
import { createComposedTrainer } from './composed-trainer'
import { createPlannedTrainer } from './plan/planned-trainer'
import { precisionContract } from './precision.contract'
import type { PopulationSpec, PopulationTrainer } from './trainer'
import { WASM_BINARIES } from './wasm-binaries'

let gpu: Backend
beforeAll(async () => {
  gpu = await openBackend({ choice: 'webgpu', wasmPaths: WASM_BINARIES })
})

describe('precision on the plan', () => {
  precisionContract((spec) => createPlannedTrainer(spec, gpu.gpu!, gpu))
})

const STEPS = 6

async function train(trainer: PopulationTrainer) {
  try {
    trainer.enqueue(STEPS)
    return { losses: (await trainer.takeLosses()).nats, weights: await trainer.readWeights() }
  } finally {
    trainer.dispose()
  }
}

it.each(['bfloat16-stored', 'float16-stored', ...FORWARD] as const)(
  'trains in %s as the composed path does',
  async (precision) => {
    const shape = { layers: 1, width: 8, heads: 2, vocab: 5, seqLen: 7, tied: false }
    const members = [13, 4].map((count, seed) => {
      const { tokens } = trainingStrings({ source: { id: 'uniform' }, vocab: 5, seqLen: 7, count, seed })
      return { seed, tokens, learningRate: 0.001, batch: count }
    })
    const options = { ...RECIPE_OPTIONS, precision }
    const spec: PopulationSpec = { family: 'gpt2', shape, steps: 40, members, options }
    const wasm = await openBackend({ choice: 'wasm', wasmPaths: WASM_BINARIES })
    const slow = await train(createComposedTrainer(spec, wasm))
    const fast = await train(await createPlannedTrainer(spec, gpu.gpu!, gpu))
    fast.losses.forEach((loss, i) => {
      expect(Math.abs(loss - slow.losses[i]!)).toBeLessThan(1e-4 * slow.losses[i]!)
    })
    for (const [m, own] of fast.weights.entries()) {
      // Where float32 lies near the middle of two numbers the paths may turn to either; every other weight is the same to the bit.
      const unlike = own.filter((value, i) => value !== slow.weights[m]![i])
      expect(unlike.length).toBeLessThan(0.01 * own.length)
    }
  },
)
