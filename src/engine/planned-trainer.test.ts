/** The plan on the processor. */
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it, vi } from 'vitest'
import { trainingStrings } from '@/core/dataset'
import { openBackend } from './backend'
import { exampleMember } from './example-members'
import { nextTask } from './next-task'
import type { PlanMachine } from './plan/machine'
import { createPlannedTrainer } from './plan/planned-trainer'
import { createProcessorDevice } from './plan/processor-machine'
import { compileProcessorKernels } from './plan/processor-module'
import { SELF_TEST_SHAPE } from './plan/self-test'
import { plannedTrainerContract } from './planned-trainer.contract'

const REQUEST = { choice: 'wasm', wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/' } as const

describe('the plan on the processor', () => plannedTrainerContract(REQUEST))

it('holds as many tensors, buffers and bytes after 10,000 steps as before', async () => {
  const instances: WebAssembly.Instance[] = []
  class Counted extends WebAssembly.Instance {
    constructor(module: WebAssembly.Module, imports?: WebAssembly.Imports) {
      super(module, imports)
      instances.push(this)
    }
  }
  vi.stubGlobal('WebAssembly', Object.create(WebAssembly, { Instance: { value: Counted } }))
  const device = createProcessorDevice(await compileProcessorKernels())
  let buffers = 0
  const machine = device.createMachine()
  vi.unstubAllGlobals()
  const counted: PlanMachine = {
    ...machine,
    create(...asked) {
      buffers++
      return machine.create(...asked)
    },
    destroy(buffer) {
      buffers--
      machine.destroy(buffer)
    },
  }
  const members = [4, 7].map((count, seed) => exampleMember(SELF_TEST_SHAPE, count, seed, { batch: 3 }))
  const spec = { family: 'gpt2', shape: SELF_TEST_SHAPE, steps: 20_000, members }
  const trainer = await createPlannedTrainer(spec, counted, { orLost: (result) => result })
  const steps = async (count: number) => {
    trainer.enqueue(count)
    return (await trainer.takeLosses()).nats.at(-1)!
  }
  const held = () => {
    const { memory } = instances[0]!.exports as { memory: WebAssembly.Memory }
    return [buffers, memory.buffer.byteLength, tf.memory().numTensors, tf.memory().numBytes]
  }
  const early = await steps(10)
  const before = held()
  expect(instances).toHaveLength(1)
  expect(buffers).toBeGreaterThan(10)
  for (let i = 0; i < 4; i++) expect(await steps(2500)).toBeLessThan(early)
  expect(held()).toEqual(before)
  trainer.dispose()
  expect(buffers).toBe(0)
})

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
