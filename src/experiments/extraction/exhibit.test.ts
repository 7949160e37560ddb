import { expect, it } from 'vitest'
import type { GridFigure, LinesFigure } from '@/core/figures/figure'
import { runsOfRecords } from '@/core/runs/run'
import { exampleTraining, plannedWith } from '@/core/testing/example-run'
import { cliff, recordsOf, trialsOf } from './example-records'
import { exhibit } from './exhibit'

type Figures = [LinesFigure, LinesFigure, GridFigure, LinesFigure]

it('draws a line for each prefix with membership beside them, and the run that is half forgotten', () => {
  const runs = runsOfRecords(recordsOf(trialsOf('tiny'), cliff, () => 0.9))
  const [recall, prefix, tokens] = exhibit.figures({ runs }) as Figures
  expect(recall.series.map(({ label }) => label)).toEqual([
    'given 1',
    'given 3',
    'given 4',
    'given 6',
    'new, given 6',
    'AUC',
  ])
  expect(recall.series[2]!.points.map(({ y }) => y)[5]).toBeCloseTo(0.5, 9)
  expect(prefix.series.at(-1)!.key).toBe('possible')
  expect(tokens.caption).toContain('128 strings')
  expect(tokens.columns).toBe(8)
  expect(tokens.values[0]).toBeCloseTo(0.02, 9)
})

it('shows recall and tokens of the run that trains', () => {
  const trials = trialsOf('tiny')
  const at = (value: number) => ({ steps: [9], values: [value] })
  const run = exampleTraining(trials[1]!, {
    curves: { recall4: at(0.25), 'half.recall': at(0.2501), auc: at(0.75) },
    grid: { columns: 8, values: [0.5] },
  })
  const [recall, , tokens, training] = exhibit.figures({ runs: plannedWith(trials, run) }) as Figures
  expect(training.series).toMatchObject([{ label: '32 strings', points: [{ x: 9, y: 0.2501 }] }])
  const pointsOf = (label: string) => recall.series.find((series) => series.label === label)!.points
  expect(pointsOf('given 4')).toEqual([expect.objectContaining({ y: 0.25, live: true })])
  expect(pointsOf('AUC')).toEqual([expect.objectContaining({ y: 0.75, live: true })])
  expect(pointsOf('given 1')).toEqual([])
  expect(tokens.values).toEqual([0.5])
  expect(tokens.caption).toContain('32 strings, up to 48 of them, while it trains')
})
