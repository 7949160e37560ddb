import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { createDoubts } from './doubt'
import { isConfirmed } from './verdict'

const never = () => 1
const always = () => 0
const recordOf = (seed: number, memorizedBits = 200) =>
  exampleRecord(exampleTrial({ seed }), { memorizedBits })

describe('doubts', () => {
  it('tell to train again the first two records of every tab, the first ones first and short ones before long ones', () => {
    const doubts = createDoubts(never)
    for (const seed of [0, 1, 2]) doubts.heard('a', recordOf(seed), 5)
    doubts.heard('b', recordOf(10), 3)
    const order: string[] = []
    for (let key = doubts.next(); key !== undefined; key = doubts.next()) {
      order.push(key)
      doubts.settle(key)
    }
    expect(order).toEqual([10, 0, 1].map((seed) => recordOf(seed).trialKey))
  })

  it('then what lies far off its other seeds', () => {
    const doubts = createDoubts(never)
    for (const seed of [0, 1, 2, 3, 4, 5]) doubts.heard(undefined, recordOf(seed, 200 + seed), 1)
    expect(doubts.waiting).toBe(0)
    doubts.heard(undefined, recordOf(6, 160), 1)
    expect(doubts.next()).toBe(recordOf(6).trialKey)
    doubts.settle(recordOf(6).trialKey)
    doubts.heard(undefined, recordOf(7, 203), 1)
    expect(doubts.next()).toBeUndefined()
  })

  it('and of the rest one in twenty', () => {
    const doubts = createDoubts(always)
    doubts.heard(undefined, recordOf(0), 1)
    expect(doubts.waiting).toBe(1)
    let state = 1
    const drawn = createDoubts(() => {
      state = (state * 48271) % 2147483647
      return state / 2147483647
    })
    for (let seed = 0; seed < 1000; seed++) drawn.heard(undefined, recordOf(seed), 1)
    expect(drawn.waiting).toBeGreaterThan(25)
    expect(drawn.waiting).toBeLessThan(100)
  })

  it('before all of these, two records that differ', () => {
    const doubts = createDoubts(never)
    doubts.heard('a', recordOf(0), 1)
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
