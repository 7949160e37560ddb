/** The plan on the processor. */
import { describe, expect, it } from 'vitest'
import { trainingStrings } from '@/core/dataset'
import { openBackend } from './backend'
import { nextTask } from './next-task'
import { createPlannedTrainer } from './plan/planned-trainer'
import { SELF_TEST_SHAPE } from './plan/self-test'
import { plannedTrainerContract } from './planned-trainer.contract'

const REQUEST = { choice: 'wasm', wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/' } as const

describe('the plan on the processor', () => plannedTrainerContract(REQUEST))

describe('an evaluation of several passes on the processor', () => {
  const tokensOf = (count: number) =>
    trainingStrings({ source: { id: 'uniform' }, vocab: 16, seqLen: 8, count, seed: 0 }).tokens
  const begin = async () => {
    const backend = await openBackend(REQUEST)
    const members = [{ seed: 0, tokens: tokensOf(4), learningRate: 0.01, batch: 4 }]
    const spec = { family: 'gpt2', shape: SELF_TEST_SHAPE, steps: 10, members }
    const trainer = await createPlannedTrainer(spec, backend.plan!.createMachine(), backend)
    return { trainer, evaluated: trainer.codeLengths([tokensOf(5000)]) }
  }

  it('lets messages in between', async () => {
    const { trainer, evaluated } = await begin()
    const first = await Promise.race([evaluated.then(() => 'its end'), nextTask().then(() => 'a message')])
    expect(first).toBe('a message')
    expect((await evaluated)[0]).toHaveLength(5000)
    trainer.dispose()
  })

  it('ends when the trainer is disposed of', async () => {
    const { trainer, evaluated } = await begin()
    trainer.dispose()
    await expect(evaluated).rejects.toThrow('aborted')
  })
})
