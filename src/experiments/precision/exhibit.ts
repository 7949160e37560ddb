/** Figures: what rounding after training leaves, and what rounding while it trains costs. */

import type { Exhibit, FigureAxis, FigureSeries, LinesFigure } from '@/core/figures/figure'
import {
  AWAITS_END,
  axisOver,
  kindColor,
  reachOf,
  type Sample,
  seedPoints,
  stepAxis,
  valuesOf,
} from '@/core/figures/figure-points'
import { levelLine } from '@/core/figures/reference-lines'
import { memorizedSeries } from '@/core/figures/training-series'
import { sentenceOf } from '@/core/findings/finding'
import { scatter } from '@/core/metrics/stats'
import { PRECISIONS } from '@/core/model/precision'
import { learningStrings } from '@/core/runs/learning'
import { finishedRuns, type Run } from '@/core/runs/run'
import { findings, type PrecisionFinding, settledBy } from './findings'
import { CHANNEL_INTEGERS, FLOATS, INTEGERS, measureOf, precisionOf } from './formats'
import { changesFrom, largestRuns, runsIn } from './series'
import { sentences, text } from './texts'

/** Rounding that breaks a model makes its strings dearer than guessing, without end: below this nothing is drawn. */
const LEAST_SHOWN = -0.5

function afterFigure(all: readonly Run[]): LinesFigure {
  const runs = runsIn('float32', largestRuns(finishedRuns(all)))
  const left = (formats: typeof INTEGERS): Sample[] =>
    runs.flatMap(({ record }) =>
      formats.map((format) => ({
        x: format.bitsPerWeight,
        y: (record.measures[measureOf(format)] ?? Number.NaN) / record.params,
      })),
    )
  const shown = (samples: readonly Sample[]) => samples.filter(({ y }) => y >= LEAST_SHOWN)
  const float32 = runs.map(({ record }) => ({ x: 32, y: record.bitsPerParam }))
  const [integers, channel] = [shown(left(INTEGERS)), shown(left(CHANNEL_INTEGERS))]
  const floats = FLOATS.map((format) => ({ format, own: left([format]) }))
  const level = float32.reduce((sum, { y }) => sum + y, 0) / float32.length
  const x: FigureAxis = { label: text.after.x, scale: 'log', min: 2, max: 32, ticks: [2, 4, 8, 16, 32] }
  const top = Math.max(2, ...[...integers, ...float32].map(({ y }) => y))
  return {
    kind: 'lines',
    id: 'after-training',
    title: text.after.title,
    caption: text.after.caption(LEAST_SHOWN),
    x,
    y: axisOver(
      text.bitsPerParameter,
      'linear',
      [...integers, ...channel].map(({ y }) => y),
      [LEAST_SHOWN, top],
    ),
    // They end at the one height that a weight can hold, at different widths.
    names: 'beside',
    series: [
      {
        key: 'channel',
        label: text.after.perOutput,
        color: 'kind-1',
        style: 'line',
        points: seedPoints(channel),
      },
      {
        key: 'integers',
        label: text.after.perMatrix,
        color: 'kind-2',
        style: 'line',
        points: seedPoints(integers),
      },
      ...floats.map(
        ({ format, own }, i): FigureSeries => ({
          key: format.id,
          label: i === 0 ? text.after.floats : '',
          color: 'kind-3',
          style: 'dots',
          points: seedPoints(shown(own)),
        }),
      ),
      {
        key: 'float32',
        label: text.labels.float32,
        color: 'kind-0',
        style: 'dots',
        points: seedPoints(float32),
      },
      ...(float32.length === 0 ? [] : [levelLine('before', '', level, x)]),
    ],
  }
}

/** Per cent, drawn in any case: less than this is not worth a chart's height. */
const COST_SHOWN = { least: -10, most: 5 } as const

function costFigure(runs: readonly Run[]): LinesFigure {
  const own = largestRuns(finishedRuns(runs))
  const float32 = runsIn('float32', own)
  const series = PRECISIONS.filter((precision) => precision !== 'float32').map(
    (precision, i): FigureSeries => ({
      key: precision,
      label: text.labels[precision],
      color: kindColor(i + 1),
      style: 'dots',
      points: seedPoints(changesFrom(float32, precision, own).map((y) => ({ x: i + 1, y: 100 * y }))),
    }),
  )
  const last = series.length
  const chance = scatter(float32.map(({ record }) => record.memorizedBits))
  const x: FigureAxis = {
    label: text.cost.x,
    scale: 'linear',
    min: 0.5,
    max: last + 0.5,
    ticks: Array.from({ length: last }, (_, i) => i + 1),
    unnumbered: true,
  }
  return {
    kind: 'lines',
    id: 'cost',
    title: text.cost.title,
    awaits: AWAITS_END,
    caption: text.cost.caption,
    x,
    y: axisOver(
      text.cost.y,
      'linear',
      [...reachOf(series), ...(chance === undefined ? [] : [-100 * chance])],
      [COST_SHOWN.least, COST_SHOWN.most],
    ),
    names: 'beside',
    series: [
      ...series,
      levelLine('float32', text.labels.float32, 0, x),
      ...(chance === undefined ? [] : [levelLine('chance', text.cost.chance, -100 * chance, x)]),
    ],
  }
}

function trainingFigure(runs: readonly Run[]): LinesFigure {
  const kinds = PRECISIONS.map((precision, i) => ({
    key: precision,
    label: text.labels[precision],
    color: kindColor(i),
    has: ({ trial }: Run) => precisionOf(trial.settings) === precision,
  }))
  const series = memorizedSeries(runs, kinds)
  return {
    kind: 'lines',
    id: 'training',
    title: text.training.title,
    caption: text.training.caption,
    x: stepAxis(runs),
    y: axisOver(text.bitsPerParameter, 'linear', valuesOf(series), [0, 2]),
    series,
  }
}

export const exhibit: Exhibit<PrecisionFinding> = {
  figures: ({ runs }) => [afterFigure(runs), trainingFigure(runs), costFigure(runs)],
  findings,
  learning: (runs) =>
    learningStrings(runs, text.learnedIn(runs.map(({ trial }) => precisionOf(trial.settings)))),
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
