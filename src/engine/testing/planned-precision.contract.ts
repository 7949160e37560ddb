/** Precision on the plan, where the update rounds: by its own contract, and against the composed path, which rounds on the host. */
import { beforeAll, describe, expect, it } from 'vitest'
import { trainingStrings } from '@/core/data/dataset'
import { familyById } from '@/core/model/families'
import type { ModelShape } from '@/core/model/family'
import { FORWARD } from '@/core/model/precision'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { elementCount } from '../contract/parameters'
import type { PopulationSpec, PopulationTrainer } from '../contract/trainer'
import { type Backend, type BackendRequest, openBackend } from '../devices/backend'
import { createPlannedTrainer } from '../plan/planned-trainer'
import { precisionContract } from './precision.contract'

const STEPS = 6

async function train(trainer: PopulationTrainer) {
  try {
    trainer.enqueue(STEPS)
    return { losses: (await trainer.takeLosses()).lossNats, weights: await trainer.readWeights() }
  } finally {
    trainer.dispose()
  }
}

/** The place of a parameter in one member's weights. */
function parameterRange(name: string, shape: ModelShape) {
  const specs = familyById('gpt2').parameters(shape)
  const at = specs.findIndex((spec) => spec.name === name)
  const first = specs.slice(0, at).reduce((sum, spec) => sum + elementCount(spec), 0)
  return { first, size: elementCount(specs[at]!) }
}

/** @param request of a backend with a plan. */
export function plannedPrecisionContract(request: BackendRequest): void {
  let device: Backend
  beforeAll(async () => {
    device = await openBackend(request)
  })

  describe('precision on the plan', () => {
    precisionContract((spec) => createPlannedTrainer(spec, device.plan!.createMachine(), device))
  })

  it.each(['bfloat16-stored', 'float16-stored', ...FORWARD] as const)(
    'trains in %s as the composed path does',
    async (precision) => {
      const shape: ModelShape = { layers: 1, width: 8, heads: 2, vocab: 5, seqLen: 7, tied: false }
      const members = [13, 4].map((count, seed) => {
        const { tokens } = trainingStrings({ source: { id: 'uniform' }, vocab: 5, seqLen: 7, count, seed })
        return { seed, tokens, learningRate: 0.001, batch: count }
      })
      const options = { ...RECIPE_OPTIONS, precision }
      const spec: PopulationSpec = { family: 'gpt2', shape, steps: 40, members, options }
      const wasm = await openBackend({ ...request, choice: 'wasm' })
      const slow = await train(await wasm.createComposed(spec))
      const fast = await train(await createPlannedTrainer(spec, device.plan!.createMachine(), device))
      fast.losses.forEach((loss, i) => {
        expect(Math.abs(loss - slow.losses[i]!)).toBeLessThan(1e-5 * slow.losses[i]!)
      })
      // No loss depends on the bias of the keys: its gradient is what float32 leaves of 0, and AdamW goes by its sign.
      const qkv = parameterRange('h0.qkv.bias', shape)
      const isKeyBias = (i: number) => i >= qkv.first + qkv.size / 3 && i < qkv.first + (2 * qkv.size) / 3
      for (const [m, own] of fast.weights.entries()) {
        const unlike = [...own.keys()].filter((i) => own[i] !== slow.weights[m]![i] && !isKeyBias(i))
        // A weight that lies in the middle of two numbers may turn to either; all others are the same to the bit.
        expect(unlike.length).toBeLessThanOrEqual(2)
      }
    },
  )
}
