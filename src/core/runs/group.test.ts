import { describe, expect, it } from 'vitest'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import {
  byConfig,
  byModel,
  bySize,
  firstSeed,
  meansOfSeeds,
  measureOf,
  ofFirstSeed,
  ofLargestModel,
  ofMostData,
  pairedBySeed,
} from './group'
import { runsOfRecords } from './run'

const runs = runsOfRecords(
  [16, 8].flatMap((width) =>
    [32, 16].flatMap((datasetSize) =>
      [2, 1].map((seed) =>
        exampleRecord(exampleTrial({ width, datasetSize, seed }), {
          measures: width === 8 ? { auc: seed / 10 } : {},
          memorizedBits: width * datasetSize + seed,
        }),
      ),
    ),
  ),
)

describe('runs by model', () => {
  it('come smallest model first, by size and seed', () => {
    const models = byModel(runs)
    expect(models.map(({ label }) => label)).toEqual(['1,216 parameters', '3,968 parameters'])
    expect(models[0]!.about).toBe(', 1,216 parameters')
    expect(models[0]!.runs.map(({ trial }) => [trial.datasetSize, trial.seed])).toEqual([
      [16, 1],
      [16, 2],
      [32, 1],
      [32, 2],
    ])
    expect(byModel(models[0]!.runs)[0]!.about).toBe('')
    expect(byModel([])).toEqual([])
  })
})

it('groups by size, and by everything but the seed', () => {
  expect(bySize(runs).map(({ datasetSize, runs: own }) => [datasetSize, own.length])).toEqual([
    [16, 4],
    [32, 4],
  ])
  expect(byConfig(runs).map((own) => own.map(({ trial }) => trial.seed))).toEqual(Array(4).fill([2, 1]))
})

it('knows the first seed', () => {
  expect(firstSeed(runs)).toBe(1)
  expect(firstSeed([])).toBeUndefined()
  expect(ofFirstSeed(runs)).toHaveLength(4)
})

it('reads a measure of the runs that have it', () => {
  expect(measureOf(runs, 'auc')).toEqual([0.2, 0.1, 0.2, 0.1])
})

it('pairs runs of one seed, and leaves out those without a partner', () => {
  const [large, small] = bySize(byModel(runs)[0]!.runs).toReversed()
  const differences = pairedBySeed(
    large!.runs,
    small!.runs.slice(0, 1),
    (run, base) => run.record.memorizedBits - base.record.memorizedBits,
  )
  expect(differences).toEqual([128])
})

it('keeps the runs of the largest model, and those on the most strings', () => {
  const runs = runsOfRecords(
    [
      { width: 8, datasetSize: 64 },
      { width: 16, datasetSize: 8 },
      { width: 16, datasetSize: 32 },
    ].map((changes) => exampleRecord(exampleTrial(changes))),
  )
  const sizes = (own: typeof runs) => own.map(({ trial }) => [trial.shape.width, trial.datasetSize])
  expect(sizes(ofLargestModel(runs))).toEqual([
    [16, 8],
    [16, 32],
  ])
  expect(sizes(ofMostData(runs))).toEqual([[8, 64]])
  expect(sizes(ofMostData(ofLargestModel(runs)))).toEqual([[16, 32]])
  expect(ofLargestModel([])).toEqual([])
})

it('takes several values of a seed as one, their mean', () => {
  const values = [
    { seed: 2, value: 1 },
    { seed: 2, value: 3 },
    { seed: 0, value: 7 },
  ]
  expect(meansOfSeeds(values)).toEqual([7, 2])
  expect(meansOfSeeds([])).toEqual([])
})
