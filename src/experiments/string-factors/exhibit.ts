/** Steps until the alphabet is found and until the string is known, by entropy and by length; and what is guessed right while it trains. */
import type { Exhibit, FigureSeries, LinesFigure } from '@/core/figures/figure'
import {
  axisOver,
  reachOf,
  type Sample,
  seedPoints,
  shareAxis,
  sizeStep,
  stepAxis,
} from '@/core/figures/figure-points'
import { levelLine } from '@/core/figures/reference-lines'
import { sentenceOf } from '@/core/findings/finding'
import {
  foundAt,
  learningRepetition,
  ofFirstProbedSeed,
  probedPoints,
  type RepetitionRun,
  repetitionRuns,
} from '@/core/runs/repetition'
import type { Run } from '@/core/runs/run'
import { type FactorFinding, findings, settledBy } from './findings'
import {
  baseOf,
  type Factors,
  factorsOf,
  KNOWN_ACCURACY,
  kindOfTrial,
  knownAt,
  type StringKind,
} from './series'
import { sentences, text } from './texts'

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
    { key: `${key} found`, label: `${text.found}${about}`, color: FOUND, style, points: points(foundAt) },
    { key: `${key} known`, label: `${text.known}${about}`, color: KNOWN, style, points: points(knownAt) },
  ]
}

const stepsAxis = (lines: readonly FigureSeries[]) => axisOver(text.steps, 'log', reachOf(lines), [20, 200])

function entropyFigure(runs: readonly RepetitionRun[]): LinesFigure {
  const { alphabet, skew } = factorsOf(runs)
  const lines = [
    ...series('alphabet', '', alphabet, ({ sourceBits }) => sourceBits, 'line'),
    ...series('skew', text.entropy.skewed, skew, ({ sourceBits }) => sourceBits, 'thin'),
  ]
  return {
    kind: 'lines',
    id: 'entropy',
    title: text.entropy.title,
    caption: text.entropy.caption,
    x: axisOver(
      text.entropy.x,
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
    title: text.length.title,
    caption: text.length.caption,
    x: axisOver(text.length.x, 'log', x, x.length === 0 ? [16, 256] : [Number.POSITIVE_INFINITY, 0]),
    y: stepsAxis(lines),
    series: lines,
  }
}

/** Factors in the order of their figures. */
const FACTORS: readonly (keyof Factors)[] = ['alphabet', 'skew', 'length']

/**
 * Accuracy over the steps, a curve for each string of a line.
 * @param kinds strings of the line, planned ones too: each has its colour before it trains. @param probed those that have begun.
 */
function accuracyFigure(
  factor: keyof Factors,
  runs: readonly Run[],
  kinds: readonly StringKind[],
  probed: readonly RepetitionRun[],
): LinesFigure {
  const { title, caption, label } = text.accuracy[factor]
  const x = stepAxis(runs)
  const places = [...new Set(kinds.map(label))]
  return {
    kind: 'lines',
    id: `course-${factor}`,
    title,
    caption,
    x,
    y: shareAxis(text.accuracy.y),
    // They all end at 1.
    names: 'beside',
    series: [
      ...ofFirstProbedSeed(probed).map(
        (run): FigureSeries => ({
          key: run.trialKey,
          label: label(run),
          color: sizeStep(places.indexOf(label(run)), places.length),
          style: 'curve',
          points: probedPoints(run, 'accuracy'),
        }),
      ),
      levelLine('known', text.known, KNOWN_ACCURACY, x),
    ],
  }
}

/** A figure for each factor that varies in the plan: its lines have a place before their first string is there. */
function accuracyFigures(runs: readonly Run[], probed: readonly RepetitionRun[]): LinesFigure[] {
  const kinds = runs.map(({ trial }) => kindOfTrial(trial))
  const planned = factorsOf(kinds)
  const trained = factorsOf(probed, baseOf(kinds), 1)
  return FACTORS.flatMap((factor) => {
    const own = planned[factor]
    return own.length === 0 ? [] : [accuracyFigure(factor, runs, own, trained[factor])]
  })
}

export const exhibit: Exhibit<FactorFinding> = {
  figures({ runs }) {
    const probed = repetitionRuns(runs)
    return [entropyFigure(probed), lengthFigure(probed), ...accuracyFigures(runs, probed)]
  },
  findings,
  learning: learningRepetition,
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
