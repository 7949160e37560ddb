import { expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { joinRuns, type LiveValues, type Run, runsOfRecords } from '@/core/runs/run'
import { expectedOf, madeOf, recordOf, tiny, trials } from './example-records'
import { exhibit } from './exhibit'
import experiment from './spec'

const figuresOf = (runs: readonly Run[]) => exhibit.figures({ runs }) as LinesFigure[]
const finished = runsOfRecords(trials.map(expectedOf))
const planned = joinRuns(trials, new Map())
const curveOf = (...values: readonly number[]) => ({ steps: [1, 2], values })
const live: LiveValues = {
  step: 2,
  datasetBits: 1,
  trainBitsPerToken: 1,
  memorizedBits: 0,
  curves: {
    'look.accuracy': curveOf(0.1, 0.2),
    'look.alphabetMass': curveOf(0.1, 0.2),
    'look.bitsPerToken': curveOf(6, 5),
  },
  grid: undefined,
}
/** The fourth string trains, the others are planned. */
const training = joinRuns(trials, new Map(), new Map([[trials[3]!.key, live]]))

it('finds the string that the others are compared with, and three lines through it', () => {
  const [entropy, length] = figuresOf(finished) as [LinesFigure, LinesFigure]
  const xs = (figure: LinesFigure, key: string) =>
    figure.series.find((series) => series.key === key)!.points.map(({ x }) => x)
  expect(xs(entropy, 'alphabet known')).toEqual([1, 2, 4])
  expect(xs(entropy, 'skew known')).toHaveLength(3)
  expect(xs(entropy, 'skew known').at(-1)).toBe(4)
  expect(xs(length, 'length found')).toEqual([16, 32, 64])
})

it('leaves out what was not reached', () => {
  const records = trials.map((trial) =>
    madeOf(trial).symbols === 2 ? recordOf(trial, 22, 400) : expectedOf(trial),
  )
  const [entropy] = figuresOf(runsOfRecords(records))
  const known = entropy!.series.find(({ key }) => key === 'alphabet known')!
  expect(known.points.map(({ x }) => x)).toEqual([2, 4])
})

const accuracyOf = (runs: readonly Run[]) =>
  figuresOf(runs)
    .filter(({ id }) => id.startsWith('course-'))
    .map(({ id, series }) => [id, series.map(({ label }) => label)])

it('draws what is guessed right factor by factor, in order, with the string that all are compared with', () => {
  expect(accuracyOf(finished)).toEqual([
    ['course-alphabet', ['2 symbols', '4 symbols', '16 symbols', 'known']],
    ['course-skew', ['skew 2', 'skew 1', 'skew 0', 'known']],
    ['course-length', ['16 tokens', '32 tokens', '64 tokens', 'known']],
  ])
})

it('has a place for every line before its first string is there, and none for what is not planned', () => {
  expect(accuracyOf(planned).map(([, labels]) => labels)).toEqual([['known'], ['known'], ['known']])
  expect(accuracyOf(training)).toEqual([
    ['course-alphabet', ['known']],
    ['course-skew', ['skew 1', 'known']],
    ['course-length', ['known']],
  ])
  const colorOf = (runs: readonly Run[]) =>
    figuresOf(runs)
      .flatMap(({ series }) => series)
      .find(({ label }) => label === 'skew 1')!.color
  expect(colorOf(training)).toBe(colorOf(finished))
  const skews = experiment.plan({ ...tiny, alphabets: [], lengths: [] })
  expect(accuracyOf(joinRuns(skews, new Map())).map(([id]) => id)).toEqual(['course-skew'])
})
