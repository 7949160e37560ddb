import { expect, it } from 'vitest'
import { type Run, runsOfRecords } from '../runs/run'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { exampleTraining } from '../testing/example-run'
import { memorizedSeries, trainingSeries } from './training-series'

it('draws a curve of the first seed alone, finished or training, from little data to much', () => {
  const trials = [16, 8].flatMap((datasetSize) => [1, 2].map((seed) => exampleTrial({ datasetSize, seed })))
  const traces = { 'attack.step': [1, 9], 'attack.auc': [0.5, 0.75] }
  const runs: Run[] = [
    { state: 'finished', trial: trials[0]!, record: exampleRecord(trials[0], { traces }) },
    { state: 'planned', trial: trials[1]! },
    exampleTraining(trials[2]!, { curves: { 'attack.auc': { steps: [3], values: [0.6] } } }),
    exampleTraining(trials[3]!, { curves: { 'attack.auc': { steps: [3], values: [0.6] } } }),
  ]
  const drawn = trainingSeries(runs, 'attack.auc', ({ trial }, about) => `N ${trial.datasetSize}${about}`)
  expect(drawn.map(({ key, label, points }) => [key, label, points])).toEqual([
    [trials[2]!.key, 'N 8', [{ x: 3, y: 0.6 }]],
    [
      trials[0]!.key,
      'N 16',
      [
        { x: 1, y: 0.5 },
        { x: 9, y: 0.75 },
      ],
    ],
  ])
  const larger = exampleTrial({ width: 16, datasetSize: 8, seed: 1 })
  const both = trainingSeries(
    [...runs, { state: 'planned', trial: larger }],
    'attack.auc',
    (_, about) => about,
  )
  expect(both.map(({ label }) => label)).toEqual(Array(2).fill(', 1,216 parameters'))
  expect(trainingSeries(runs, 'half.recall', () => '')).toEqual([])
})

it('draws what each kind of training memorises, of the largest model on the most data', () => {
  const recordOf = (changes: Parameters<typeof exampleTrial>[0]) => {
    const trial = exampleTrial(changes)
    // 8 and 4 bits less than the 32 of a string, for 8 tokens.
    return exampleRecord(trial, { traces: { 'loss.step': [1, 300], 'loss.bitsPerToken': [1, 0.5] } })
  }
  const own = { width: 16, datasetSize: 32 }
  const runs = runsOfRecords([
    recordOf({ width: 8, datasetSize: 64 }),
    recordOf({ ...own, datasetSize: 16 }),
    recordOf({ ...own, seed: 1, settings: { beta1: 0.9 } }),
    recordOf(own),
    recordOf({ ...own, settings: { beta1: 0.9 } }),
    recordOf({ ...own, batch: 8, settings: { beta2: 0.9 } }),
  ])
  const kind = (name: string) => ({
    key: name,
    label: name,
    color: 3,
    has: ({ trial }: Run) => Object.keys(trial.settings).join() === name,
  })
  const drawn = memorizedSeries(runs, ['beta2', 'beta1', ''].map(kind))
  // A batch says nothing of all strings.
  expect(drawn.map(({ key }) => key)).toEqual(['beta1', ''])
  const { params } = exampleTrial(own)
  expect(drawn[0]!.points).toEqual([
    { x: 1, y: (32 * (32 - 8)) / params },
    { x: 300, y: (32 * (32 - 4)) / params },
  ])
  expect(memorizedSeries([], [kind('')])).toEqual([])
})
