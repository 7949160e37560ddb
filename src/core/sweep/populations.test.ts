import { describe, expect, it } from 'vitest'
import { randomStream } from '../data/rng'
import { trainingBytes } from './estimate'
import { type PackingLimits, packPopulations, remainingTrials } from './populations'
import { makeTrial, type Trial } from './trial'

/** Trials of a few shapes and lengths, as a sweep might mix them, in no order. */
function randomTrials(seed: number): Trial[] {
  const random = randomStream('bootstrap', seed)
  const pick = <T>(values: readonly T[]): T => values[random.integer(values.length)]!
  const trials = Array.from({ length: 1 + random.integer(80) }, () => {
    const datasetSize = 1 + random.integer(pick([8, 100, 1000]))
    return makeTrial({
      experiment: 'capacity',
      family: 'gpt2',
      shape: {
        layers: pick([1, 2]),
        width: pick([8, 16]),
        heads: pick([2, 4]),
        vocab: pick([16, 64]),
        seqLen: pick([8, 8, 8, 32]),
        tied: pick([false, false, true]),
      },
      source: { id: 'uniform' },
      datasetSize,
      seed: random.integer(4),
      steps: pick([100, 300]),
      learningRate: pick([0.1, 0.05]),
      batch: Math.min(datasetSize, pick([16, 512])),
    })
  })
  return [...new Map(trials.map((trial) => [trial.key, trial])).values()]
}

function randomLimits(seed: number): PackingLimits {
  const random = randomStream('order', seed)
  return {
    ragged: random.integer(4) === 0,
    maxPadding: [1, 1.25, 2, 100][random.integer(4)]!,
    maxMembers: 1 + random.integer(20),
    maxBytes: 10 ** (5 + random.float() * 4),
  }
}

/** Whether a population takes as much memory at most. */
const within =
  ({ ragged, maxBytes }: PackingLimits) =>
  (members: readonly Trial[]) =>
    trainingBytes(members, ragged) <= maxBytes

/** What must be equal for two trials to share every dispatch. */
const kind = ({ family, source, steps, shape }: Trial): string =>
  JSON.stringify({ family, source, steps, shape })

describe('packing trials into populations', () => {
  it.each(Array.from({ length: 40 }, (_, seed) => seed))('keeps every limit: random sweep %i', (seed) => {
    const trials = randomTrials(seed)
    const limits = randomLimits(seed)
    const bytes = (members: readonly Trial[]) => trainingBytes(members, limits.ragged)
    const populations = packPopulations(trials, limits, within(limits))
    const packed = populations.flatMap((p) => p.trials.map((t) => t.key))
    expect(packed.toSorted()).toEqual(trials.map((t) => t.key).toSorted())
    const broken = populations.flatMap(({ trials: members }) => {
      const batches = members.map((t) => t.batch)
      const holds = {
        'has members': members.length > 0,
        'has no more than may be': members.length <= limits.maxMembers,
        'is of one kind': new Set(members.map(kind)).size === 1,
        'is padded little': limits.ragged || Math.max(...batches) <= Math.min(...batches) * limits.maxPadding,
        // One trial by itself is packed however large it is: whether it runs at all is not decided here.
        'fits into memory': members.length === 1 || bytes(members) <= limits.maxBytes,
      }
      return Object.entries(holds).flatMap(([rule, isKept]) => (isKept ? [] : { rule, members }))
    })
    expect(broken).toEqual([])
  })

  it('does not depend on the order in which trials come', () => {
    const trials = randomTrials(1)
    const members = (list: readonly Trial[]) =>
      packPopulations(list, randomLimits(3), within({ ...randomLimits(3), ragged: false }))
        .map((p) => p.trials.map((t) => `${t.key} ${t.learningRate}`).join())
        .toSorted()
    const size = ({ batch, datasetSize, seed, learningRate }: Trial) =>
      `${batch} ${datasetSize} ${seed} ${learningRate}`
    const distinct = [...new Map(trials.map((t) => [`${kind(t)} ${size(t)}`, t])).values()]
    expect(members(distinct.toReversed().map((t) => ({ ...t, learningRate: 0.1 })))).toEqual(
      members(distinct.map((t) => ({ ...t, learningRate: 0.1 }))),
    )
  })

  it('packs as tightly as the limits let it', () => {
    const trials = [8, 16, 32, 64].flatMap((datasetSize) =>
      [2, 0, 1].map((seed) => ({
        ...randomTrials(0)[0]!,
        key: `${datasetSize} ${seed}`,
        datasetSize,
        batch: datasetSize,
        seed,
      })),
    )
    const pack = ({ maxBytes = 1e12, ...limits }: Partial<PackingLimits>) =>
      packPopulations(
        trials,
        { ragged: false, maxPadding: 1, maxMembers: 100, ...limits },
        (members) => members.length * members.at(-1)!.batch <= maxBytes,
      ).map((p) => p.trials.map((t) => t.key))
    expect(pack({})).toEqual([8, 16, 32, 64].map((n) => [`${n} 0`, `${n} 1`, `${n} 2`]))
    expect(pack({ maxPadding: 2 }).map((keys) => keys.length)).toEqual([6, 6])
    expect(pack({ maxPadding: 8 }).map((keys) => keys.length)).toEqual([12])
    expect(pack({ ragged: true }).map((keys) => keys.length)).toEqual([12])
    expect(pack({ maxPadding: 8, maxMembers: 5 }).map((keys) => keys.length)).toEqual([5, 5, 2])
    // A population takes members × the longest batch: three of 8, or one of 32, in 48.
    expect(pack({ maxPadding: 8, maxBytes: 48 }).map((keys) => keys.length)).toEqual([3, 3, 1, 1, 1, 1, 1, 1])
  })

  it('keeps trials apart whose weights train in unlike precision: the device rounds all of a population or none', () => {
    const settings = ['bfloat16-stored', 'bfloat16-forward', 'bfloat16-stored'].map((precision) => ({
      precision,
    }))
    const trials = [{}, ...settings, {}].map((own, seed) => ({ ...randomTrials(0)[0]!, seed, settings: own }))
    const limits = { ragged: true, maxPadding: 1, maxMembers: 100 }
    const packed = packPopulations(trials, limits, () => true)
    expect(packed.map((p) => p.trials.map(({ seed }) => seed))).toEqual([[0, 4], [1, 3], [2]])
  })

  it('of nothing is nothing', () => {
    expect(packPopulations([], randomLimits(0), () => false)).toEqual([])
  })
})

describe('what remains of a sweep', () => {
  it('is every trial that has not finished, in order', () => {
    const trials = randomTrials(2)
    const finished = new Set(trials.filter((_, i) => i % 3 === 0).map((t) => t.key))
    finished.add('a trial of another sweep')
    expect(remainingTrials(trials, finished)).toEqual(trials.filter((_, i) => i % 3 !== 0))
    expect(remainingTrials(trials, new Set())).toEqual(trials)
  })
})
