import { describe, expect, it } from 'vitest'
import { presetTrials } from '../testing/example-record'
import { totalFlop } from './estimate'
import { experimentById, experiments } from './experiments'
import { shardsOf } from './shard'
import type { Trial } from './trial'

const capacity = experimentById('capacity')

/** Work of the longest part in that of a mean one. */
function imbalance(shards: readonly (readonly Trial[])[]): number {
  const work = shards.map(totalFlop)
  return Math.max(...work) / (totalFlop(shards.flat()) / shards.length)
}

describe('parts of a sweep', () => {
  it.each(
    [...experiments.values()].flatMap((experiment) =>
      experiment.presets.map(({ id }) => [experiment.id, id]),
    ),
  )('%s/%s: have every trial once, in its order', (id, preset) => {
    const trials = presetTrials(experimentById(id!), preset!)
    for (const count of [1, 4, 16]) {
      const shards = shardsOf(trials, count)
      expect(shards).toHaveLength(count)
      expect(new Set(shards.flat())).toEqual(new Set(trials))
      expect(shards.flat()).toHaveLength(trials.length)
      for (const shard of shards) expect(shard).toEqual(trials.filter((trial) => shard.includes(trial)))
    }
  })

  it('are the same on every machine', () => {
    const keys = () =>
      shardsOf(presetTrials(capacity, 'quick'), 5).map((shard) => shard.map(({ key }) => key))
    expect(keys()).toEqual(keys())
  })

  it('are empty where there are more of them than trials', () => {
    const trials = presetTrials(capacity, 'tiny').slice(0, 2)
    expect(shardsOf(trials, 4).map((shard) => shard.length)).toEqual([1, 1, 0, 0])
  })

  it('take as long as each other, and no part longer than the longest trial asks for', () => {
    const lecture = presetTrials(capacity, 'lecture')
    const every16th = Array.from({ length: 16 }, (_, k) => lecture.filter((_, i) => i % 16 === k))
    expect(imbalance(every16th)).toBeCloseTo(1.4, 1)
    expect(imbalance(shardsOf(lecture, 16))).toBeLessThan(1.005)
    // One trial of Full is a sixth of its work.
    const full = shardsOf(presetTrials(capacity, 'full'), 16)
    expect(imbalance(full)).toBeCloseTo(2.64, 2)
    expect(full.find((shard) => totalFlop(shard) === Math.max(...full.map(totalFlop)))).toHaveLength(1)
  })
})
