/** The recipe and its variants: side by side, by data, and while they train. */
import type { Exhibit, FigureColor, FigureInput, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, kindColor, seedPoints, stepAxis } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { groupBy } from '@/core/group'
import { isBeyondSeeds } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import { memorizedWhileTraining, trainingRuns } from '@/core/runs/curve'
import { PLATEAU_GROWTH } from '@/core/runs/fit'
import { measuredTrials } from '@/core/runs/measured'
import type { Settings } from '@/core/sweep/trial'
import { changeOfBitsText, decimalText, noCostText } from '@/core/text/number'
import { KNOB_IDS, type KnobId, knobLabel, knobOf, RECIPE_KNOB } from './knobs'
import { type VariantCost, variantCosts } from './variants'

const ORDER = [RECIPE_KNOB, ...KNOB_IDS] as const

/** The recipe has the ink's own, so that all others are seen against it. */
const colorOf = (id: KnobId | typeof RECIPE_KNOB): FigureColor => kindColor(ORDER.indexOf(id))

/** The largest model only: variants of several would hide each other. */
function ofLargest<T extends { readonly params: number }>(runs: readonly T[]): T[] {
  const params = Math.max(...runs.map((run) => run.params))
  return runs.filter((run) => run.params === params)
}

const byKnob = <T extends { readonly settings: Settings }>(runs: readonly T[]) => {
  const groups = groupBy(runs, ({ settings }) => knobOf(settings))
  return ORDER.flatMap((id) => {
    const own = groups.get(id)
    return own ? [{ id, own }] : []
  })
}

const sizesOf = ({ planned, records }: FigureInput): number[] => [
  ...new Set([...ofLargest(planned), ...ofLargest(records)].map(({ datasetSize }) => datasetSize)),
]

/** On the most data, one place for each: from the plan, so that none moves while others finish. */
function sideFigure(input: FigureInput): LinesFigure {
  const most = Math.max(...sizesOf(input))
  const places = byKnob([...input.planned, ...input.records]).map(({ id }) => id)
  const runs = ofLargest(measuredTrials(input)).filter(({ datasetSize }) => datasetSize === most)
  const series = byKnob(runs).map(
    ({ id, own }): FigureSeries => ({
      key: id,
      label: knobLabel(id),
      color: colorOf(id),
      style: 'dots',
      points: seedPoints(
        own.map((run) => ({
          x: places.indexOf(id) + 1,
          y: run.memorizedBits / run.params,
          live: run.live,
        })),
      ),
    }),
  )
  const recipe = series.find(({ key }) => key === RECIPE_KNOB)?.points ?? []
  const last = Math.max(2, places.length)
  return {
    kind: 'lines',
    id: 'side-by-side',
    title: 'What one change of the recipe leaves',
    caption:
      'The same model on the same strings for as many steps, the most data: first by the recipe, then with one thing changed. Thin: the recipe’s height. Mean over seeds, bars from least to most.',
    x: {
      label: 'variant',
      scale: 'linear',
      min: 0.5,
      max: last + 0.5,
      ticks: Array.from({ length: last }, (_, i) => i + 1),
    },
    y: axisOver(
      'memorised bits per parameter',
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

function dataFigure(input: FigureInput): LinesFigure {
  const runs = ofLargest(measuredTrials(input))
  const planned = ofLargest(input.planned).map(
    ({ datasetSize, shape, params }) => (datasetSize * shape.seqLen * Math.log2(shape.vocab)) / params,
  )
  const series = byKnob(runs).map(
    ({ id, own }): FigureSeries => ({
      key: id,
      label: knobLabel(id),
      color: colorOf(id),
      style: 'line',
      points: seedPoints(
        own.map((run) => ({
          x: run.datasetBits / run.params,
          y: run.memorizedBits / run.params,
          live: run.live,
        })),
      ),
    }),
  )
  const points = series.flatMap((own) => own.points)
  const x = [...points.map((point) => point.x), ...planned]
  return {
    kind: 'lines',
    id: 'by-data',
    title: 'Memorised bits by recipe',
    caption:
      'Every line trains the same model on the same strings for as many steps; each variant changes one thing of the recipe. Mean over seeds, bars from least to most. A line that is flat and low looks like a small capacity, and is a bad recipe.',
    x: axisOver(
      'data, bits per parameter',
      'log',
      x,
      x.length === 0 ? [1, 10] : [Number.POSITIVE_INFINITY, 0],
    ),
    y: axisOver(
      'memorised bits per parameter',
      'linear',
      points.map(({ y }) => y),
      [0, 2],
    ),
    series,
  }
}

function trainingFigure(input: FigureInput): LinesFigure {
  const { records, planned } = input
  const own = ofLargest(trainingRuns(input))
  const size = Math.max(...own.map(({ datasetSize }) => datasetSize))
  const seed = Math.min(...own.map((record) => record.seed))
  const shown = own.filter((record) => record.datasetSize === size && record.seed === seed)
  const series = byKnob(shown).flatMap(({ id, own: [record] }): FigureSeries[] => {
    const points = record ? memorizedWhileTraining(record) : []
    if (!record || points.length === 0) return []
    return [
      {
        key: id,
        label: knobLabel(id),
        color: colorOf(id),
        style: 'curve',
        points: points.map(({ x, y }) => ({ x, y: y / record.params })),
      },
    ]
  })
  return {
    kind: 'lines',
    id: 'training',
    title: 'The same while they train',
    caption:
      'The largest dataset, one seed. What falls behind at once has a rate that is too low; what stays behind at the end never came to rest. Small batches are left out: one batch does not tell what the whole dataset costs.',
    x: stepAxis(planned, records),
    y: axisOver(
      'memorised bits per parameter',
      'linear',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, 2],
    ),
    series,
  }
}

function costFinding({ knob, changes, capacities, recipeScatter }: VariantCost): Finding {
  const name = knobLabel(knob)
  // Greek letters stay small.
  const capital = name.replace(/^[a-z]/, (letter) => letter.toUpperCase())
  if (!isBeyondSeeds(changes, recipeScatter)) {
    return {
      verdict: 'not reached',
      text: `${capital}: ${changeOfBitsText(changes)}${noCostText(changes.length, 'the recipe’s own seeds')}.`,
    }
  }
  const growth = capacities.map(({ growthAtEnd }) => growthAtEnd)
  const flat = growth.every((value) => value !== undefined && Math.abs(value) <= PLATEAU_GROWTH)
  return {
    verdict: 'seen',
    text: `${capital}: ${changeOfBitsText(changes)}${
      flat ? ', on a plateau that looks as good: twice the data changed it by less than a tenth' : ''
    }.`,
  }
}

export const exhibit: Exhibit = {
  figures: (input) => [
    sideFigure(input),
    ...(sizesOf(input).length > 1 ? [dataFigure(input)] : []),
    trainingFigure(input),
  ],
  findings(records: readonly TrialRecord[]) {
    const recipe = ofLargest(records.filter(({ settings }) => knobOf(settings) === RECIPE_KNOB))
    if (recipe.length === 0) return []
    const best = Math.max(...recipe.map(({ bitsPerParam }) => bitsPerParam))
    return [
      {
        verdict: 'seen',
        text: `The recipe holds up to ${decimalText(best)} bits per parameter.`,
        paper: 'Morris et al.: 3.83 in float32, after a million steps',
      },
      ...variantCosts(records).map(costFinding),
    ]
  },
}
