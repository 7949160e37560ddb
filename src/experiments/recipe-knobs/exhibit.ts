/** The recipe and its variants: side by side, by data, and while they train. */
import type { Exhibit, FigureColor, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, kindColor, seedPoints, stepAxis } from '@/core/figures/figure-points'
import { sentenceOf } from '@/core/findings/finding'
import { uniformDatasetBits } from '@/core/metrics/bits'
import { curve, curvePoints, LOSS_CURVE, memorizedCurve } from '@/core/runs/curve'
import { ofFirstSeed } from '@/core/runs/group'
import {
  datasetBitsOf,
  isTraining,
  memorizedBitsOf,
  type Run,
  type StartedRun,
  startedRuns,
} from '@/core/runs/run'
import { findings, type RecipeKnobsFinding } from './findings'
import { knobLabel, RECIPE_KNOB } from './knobs'
import { byVariant, ORDER, ofLargest, type VariantId } from './series'
import { sentences, text } from './texts'

/** The recipe has the ink's own, so that all others are seen against it. */
const colorOf = (id: VariantId): FigureColor => kindColor(ORDER.indexOf(id))

const sizesOf = (runs: readonly Run[]): number[] => [
  ...new Set(ofLargest(runs).map(({ trial }) => trial.datasetSize)),
]

const bitsPerParam = (run: StartedRun): number => memorizedBitsOf(run) / run.trial.params

/** The variants side by side, on the most data. Each has its place from the plan, so that none moves while others finish. */
function sideFigure(runs: readonly Run[]): LinesFigure {
  const most = Math.max(...sizesOf(runs))
  const places = byVariant(runs).map(({ id }) => id)
  const shown = ofLargest(startedRuns(runs)).filter(({ trial }) => trial.datasetSize === most)
  const series = byVariant(shown).map(
    ({ id, own }): FigureSeries => ({
      key: id,
      label: knobLabel(id),
      color: colorOf(id),
      style: 'dots',
      points: seedPoints(
        own.map((run) => ({
          x: places.indexOf(id) + 1,
          y: bitsPerParam(run),
          live: isTraining(run),
        })),
      ),
    }),
  )
  const recipe = series.find(({ key }) => key === RECIPE_KNOB)?.points ?? []
  const last = Math.max(2, places.length)
  return {
    kind: 'lines',
    id: 'side-by-side',
    title: text.side.title,
    caption: text.side.caption,
    x: {
      label: text.side.x,
      scale: 'linear',
      min: 0.5,
      max: last + 0.5,
      ticks: Array.from({ length: last }, (_, i) => i + 1),
    },
    y: axisOver(
      text.bitsPerParameter,
      'linear',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, 2],
    ),
    names: 'beside',
    series: [
      ...series,
      {
        key: 'height of the recipe',
        label: '',
        color: 'reference',
        style: 'curve',
        points: recipe.flatMap(({ y }) => [0.5, last + 0.5].map((x) => ({ x, y }))),
      },
    ],
  }
}

function dataFigure(runs: readonly Run[]): LinesFigure {
  const planned = ofLargest(runs).map(
    ({ trial: { datasetSize, shape, params } }) =>
      uniformDatasetBits(datasetSize, shape.seqLen, shape.vocab) / params,
  )
  const series = byVariant(ofLargest(startedRuns(runs))).map(
    ({ id, own }): FigureSeries => ({
      key: id,
      label: knobLabel(id),
      color: colorOf(id),
      style: 'line',
      points: seedPoints(
        own.map((run) => ({
          x: datasetBitsOf(run) / run.trial.params,
          y: bitsPerParam(run),
          live: isTraining(run),
        })),
      ),
    }),
  )
  const points = series.flatMap((own) => own.points)
  const x = [...points.map((point) => point.x), ...planned]
  return {
    kind: 'lines',
    id: 'by-data',
    title: text.byData.title,
    caption: text.byData.caption,
    x: axisOver(text.byData.x, 'log', x, x.length === 0 ? [1, 10] : [Number.POSITIVE_INFINITY, 0]),
    y: axisOver(
      text.bitsPerParameter,
      'linear',
      points.map(({ y }) => y),
      [0, 2],
    ),
    series,
  }
}

function trainingFigure(runs: readonly Run[]): LinesFigure {
  const own = ofLargest(startedRuns(runs).filter((run) => curve(run, LOSS_CURVE)))
  const size = Math.max(...own.map(({ trial }) => trial.datasetSize))
  const shown = ofFirstSeed(own).filter(({ trial }) => trial.datasetSize === size)
  const series = byVariant(shown).flatMap(({ id, own: [run] }): FigureSeries[] => {
    const memorized = run && memorizedCurve(run)
    if (!run || !memorized) return []
    return [
      {
        key: id,
        label: knobLabel(id),
        color: colorOf(id),
        style: 'curve',
        points: curvePoints(memorized).map(({ x, y }) => ({ x, y: y / run.trial.params })),
      },
    ]
  })
  return {
    kind: 'lines',
    id: 'training',
    title: text.training.title,
    caption: text.training.caption,
    x: stepAxis(runs.map(({ trial }) => trial)),
    y: axisOver(
      text.bitsPerParameter,
      'linear',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, 2],
    ),
    series,
  }
}

export const exhibit: Exhibit<RecipeKnobsFinding> = {
  figures: ({ runs }) => [
    sideFigure(runs),
    ...(sizesOf(runs).length > 1 ? [dataFigure(runs)] : []),
    trainingFigure(runs),
  ],
  findings,
  sentence: (finding) => sentenceOf(sentences, finding),
}
