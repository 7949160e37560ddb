import { expect, it } from 'vitest'
import type { Figure, GridFigure, LinesFigure } from '@/core/figures/figure'
import { runsOfRecords } from '@/core/runs/run'
import { exampleTraining, plannedWith } from '@/core/testing/example-run'
import { recordsOf, trialsOf } from './example-records'
import { exhibit } from './exhibit'

const lines = (figures: readonly Figure[], id: string) => figures.find((own) => own.id === id) as LinesFigure
const grid = (figures: readonly Figure[]) => figures.find(({ id }) => id === 'tokens') as GridFigure

it('draws exposure first where something is planted, and strings one by one', () => {
  const figures = exhibit.figures({ runs: runsOfRecords(recordsOf('tiny')) })
  expect(figures.map(({ id }) => id)).toEqual([
    'exposure',
    'distribution',
    'rareness',
    'tokens',
    'copies',
    'training',
  ])
  expect(lines(figures, 'exposure').series[0]!.points.map(({ x, y }) => [x, y])).toEqual([
    [1, 3],
    [2, 4],
    [4, 6],
    [16, 10],
    [64, 10],
  ])
  const total = (series: LinesFigure['series'][number]) => series.points.reduce((sum, { y }) => sum + y, 0)
  expect(lines(figures, 'distribution').series.map(total)).toEqual([
    expect.closeTo(1, 9),
    expect.closeTo(1, 9),
  ])
  const [newStrings, trained] = lines(figures, 'rareness').series
  expect(trained!.points.map(({ x, y }) => [x, y])).toEqual([
    [-5, 0],
    [0, 2],
    [5, 4],
  ])
  expect(newStrings!.points.map(({ x }) => x)).toEqual([-4, 6])
  expect(grid(figures).rowNames).toHaveLength(10 + 24)
})

it('draws what is asked: no canaries without canaries, and nothing of rareness among equals', () => {
  const ids = (preset: string) => exhibit.figures({ runs: plannedWith(trialsOf(preset)) }).map(({ id }) => id)
  expect(ids('rare')).toEqual(['distribution', 'rareness', 'tokens'])
  // None of these uniform strings is rarer than another.
  expect(ids('tiny').filter((id) => !ids('copies').includes(id))).toEqual(['rareness'])
})

it('shows exposure, bits and tokens of what trains, and says that single strings wait for the end', () => {
  const trials = trialsOf('tiny')
  const at = (value: number) => ({ steps: [9], values: [value] })
  const run = exampleTraining(trials[1]!, {
    curves: {
      'exposures.copies1': at(1.5),
      'exposures.copies64': at(9),
      plantedBits1: at(-3),
      plantedBits64: at(40),
    },
    grid: { columns: 16, values: [0.25] },
  })
  const figures = exhibit.figures({ runs: plannedWith(trials, run) })
  expect(lines(figures, 'copies').series[0]!.points).toEqual([
    expect.objectContaining({ x: 1, y: -3, live: true }),
    expect.objectContaining({ x: 64, y: 40, live: true }),
  ])
  for (const id of ['distribution', 'rareness']) {
    const waiting = lines(figures, id)
    expect(waiting.series.every(({ points }) => points.length === 0)).toBe(true)
    expect(waiting.awaits).toBe('Drawn after the last step')
  }
  expect(lines(figures, 'training').series.map(({ label, points }) => [label, points[0]?.y])).toEqual(
    expect.arrayContaining([
      ['×1', 1.5],
      ['×64', 9],
      ['×4', undefined],
    ]),
  )
  expect(lines(figures, 'exposure').series[0]).toMatchObject({
    label: 'planted',
    points: [
      { x: 1, y: 1.5, live: true },
      { x: 64, y: 9, live: true },
    ],
  })
  expect(grid(figures).values).toEqual([0.25])
  expect(grid(figures).caption).toContain('512 strings, seed 1.')
})

it('gives what trains a line beside those that have finished', () => {
  const [first, second] = trialsOf('tiny')
  const [record] = recordsOf('tiny')
  const training = exampleTraining(second!, {
    curves: { 'exposures.copies1': { steps: [9], values: [1.5] } },
  })
  const runs = [{ state: 'finished' as const, trial: first!, record: record! }, training]
  const { series } = lines(exhibit.figures({ runs }), 'exposure')
  expect(series.map(({ label, points }) => [label, points.length]).slice(0, 2)).toEqual([
    ['planted', 5],
    ['planted, now', 1],
  ])
})
