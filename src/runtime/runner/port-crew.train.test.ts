/** Threads that share a population's steps, here side by side on one: the bits are those of a trainer that is alone. */
import { createHash } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import type { PopulationSpec, PopulationTrainer } from '@/engine/contract/trainer'
import { createTrainer } from '@/engine/create-trainer'
import { type Backend, openBackend } from '@/engine/devices/backend'
import { exampleMember } from '@/engine/testing/example-members'
import { crewSeats, takeSeat } from './port-crew'

let backend: Backend
beforeAll(async () => {
  backend = await openBackend({
    choice: 'wasm',
    wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/',
  })
})

async function inCrew<T>(
  size: number,
  spec: PopulationSpec,
  act: (trainer: PopulationTrainer) => Promise<T>,
): Promise<T[]> {
  const crew = crewSeats(size).map(takeSeat)
  const trainers = await Promise.all(
    crew.map((own) => createTrainer(spec, backend, {}, size > 1 ? own : undefined)),
  )
  try {
    return await Promise.all(trainers.map(act))
  } finally {
    for (const trainer of trainers) trainer.dispose()
    for (const own of crew) own.close()
  }
}

const SHAPE = { layers: 1, width: 12, heads: 3, vocab: 17, seqLen: 8, tied: false }
const STEPS = 12

async function trainedBy(trainer: PopulationTrainer) {
  trainer.enqueue(5)
  trainer.enqueue(STEPS - 5)
  const { lossNats } = await trainer.takeLosses()
  const weights = await trainer.readWeights()
  return { losses: Array.from(lossNats), weights: weights.map(bitsOf) }
}

const bitsOf = (values: Float32Array) =>
  createHash('sha1').update(new Uint8Array(values.buffer)).digest('hex')

describe.each<{ name: string; spec: Partial<PopulationSpec>; sizes: readonly number[] }>([
  {
    name: 'a batch of powers of two',
    spec: { members: [exampleMember(SHAPE, 512, 0)] },
    sizes: [2, 3, 5, 8],
  },
  { name: 'a batch of odd size', spec: { members: [exampleMember(SHAPE, 999, 1)] }, sizes: [2, 3, 5, 8] },
  {
    name: 'odd sizes everywhere',
    spec: {
      shape: { ...SHAPE, seqLen: 7, layers: 2, vocab: 33 },
      members: [exampleMember({ ...SHAPE, seqLen: 7, vocab: 33 }, 601, 2)],
    },
    sizes: [2, 3],
  },
  {
    name: 'mini-batches',
    spec: { members: [exampleMember(SHAPE, 700, 3, { batch: 333, learningRate: 0.01 })] },
    sizes: [2, 3],
  },
  {
    name: 'members of unlike sizes',
    spec: {
      members: [301, 77, 513, 4].map((count, m) =>
        exampleMember(SHAPE, count, m, { batch: Math.min(count, 400) }),
      ),
    },
    sizes: [2, 3, 5],
  },
  {
    name: 'tied embeddings, and gradients that are clipped',
    spec: {
      shape: { ...SHAPE, tied: true },
      options: { ...RECIPE_OPTIONS, clipNorm: 0.01 },
      members: [exampleMember(SHAPE, 515, 4, { learningRate: 0.05 })],
    },
    sizes: [2, 3],
  },
  ...(['bfloat16-forward', 'float16-stored', 'bfloat16-stochastic'] as const).map((precision) => ({
    name: `weights of ${precision}`,
    spec: {
      options: { ...RECIPE_OPTIONS, precision },
      members: [exampleMember(SHAPE, 401, 5, { learningRate: 0.01 })],
    },
    sizes: [2, 3],
  })),
  ...['llama', 'phi', 'pythia'].map((family) => ({
    name: family,
    spec: {
      family,
      shape: { ...SHAPE, width: 24 },
      members: [exampleMember(SHAPE, 301, 6)],
    },
    sizes: [2],
  })),
])('$name', ({ spec: changes, sizes }) => {
  const spec = { family: 'gpt2', shape: SHAPE, steps: 100, members: [], ...changes }

  it.each(sizes)('has the bits of one thread on %d', async (size) => {
    const [alone] = await inCrew(1, spec, trainedBy)
    for (const own of await inCrew(size, spec, trainedBy)) expect(own).toEqual(alone)
  })
})
