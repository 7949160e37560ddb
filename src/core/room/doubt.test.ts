import { describe, expect, it } from 'vitest'
import type { TrialRecord } from '../results/result'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { createDoubts, type Doubts } from './doubt'
import { isConfirmed } from './verdict'

const never = () => 1
const always = () => 0
const recordOf = (seed: number, memorizedBits = 200) =>
  exampleRecord(exampleTrial({ seed }), { memorizedBits })

/** Doubts of a class that hears records of a file: nobody's first. */
function classOf(random: () => number) {
  const standing: TrialRecord[] = []
  const doubts: Doubts = createDoubts(() => standing, random)
  const hear = (seed: number, memorizedBits?: number): void => {
    const record = recordOf(seed, memorizedBits)
    standing.push(record)
    doubts.heard(record, 1)
  }
  return { doubts, standing, hear }
}

describe('doubts', () => {
  it('tell to train again the first two records of every tab, the first ones first and short ones before long ones', () => {
    const { doubts } = classOf(never)
    for (const seed of [0, 1, 2]) doubts.heard(recordOf(seed), 5, seed)
    doubts.heard(recordOf(10), 3, 0)
    const order: string[] = []
    for (let key = doubts.next(); key !== undefined; key = doubts.next()) {
      order.push(key)
      doubts.settle(key)
    }
    expect(order).toEqual([10, 0, 1].map((seed) => recordOf(seed).trialKey))
  })

  it('then what lies far off its other seeds', () => {
    const { doubts, hear } = classOf(never)
    for (const seed of [0, 1, 2, 3, 4, 5]) hear(seed, 200 + seed)
    expect(doubts.waiting).toBe(0)
    hear(6, 160)
    expect(doubts.next()).toBe(recordOf(6).trialKey)
    doubts.settle(recordOf(6).trialKey)
    hear(7, 203)
    expect(doubts.next()).toBeUndefined()
  })

  it('holds no record against one that has been taken back', () => {
    const { doubts, standing, hear } = classOf(never)
    for (const seed of [0, 1, 2, 3]) hear(seed, 20 + seed)
    standing.length = 0
    hear(4, 200)
    expect(doubts.waiting).toBe(0)
  })

  it('and of the rest one in twenty', () => {
    const { doubts, hear } = classOf(always)
    hear(0)
    expect(doubts.waiting).toBe(1)
    let state = 1
    const drawn = classOf(() => {
      state = (state * 48271) % 2147483647
      return state / 2147483647
    })
    for (let seed = 0; seed < 1000; seed++) drawn.hear(seed)
    expect(drawn.doubts.waiting).toBeGreaterThan(25)
    expect(drawn.doubts.waiting).toBeLessThan(100)
  })

  it('before all of these, two records that differ', () => {
    const { doubts } = classOf(never)
    doubts.heard(recordOf(0), 1, 0)
    doubts.contradicted(recordOf(3).trialKey, 100)
    expect(doubts.next()).toBe(recordOf(3).trialKey)
  })
})

describe('a record that was trained again', () => {
  const own = { ...recordOf(0, 200), backend: 'wasm', numerics: 'simd128-2' }

  it('is true on the processor to 1e-9, and false beyond', () => {
    expect(isConfirmed({ ...own, memorizedBits: 200 + 1e-8 }, own)).toBe(true)
    expect(isConfirmed({ ...own, memorizedBits: 200.001 }, own)).toBe(false)
    expect(isConfirmed({ ...own, heldoutMemorizedBits: 0 }, own)).toBe(false)
  })

  it('is true on a GPU to five in a hundred', () => {
    const gpu = { ...own, backend: 'webgpu', numerics: 'wgsl' }
    expect(isConfirmed({ ...gpu, memorizedBits: 209 }, own)).toBe(true)
    expect(isConfirmed({ ...gpu, memorizedBits: 180 }, own)).toBe(false)
  })
})
