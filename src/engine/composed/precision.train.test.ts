/** Precision on the processor, where composed ops leave rounding to the host. */
import { describe, expect, it } from 'vitest'
import type { PopulationTrainer } from '../contract/trainer'
import { openBackend } from '../devices/backend'
import { precisionContract } from '../testing/precision.contract'
import { roundOnHost } from './round-on-host'

const WASM = 'node_modules/@tensorflow/tfjs-backend-wasm/dist/'

describe.each(['cpu', 'wasm'] as const)('precision on %s', (name) => {
  precisionContract(async (spec) =>
    (await openBackend({ choice: name, wasmPaths: WASM })).createComposed(spec),
  )
})

/** One weight, to which each step adds; notes what it is asked for. */
function countingTrainer(change: number) {
  const calls: string[] = []
  let weight = 1
  let disposed = false
  const trainer: PopulationTrainer = {
    numerics: 'a test',
    enqueue(count) {
      expect(disposed, 'used after its end').toBe(false)
      calls.push(`enqueue ${count}`)
      weight += count * change
    },
    done: async () => undefined,
    unreadLimit: 7,
    async takeLosses() {
      calls.push('losses')
      return { firstStep: 1, lossNats: Float32Array.of(weight) }
    },
    codeLengths: async () => [Float64Array.of(weight)],
    predictions: async () => undefined,
    async readWeights() {
      if (Number.isNaN(weight)) throw new Error('lost')
      return [Float32Array.of(weight)]
    },
    writeWeights([own]) {
      expect(disposed, 'used after its end').toBe(false)
      weight = own![0]!
    },
    trainOn: (strings) => calls.push(`train on ${strings}`),
    dispose() {
      disposed = true
    },
  }
  return { trainer, calls }
}

describe('rounding by the host', () => {
  it('takes what is asked in order, one step at a time', async () => {
    const { trainer, calls } = countingTrainer(1 / 256)
    const rounded = roundOnHost(trainer, 'bfloat16-stored', [0])
    expect(rounded.unreadLimit).toBe(7)
    rounded.enqueue(2)
    rounded.trainOn([3])
    rounded.writeWeights([Float32Array.of(3.001)])
    const written = rounded.codeLengths([])
    rounded.enqueue(1)
    const { lossNats } = await rounded.takeLosses()
    expect((await written)[0]![0]).toBe(Math.fround(3.001))
    expect(lossNats[0]).toBe(3)
    await rounded.done()
    expect(calls).toEqual(['enqueue 1', 'enqueue 1', 'train on 3', 'enqueue 1', 'losses'])
  })

  it('asks nothing more of a trainer that has ended', async () => {
    const { trainer, calls } = countingTrainer(1)
    const rounded = roundOnHost(trainer, 'bfloat16-stored', [0])
    rounded.enqueue(1000)
    const done = rounded.done()
    await trainer.readWeights()
    rounded.dispose()
    await done
    expect(calls.length).toBeLessThan(10)
  })

  it('hands the error of a step to whoever asks next', async () => {
    const { trainer } = countingTrainer(Number.NaN)
    const rounded = roundOnHost(trainer, 'bfloat16-stored', [0])
    rounded.enqueue(1)
    await expect(rounded.takeLosses()).rejects.toThrow('lost')
    await expect(rounded.done()).rejects.toThrow('lost')
  })
})
