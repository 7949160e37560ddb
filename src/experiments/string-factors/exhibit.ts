/** Steps until the alphabet is found and until the string is known, by entropy and by length; and what is guessed right while it trains. */
import type { Exhibit, FigureInput, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, type Sample, seedPoints, sizeStep, stepAxis } from '@/core/figures/figure-points'
import { foundAt, type RepetitionRun, repetitionRuns } from '@/core/runs/repetition'
import { findings } from './findings'
import {
  baseOf,
  type Factors,
  factorsOf,
  KNOWN_ACCURACY,
  kindOfTrial,
  knownAt,
  type StringKind,
} from './series'

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
    { key: `${key} found`, label: `found${about}`, color: FOUND, style, points: points(foundAt) },
    { key: `${key} known`, label: `known${about}`, color: KNOWN, style, points: points(knownAt) },
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
    ...series('skew', ', skewed', skew, ({ sourceBits }) => sourceBits, 'dashed'),
  ]
  return {
    kind: 'lines',
    id: 'entropy',
    title: 'Steps against entropy',
    caption:
      'Found: 95 % of the probability lies on the alphabet. Known: 95 % of the tokens would be guessed right. Solid: alphabets of 2 symbols and more, all equally likely. Dashed: one alphabet, skewed more and more towards the left. A string that was not known by the end of the run has no point.',
    x: axisOver(
      'entropy of the source, bits per token',
      'linear',
      lines.flatMap(({ points }) => points.map(({ x }) => x)),
      [0, 1],
    ),
    y: stepsAxis(lines),
    // All lines end in the string that is on both.
    names: 'beside',
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

interface Line {
  readonly factor: keyof Factors
  readonly title: string
  readonly caption: string
  /** Only what tells the string from the others of the line. */
  readonly label: (kind: StringKind) => string
}

const SHARED =
  'One seed. Where a curve stays flat for a while, the model only guesses. The thin line is the share that counts as known.'

/** All strings in one plot run together; apart they show what each thing does. */
const LINES: readonly Line[] = [
  {
    factor: 'alphabet',
    title: 'Tokens guessed right: more and more symbols',
    caption: `Strings of one length, all symbols equally likely. ${SHARED}`,
    label: ({ symbols }) => `${symbols} symbols`,
  },
  {
    factor: 'skew',
    title: 'Tokens guessed right: the same symbols, more and more skewed',
    caption: `Skew 0: all symbols equally likely; the more skewed, the more often the same few come. ${SHARED}`,
    label: ({ skew }) => `skew ${skew}`,
  },
  {
    factor: 'length',
    title: 'Tokens guessed right: longer and longer strings',
    caption: `The same alphabet, all symbols equally likely. ${SHARED}`,
    label: ({ seqLen }) => `${seqLen} tokens`,
  },
]

function courseFigure(
  { planned, records }: FigureInput,
  { factor, title, caption, label }: Line,
  kinds: readonly StringKind[],
  runs: readonly RepetitionRun[],
): LinesFigure {
  const x = stepAxis(planned, records)
  const first = Math.min(...runs.map(({ seed }) => seed))
  const shown = runs.filter(({ seed }) => seed === first)
  const places = [...new Set(kinds.map(label))]
  return {
    kind: 'lines',
    id: `course-${factor}`,
    title,
    caption,
    x,
    y: { label: 'tokens right', scale: 'linear', min: 0, max: 1 },
    // They all end at 1.
    names: 'beside',
    series: [
      ...shown.map(
        (run): FigureSeries => ({
          key: run.trialKey,
          label: label(run),
          color: sizeStep(places.indexOf(label(run)), places.length),
          style: 'curve',
          points: run.curve.steps.map((step, i) => ({ x: step, y: run.curve.accuracy[i]! })),
        }),
      ),
      {
        key: 'known',
        label: 'known',
        color: 'reference',
        style: 'curve',
        points: [x.min, x.max].map((step) => ({ x: step, y: KNOWN_ACCURACY })),
      },
    ],
  }
}

/** Figures of what is planned: a line is there before its first string is. */
function courseFigures(input: FigureInput, runs: readonly RepetitionRun[]): LinesFigure[] {
  const kinds: readonly StringKind[] = input.planned.length > 0 ? input.planned.map(kindOfTrial) : runs
  const base = baseOf(kinds)
  const planned = factorsOf(kinds)
  const trained = factorsOf(runs, base, 1)
  return LINES.flatMap((line) => {
    const own = planned[line.factor]
    return own.length === 0 ? [] : [courseFigure(input, line, own, trained[line.factor])]
  })
}

export const exhibit: Exhibit = {
  figures(input) {
    const runs = repetitionRuns(input)
    return [entropyFigure(runs), lengthFigure(runs), ...courseFigures(input, runs)]
  },
  findings,
}
