import { expect, it } from 'vitest'
import type { Run } from '../runs/run'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { exampleTraining } from '../testing/example-run'
import { trainingSeries } from './training-series'

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
  expect(both.map(({ label }) => label)).toEqual([`, P ${trials[0]!.params}`, `, P ${trials[0]!.params}`])
  expect(trainingSeries(runs, 'half.recall', () => '')).toEqual([])
})
