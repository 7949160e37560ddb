import { expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import { exampleRecord, firstConfig } from '@/core/testing/example-record'
import { exampleTraining, plannedWith } from '@/core/testing/example-run'
import { exhibit } from './exhibit'
import experiment from './spec'

const tiny = firstConfig(experiment, 'tiny')
const trials = experiment.plan(tiny)
const figuresOf = (records: readonly TrialRecord[]) =>
  exhibit.figures({ runs: runsOfRecords(records) }) as LinesFigure[]
const line = (figure: LinesFigure | undefined, key: string) =>
  figure!.series.find((series) => series.key === key)!

it('draws what new strings show by chance beside what is memorised, and what is saved on them', () => {
  const records = trials.map((trial) =>
    exampleRecord(trial, {
      memorizedBits: 900,
      heldoutBitsPerToken: trial.datasetSize > 100 ? 4.5 : 20,
      measures: { referenceTestBitsPerToken: 2.5, heldoutClippedBitsPerString: 0.3 },
    }),
  )
  const [memorized, , split] = figuresOf(records)
  const floor = line(memorized, 'floor')
  expect(floor).toMatchObject({ color: 'reference', style: 'curve' })
  expect(floor.points.at(-1)!.y).toBeCloseTo((0.3 * 1024) / 1536, 12)
  expect(line(memorized, 'net').points.map(({ x, y }) => [x, y])).toEqual(
    trials.map(({ datasetSize }) => [datasetSize, expect.closeTo((900 - 0.3 * datasetSize) / 1536, 12)]),
  )
  expect(line(split, 'new').points.at(-1)!.y).toBeCloseTo(16 * 0.5, 12)
  expect(split!.y.min).toBe(-20)
  const older = records.map((record) => ({ ...record, measures: { referenceTestBitsPerToken: 2.5 } }))
  for (const key of ['floor', 'net']) expect(line(figuresOf(older)[0], key).points).toEqual([])
})

it('has axes that hold every seed, not only their means', () => {
  const records = experiment.plan({ ...tiny, seeds: [0, 1] }).map((trial, i) =>
    exampleRecord(trial, {
      memorizedBits: i % 2 === 0 ? 1000 : 3000,
      heldoutBitsPerToken: trial.seed === 0 ? 8 : 30,
      measures: { referenceTestBitsPerToken: 2.5, heldoutClippedBitsPerString: 0 },
    }),
  )
  const [memorized, loss] = figuresOf(records)
  expect(memorized!.y.max).toBeCloseTo(3000 / 1536, 12)
  expect(loss!.y.max).toBe(30)
})

it('shows what a run in training has memorised so far', () => {
  const runs = plannedWith(trials, exampleTraining(trials[2]!, { memorizedBits: 768 }))
  const [memorized] = exhibit.figures({ runs }) as LinesFigure[]
  expect(line(memorized, 'memorised').points).toEqual([{ x: 64, y: 0.5, live: true }])
})
