import { expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { joinRuns, runsOfRecords } from '@/core/runs/run'
import { exampleRecord } from '@/core/testing/example-record'
import { exhibit } from './exhibit'
import experiment from './spec'

const planned = experiment.plan(experiment.presets[0].config)
const runs = runsOfRecords(
  planned.map((trial) => exampleRecord(trial, { memorizedBits: 3 * trial.params - 100 })),
)

it('draws solid what was measured and dashed what extends it', () => {
  const [figure] = exhibit.figures({ runs, values: { modelParams: 3e9 } }) as [LinesFigure]
  const series = (key: string) => figure.series.find((own) => own.key === key)!
  expect(series('fit').points.at(-1)!.x).toBe(2400)
  expect(series('beyond').style).toBe('formula')
  expect(series('beyond').points.at(-1)!.x).toBe(3e9)
  expect(series('asked').points[0]!.x).toBe(3e9)
  expect(series('paper').points.at(-1)!.x).toBe(6_859_520)
  expect(series('press').points.map(({ y }) => y)).toEqual([1.8e6, 5.4e9])
  const [before] = exhibit.figures({ runs: joinRuns(planned, new Map()) }) as [LinesFigure]
  expect(before.series.map(({ key }) => key)).toEqual([
    'measured',
    'paper below',
    'paper',
    'paper above',
    'press',
  ])
})
