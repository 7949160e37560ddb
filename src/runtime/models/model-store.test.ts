import { describe, expect, it } from 'vitest'
import { exampleTrial } from '@/core/testing/example-record'
import type { TrainedModel } from '../questions'
import { createModelStore } from './model-store'

/** A model of one seed with snapshots of so many bytes. */
const modelOf = (seed: number, bytes: readonly number[]): TrainedModel => ({
  trial: exampleTrial({ seed }),
  snapshots: bytes.map((own, step) => ({ step, weights: new Float32Array(own / 4) })),
  strings: undefined,
})
const keyOf = (seed: number) => exampleTrial({ seed }).key

describe('the models that are kept', () => {
  it('are found by their trials, and counted in bytes', () => {
    const store = createModelStore(100)
    store.keep(modelOf(0, [20, 20]))
    expect(store.bytes).toBe(40)
    expect(store.get(keyOf(0))?.snapshots).toHaveLength(2)
    expect(store.get(keyOf(1))).toBeUndefined()
  })

  it('go when there is no room, the oldest first', () => {
    const store = createModelStore(100)
    for (const seed of [0, 1, 2]) store.keep(modelOf(seed, [40]))
    expect([0, 1, 2].map((seed) => store.get(keyOf(seed)) !== undefined)).toEqual([false, true, true])
    expect(store.bytes).toBe(80)
  })

  it('are new again when they are trained again', () => {
    const store = createModelStore(100)
    for (const seed of [0, 1, 0, 2]) store.keep(modelOf(seed, [40]))
    expect([0, 1, 2].map((seed) => store.get(keyOf(seed)) !== undefined)).toEqual([true, false, true])
    expect(store.bytes).toBe(80)
  })

  it('lose their snapshots, but not the end, where these are too large', () => {
    const store = createModelStore(100)
    store.keep(modelOf(0, [60, 60]))
    expect(store.get(keyOf(0))?.snapshots.map(({ step }) => step)).toEqual([1])
    store.keep(modelOf(1, [104]))
    expect(store.get(keyOf(1))).toBeUndefined()
    expect(store.bytes).toBe(60)
  })

  it('are counted with the strings that they brought', () => {
    const dataset = { tokens: new Int32Array(4), count: 2, seqLen: 2, sourceBits: new Float64Array(2) }
    const store = createModelStore(100)
    store.keep({ ...modelOf(0, [20]), strings: { training: dataset, heldOut: dataset } })
    expect(store.bytes).toBe(20 + 2 * (16 + 16))
  })
})
