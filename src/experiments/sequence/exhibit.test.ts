import { expect, it } from 'vitest'
import type { GridFigure, LinesFigure } from '@/core/figures/figure'
import { joinRuns, type LiveValues, type Run, runsOfRecords } from '@/core/runs/run'
import { recordOf, trials } from './example-records'
import { exhibit } from './exhibit'

const figuresOf = (runs: readonly Run[]) =>
  exhibit.figures({ runs }) as [GridFigure, LinesFigure, LinesFigure]
const rounded = (values: readonly number[]) => values.map((value) => Number(value.toFixed(6)))
const rowsOf = ({ values }: GridFigure) =>
  [0, 1, 2, 3, 4, 5].map((row) => rounded(values.slice(5 * row, 5 * row + 5)))

it('draws what is left of each string after each, above guessing', () => {
  const [left, accuracy, speed] = figuresOf(runsOfRecords([recordOf(trials[0]!, 4 / 7, 0.9)]))
  expect(left.rowNames).toEqual(['1', '2', '3', '4', '1 again', '5'])
  const rows = rowsOf(left)
  expect(rows[0]).toEqual([1, 0, 0, 0, 0])
  expect(rows[2]).toEqual([0.5, 0.5, 1, 0, 0])
  expect(rows[4]).toEqual([1, 0.5, 0.5, 0.5, 0])
  expect(rows[5]).toEqual([0.5, 0.5, 0.5, 0.5, 1])
  expect(accuracy.bands!.map(({ label }) => label)).toEqual(['1', '2', '3', '4', '1 again', '5'])
  expect(accuracy.series).toHaveLength(5)
  expect(speed.series.map(({ points }) => points.map(({ x }) => x))).toEqual([[1, 2, 3, 4, 6], [5]])
})

it('takes no run by the earlier timetable, which had no new string at the end, for one of this', () => {
  expect(trials[0]!.key).toContain('-r1-p2/')
  const old = { ...recordOf(trials[0]!, 0.3, 0.9), trialKey: trials[0]!.key.replace('-p2', '') }
  const [left] = figuresOf(runsOfRecords([old]))
  expect(left.values).toEqual([])
})

/** @param accuracies of each string at each of `steps`. */
function liveAt(steps: readonly number[], accuracies: readonly (readonly number[])[]) {
  const live: LiveValues = {
    step: steps.at(-1)!,
    datasetBits: 1,
    trainBitsPerToken: 1,
    memorizedBits: 0,
    curves: Object.fromEntries(
      accuracies.map((values, string) => [`look.accuracy.${string}`, { steps, values }]),
    ),
    grid: undefined,
  }
  return figuresOf(joinRuns(trials, new Map(), new Map([[trials[0]!.key, live]])))
}
const BLANK = Array.from({ length: 5 }, () => Number.NaN)

it('draws what is left of a run that trains, up to its latest probe', () => {
  const never = [0, 0.1, 0.1, 0.1]
  const [left, accuracy] = liveAt(
    [0, 100, 200, 300],
    [[0, 0.5, 1, 4 / 7], [0, 0.1, 0.1, 5.5 / 7], never, never, never],
  )
  expect(left.rowNames).toEqual(['1', '2 (now)', '3', '4', '1 again', '5'])
  expect(rowsOf(left)).toEqual([[1, 0, 0, 0, 0], [0.5, 0.75, 0, 0, 0], BLANK, BLANK, BLANK, BLANK])
  expect(accuracy.bands).toEqual([
    { from: 0, to: 200, label: '1' },
    { from: 200, to: 400, label: '2' },
  ])
})

it('has a live row from the probe before the first step on, and none between two strings', () => {
  const all = (...accuracy: readonly number[]) => Array.from({ length: 5 }, () => accuracy)
  const [first] = liveAt([0], all(1 / 7))
  expect(first.rowNames.slice(0, 2)).toEqual(['1 (now)', '2'])
  expect(rowsOf(first).slice(0, 2)).toEqual([[0, 0, 0, 0, 0], BLANK])
  const [between] = liveAt([0, 200], all(1 / 7, 1))
  expect(between.rowNames.slice(0, 2)).toEqual(['1', '2'])
  expect(rowsOf(between).slice(0, 2)).toEqual([[1, 1, 1, 1, 1], BLANK])
})
