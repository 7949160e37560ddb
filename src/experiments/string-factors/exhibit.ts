/** Steps until the alphabet is found and until the string is known, by entropy and by length; and the loss of every string. */
import type { Exhibit, FigureInput, FigureSeries, LinesFigure } from '@/core/figure'
import { axisOver, type Sample, seedPoints, sizeStep, stepAxis } from '@/core/figure-points'
import { foundAt, type RepetitionRun, repetitionRuns } from '@/core/repetition-curves'
import { findings } from './findings'
import { factorsOf, knownAt } from './runs'

const KNOWN = 11
const FOUND = 4

function series(
  key: string,
  about: string,
  runs: readonly RepetitionRun[],
  xOf: (run: RepetitionRun) => number,
  style: FigureSeries['style'],
): FigureSeries[] {
  const points = (stepOf: (run: RepetitionRun) => number | undefined) =>
    seedPoints(runs.map((run): Sample => ({ x: xOf(run), y: stepOf(run) ?? Number.NaN, live: run.live })))
  return [
    { key: `${key} found`, label: `${about}found`, color: FOUND, style, points: points(foundAt) },
    { key: `${key} known`, label: `${about}known`, color: KNOWN, style, points: points(knownAt) },
  ]
}

const stepsAxis = (lines: readonly FigureSeries[]) =>
  axisOver(
    'steps',
    'log',
    lines.flatMap(({ points }) => points.flatMap(({ y, low = y, high = y }) => [low, high])),
    [20, 200],
  )

function entropyFigure(runs: readonly RepetitionRun[]): LinesFigure {
  const { alphabet, skew } = factorsOf(runs)
  const lines = [
    ...series('alphabet', '', alphabet, ({ sourceBits }) => sourceBits, 'line'),
    ...series('skew', 'skew, ', skew, ({ sourceBits }) => sourceBits, 'dashed'),
  ]
  return {
    kind: 'lines',
    id: 'entropy',
    title: 'Steps against entropy: more symbols, or the same symbols more evenly',
    caption:
      'Found: 95 % of the probability lies on the alphabet. Known: 95 % of the tokens would be guessed right. Solid: alphabets of 2 symbols and more, all equally likely. Dashed: one alphabet, skewed more and more towards the left. A string that was not known by the end of the run has no point.',
    x: axisOver(
      'entropy of the source, bits per token',
      'linear',
      lines.flatMap(({ points }) => points.map(({ x }) => x)),
      [0, 1],
    ),
    y: stepsAxis(lines),
    series: lines,
  }
}

function lengthFigure(runs: readonly RepetitionRun[]): LinesFigure {
  const lines = series('length', '', factorsOf(runs).length, ({ seqLen }) => seqLen, 'line')
  const x = lines.flatMap(({ points }) => points.map((point) => point.x))
  return {
    kind: 'lines',
    id: 'length',
    title: 'Steps against length',
    caption:
      'The same alphabet, all symbols equally likely, in longer and longer strings. Every string is shown once a step.',
    x: axisOver('length, tokens', 'log', x, x.length === 0 ? [16, 256] : [Number.POSITIVE_INFINITY, 0]),
    y: stepsAxis(lines),
    series: lines,
  }
}

/** Only what tells the string from the others: its skew, or its symbols and, where it is shorter than most, its length. */
const shortLabel = ({ symbols, skew, seqLen }: RepetitionRun, longest: number): string =>
  skew > 0 ? `skew ${skew}` : `l ${symbols}${seqLen < longest ? `, n ${seqLen}` : ''}`

function lossFigure({ planned, records }: FigureInput, runs: readonly RepetitionRun[]): LinesFigure {
  const first = Math.min(...runs.map(({ seed }) => seed))
  const shown = runs.filter(({ seed }) => seed === first)
  const longest = Math.max(...shown.map(({ seqLen }) => seqLen))
  const lines = shown.map(
    (run, i): FigureSeries => ({
      key: run.trialKey,
      label: shortLabel(run, longest),
      color: sizeStep(i, shown.length),
      style: run.skew === 0 ? 'curve' : 'dashed-curve',
      points: run.curve.steps.map((x, j) => ({ x, y: run.curve.bitsPerToken[j]! })),
    }),
  )
  const vocab = planned[0]?.shape.vocab ?? records[0]?.vocab ?? 2
  return {
    kind: 'lines',
    id: 'loss',
    title: 'Loss while it trains',
    caption: 'One seed, one curve for each string; dashed where the alphabet is skewed.',
    x: stepAxis(planned, records),
    y: axisOver(
      'loss, bits per token',
      'linear',
      lines.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, Math.log2(vocab)],
    ),
    series: lines,
  }
}

export const exhibit: Exhibit = {
  figures(input) {
    const runs = repetitionRuns(input)
    return [entropyFigure(runs), lengthFigure(runs), lossFigure(input, runs)]
  },
  findings,
}
