import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import { joinRuns, type LiveValues } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { own, PREFIXES, recordOf, trialsOf } from './example-records'
import { exhibit } from './exhibit'
import { CONTEXTS, type Context, forEachContext, recallGrid } from './measure'

const planned = trialsOf('tiny')
const figuresOf = (records: readonly TrialRecord[], live: ReadonlyMap<string, LiveValues> = new Map()) =>
  exhibit.figures({
    runs: joinRuns(planned, new Map(records.map((record) => [record.trialKey, record])), live),
  }) as LinesFigure[]
const line = (figure: LinesFigure, context: Context) =>
  figure.series.find(({ key }) => key === context)!.points

describe('while strings are learned', () => {
  const [first, second, third] = trialsOf('tiny', 26) as [Trial, Trial, Trial]
  const seen = (recall: (context: Context) => readonly number[]): LiveValues => ({
    step: 1,
    datasetBits: 301,
    trainBitsPerToken: 4,
    memorizedBits: 45,
    curves: {},
    grid: recallGrid(forEachContext(recall)),
  })
  const live = new Map([
    [first.key, seen((context) => (context === 'foreign' ? [0.25, 0.5] : [0, 1]))],
    [second.key, seen((context) => (context === 'foreign' ? [0.75, 1] : [0, 1]))],
    [third.key, { ...seen(() => [0, 0]), grid: undefined }],
  ])

  it('draws what the latest probes have found, and says what an empty plot waits for', () => {
    const [figure, other] = figuresOf([], live)
    expect(line(figure!, 'foreign')).toMatchObject([
      { x: 0, y: 0.5, low: 0.25, high: 0.75, live: true },
      { x: 1, y: 0.75, low: 0.5, high: 1, live: true },
    ])
    expect(other).toMatchObject({ id: 'recall-7', awaits: 'Drawn while its string is learned' })
    for (const context of CONTEXTS) expect(line(other!, context)).toEqual([])
  })

  it('draws finished strings alone once there is one: half-learned ones would pull its lines down', () => {
    const [figure] = figuresOf([recordOf(third, own)], live)
    expect(line(figure!, 'foreign').map(({ y }) => y)).toEqual(PREFIXES.map(() => 0.2))
    expect(line(figure!, 'shuffled').some((point) => point.live)).toBe(false)
  })
})

it('draws an axis and the unique length for every alphabet that will come, the largest first', () => {
  const figures = figuresOf([recordOf(trialsOf('tiny', 7)[0]!, own)])
  expect(figures.map(({ id }) => id)).toEqual(['recall-26', 'recall-7', 'learning'])
  const [first, second, learning] = figures as [LinesFigure, LinesFigure, LinesFigure]
  expect(second.series.find(({ key }) => key === 'shuffled')!.points[4]).toMatchObject({ x: 4, y: 1 })
  expect(first.series.find(({ key }) => key === 'shuffled')!.points).toEqual([])
  expect(first.bands).toHaveLength(1)
  expect(first.bands![0]!.from).toBeCloseTo(2.553, 3)
  expect(first.x.ticks).toEqual([0, 4, 8, 12, 16])
  // No two lines have their error bars at one k.
  expect(new Set(first.series.map(({ bars }) => bars!.from % bars!.every)).size).toBe(first.series.length)
  expect(learning.series.map(({ points }) => points)).toEqual([
    [
      { x: 1, y: 0 },
      { x: 400, y: 1 },
    ],
  ])
})
