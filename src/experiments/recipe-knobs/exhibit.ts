/** The recipe and its variants: side by side, by data, and while they train. */

import type { Exhibit, FigureAxis, FigureColor, FigureSeries, LinesFigure } from '@/core/figures/figure'
import {
  axisOver,
  dataPerParamAxis,
  kindColor,
  seedPoints,
  stepAxis,
  valuesOf,
} from '@/core/figures/figure-points'
import { levelLine } from '@/core/figures/reference-lines'
import { memorizedSeries } from '@/core/figures/training-series'
import { sentenceOf } from '@/core/findings/finding'
import { ofLargestModel } from '@/core/runs/group'
import { learningStrings } from '@/core/runs/learning'
import { dataPerParam, isTraining, memorizedPerParam, type Run, startedRuns } from '@/core/runs/run'
import { findings, type RecipeKnobsFinding, settledBy } from './findings'
import { knobLabel, knobOf, RECIPE_KNOB } from './knobs'
import { byVariant, ORDER, type VariantId } from './series'
import { sentences, text } from './texts'

/** The recipe has the ink's own, so that all others are seen against it; both small batches have one, the last of the kinds. */
const colorOf = (id: VariantId): FigureColor =>
  kindColor(ORDER.indexOf(id === 'smallBatchRate' ? 'smallBatch' : id))

const sizesOf = (runs: readonly Run[]): number[] => [
  ...new Set(ofLargestModel(runs).map(({ trial }) => trial.datasetSize)),
]

/** The variants side by side, on the most data. Each has its place from the plan, so that none moves while others finish. */
function sideFigure(runs: readonly Run[]): LinesFigure {
  const most = Math.max(...sizesOf(runs))
  const places = byVariant(runs).map(({ id }) => id)
  const shown = ofLargestModel(startedRuns(runs)).filter(({ trial }) => trial.datasetSize === most)
  const series = byVariant(shown).map(
    ({ id, own }): FigureSeries => ({
      key: id,
      label: knobLabel(id),
      color: colorOf(id),
      style: 'dots',
      points: seedPoints(
        own.map((run) => ({
          x: places.indexOf(id) + 1,
          y: memorizedPerParam(run),
          live: isTraining(run),
        })),
      ),
    }),
  )
  const recipe = series.find(({ key }) => key === RECIPE_KNOB)?.points ?? []
  const last = Math.max(2, places.length)
  const x: FigureAxis = {
    label: text.side.x,
    scale: 'linear',
    min: 0.5,
    max: last + 0.5,
    ticks: Array.from({ length: last }, (_, i) => i + 1),
    unnumbered: true,
  }
  return {
    kind: 'lines',
    id: 'side-by-side',
    title: text.side.title,
    caption: text.side.caption,
    x,
    y: axisOver(text.bitsPerParameter, 'linear', valuesOf(series), [0, 2]),
    names: 'beside',
    series: [...series, ...recipe.map(({ y }) => levelLine('height of the recipe', '', y, x))],
  }
}

function dataFigure(runs: readonly Run[]): LinesFigure {
  const series = byVariant(ofLargestModel(startedRuns(runs))).map(
    ({ id, own }): FigureSeries => ({
      key: id,
      label: knobLabel(id),
      color: colorOf(id),
      style: 'line',
      points: seedPoints(
        own.map((run) => ({
          x: dataPerParam(run),
          y: memorizedPerParam(run),
          live: isTraining(run),
        })),
      ),
    }),
  )
  return {
    kind: 'lines',
    id: 'by-data',
    title: text.byData.title,
    caption: text.byData.caption,
    x: dataPerParamAxis(text.byData.x, ofLargestModel(runs)),
    y: axisOver(text.bitsPerParameter, 'linear', valuesOf(series), [0, 2]),
    series,
  }
}

function trainingFigure(runs: readonly Run[]): LinesFigure {
  const kinds = ORDER.map((id) => ({
    key: id,
    label: knobLabel(id),
    color: colorOf(id),
    has: ({ trial }: Run) => knobOf(trial.settings) === id,
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

export const exhibit: Exhibit<RecipeKnobsFinding> = {
  figures: ({ runs }) => [
    sideFigure(runs),
    ...(sizesOf(runs).length > 1 ? [dataFigure(runs)] : []),
    trainingFigure(runs),
  ],
  findings,
  learning: (runs) => learningStrings(runs, text.learnedBy(runs.map(({ trial }) => knobOf(trial.settings)))),
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
