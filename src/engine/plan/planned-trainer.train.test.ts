/** The plan on the processor. */
import * as tf from '@tensorflow/tfjs'
import { describe, expect, it, vi } from 'vitest'
import { trainingStrings } from '@/core/data/dataset'
import { familyById } from '@/core/model/families'
import { yieldToEvents } from '../async/yield-to-events'
import { openBackend } from '../devices/backend'
import { createProcessorDevice } from '../machines/processor/processor-machine'
import { compileProcessorKernels } from '../machines/processor/processor-module'
import { exampleMember } from '../testing/example-members'
import { plannedTrainerContract } from '../testing/planned-trainer.contract'
import type { PlanMachine } from './machine'
import { createPlannedTrainer } from './planned-trainer'
import { SELF_TEST_SHAPE } from './self-test'

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
  const trainer = await createPlannedTrainer(spec, counted, { raceDeviceLost: (result) => result })
  const steps = async (count: number) => {
    trainer.enqueue(count)
    return (await trainer.takeLosses()).lossNats.at(-1)!
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

describe('long steps on the processor', () => {
  const SHAPE = { layers: 2, width: 64, heads: 4, vocab: 16, seqLen: 8, tied: true }
  const begin = async () => {
    const device = createProcessorDevice(await compileProcessorKernels())
    // A step of 6 GFLOP is several slices on any processor of today.
    const spec = { family: 'gpt2', shape: SHAPE, steps: 20, members: [exampleMember(SHAPE, 1200, 0)] }
    return createPlannedTrainer(spec, device.createMachine(), { raceDeviceLost: (result) => result })
  }

  it('let messages in between, and compute the same', async () => {
    const losses = []
    for (const bursts of [[2], [1, 1]]) {
      const trainer = await begin()
      let messages = 0
      let trained = false
      const listen = async () => {
        for (; !trained; messages++) await yieldToEvents()
      }
      const listening = listen()
      for (const steps of bursts) trainer.enqueue(steps)
      losses.push((await trainer.takeLosses()).lossNats)
      trained = true
      await listening
      expect(messages).toBeGreaterThan(2)
      trainer.dispose()
    }
    expect(losses[0]).toHaveLength(2)
    expect(losses[0]).toEqual(losses[1])
  })

  it('end where the trainer is disposed of', async () => {
    const trainer = await begin()
    trainer.enqueue(10)
    await yieldToEvents()
    trainer.dispose()
    const later = async () => {
      for (let message = 0; message < 3; message++) await yieldToEvents()
      return 'later'
    }
    expect(await Promise.race([trainer.done().then(() => 'at once'), later()])).toBe('at once')
  })

  it('have no losses, weights or code lengths where the trainer is disposed of before they are done', async () => {
    for (const ask of ['takeLosses', 'readWeights', 'codeLengths'] as const) {
      const trainer = await begin()
      trainer.enqueue(4)
      const asked = ask === 'codeLengths' ? trainer.codeLengths([new Int32Array(8)]) : trainer[ask]()
      const settled = expect(asked, ask).rejects.toThrow('aborted')
      await yieldToEvents()
      trainer.dispose()
      await settled
    }
  })
})

it('leaves the memory of the next trainer alone, whoever still writes to one that is disposed of', async () => {
  const device = createProcessorDevice(await compileProcessorKernels())
  const train = async () => {
    const spec = {
      family: 'gpt2',
      shape: SELF_TEST_SHAPE,
      steps: 8,
      members: [exampleMember(SELF_TEST_SHAPE, 16, 0)],
    }
    const trainer = await createPlannedTrainer(spec, device.createMachine(), {
      raceDeviceLost: (result) => result,
    })
    trainer.enqueue(4)
    return { trainer, losses: (await trainer.takeLosses()).lossNats }
  }
  const { trainer, losses } = await train()
  const weights = await trainer.readWeights()
  // As the procedure of `precision` does: evaluate, then write.
  const evaluated = trainer.codeLengths([new Int32Array(8)]).then(() => trainer.writeWeights(weights))
  await Promise.resolve()
  trainer.dispose()
  await expect(evaluated).rejects.toThrow('aborted')
  expect(() => trainer.writeWeights(weights)).toThrow('aborted')
  const next = await train()
  expect(next.losses).toEqual(losses)
  next.trainer.dispose()
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
    const first = await Promise.race([
      evaluated.then(() => 'its end'),
      yieldToEvents().then(() => 'a message'),
    ])
    expect(first).toBe('a message')
    expect((await evaluated)[0]).toHaveLength(5000)
    trainer.dispose()
  })

  it('takes as many passes as its work asks for, with the same bits', async () => {
    const shape = { layers: 1, width: 64, heads: 4, vocab: 16, seqLen: 8, tied: true }
    const strings = Array.from({ length: 3 }, (_, m) => tokensOf(400).map((token) => (token + m) % 16))
    const evaluate = async (change: Partial<PlanMachine>) => {
      let prepared = 0
      const machine = createProcessorDevice(await compileProcessorKernels()).createMachine()
      const counted: PlanMachine = {
        ...machine,
        ...change,
        prepare: (...asked) => {
          prepared++
          return machine.prepare(...asked)
        },
      }
      const members = strings.map((_, seed) => exampleMember(shape, 4, seed))
      const spec = { family: 'gpt2', shape, steps: 10, members }
      const trainer = await createPlannedTrainer(spec, counted, { raceDeviceLost: (result) => result })
      prepared = 0
      const nats = await trainer.codeLengths(strings)
      trainer.dispose()
      return { prepared, nats, passFlop: machine.passFlop }
    }
    const whole = await evaluate({ passFlop: Number.POSITIVE_INFINITY })
    const parts = await evaluate({})
    expect(whole.prepared).toBe(1)
    // About 51,000 parameters and 9,600 tokens.
    const params = familyById('gpt2').parameterCount(shape)
    expect(parts.prepared).toBeGreaterThanOrEqual((2 * params * 9600) / parts.passFlop)
    expect(parts.prepared).toBeLessThan(2 + (2 * params * 9600) / parts.passFlop)
    expect(parts.nats).toEqual(whole.nats)
  })

  it('ends when the trainer is disposed of', async () => {
    const { trainer, evaluated } = await begin()
    trainer.dispose()
    await expect(evaluated).rejects.toThrow('aborted')
  })
})
