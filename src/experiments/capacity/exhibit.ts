/**
 * How a model fills up: memorised bits against data, capacity against parameters, the loss on both sides of it; then memorised bits while it
 * trains, and where strings stop being recalled whole. Pointing at a model in one figure shows it in all.
 */
import type { Exhibit, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { AWAITS_END, axisOver, shareAxis, sizeStep, stepAxis } from '@/core/figures/figure-points'
import { sentenceOf } from '@/core/findings/finding'
import { curve, curvePoints, LOSS_CURVE, memorizedCurve } from '@/core/runs/curve'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import { byModel, measureOf, ofFirstSeed } from '@/core/runs/group'
import { type Run, startedRuns } from '@/core/runs/run'
import { countText } from '@/core/text/number'
import { type CapacityFinding, findings, settledBy } from './findings'
import { capacityFigure, lossFigure, memorizedFigure, ofModel, valuesAt } from './linked-figures'
import { type CapacityModel, capacityModels, plannedBits } from './series'
import { sentences, text } from './texts'

/** The largest model: where curves of several would lie over each other, its are the ones that take longest. */
const largestModel = <R extends Run>(runs: readonly R[]) => byModel(runs).at(-1)

function convergenceFigure(runs: readonly Run[]): LinesFigure {
  const own = largestModel(startedRuns(runs).filter((run) => curve(run, LOSS_CURVE)))
  const params = own?.params ?? largestModel(runs)?.params ?? 0
  const curves = ofFirstSeed(own?.runs ?? []).flatMap((run) => {
    const memorized = memorizedCurve(run)
    return memorized ? [{ run, points: curvePoints(memorized) }] : []
  })
  return {
    kind: 'lines',
    id: 'convergence',
    title: text.convergence.title,
    caption: text.convergence.caption(own?.runs[0]?.trial.params),
    x: stepAxis(runs.filter(({ trial }) => trial.params === params)),
    y: axisOver(
      text.convergence.y,
      'linear',
      curves.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, params],
    ),
    series: curves.map(({ run, points }, i) => ({
      key: `N ${run.trial.datasetSize}`,
      label: text.convergence.line(run.trial.datasetSize),
      color: sizeStep(i, curves.length),
      style: 'curve',
      points,
    })),
  }
}

function recallFigure(runs: readonly Run[], models: readonly CapacityModel[]): LinesFigure {
  const measured = models
    .map((model) => ({
      model,
      sizes: model.sizes.filter(({ finished }) => measureOf(finished, 'exactRecall').length > 0),
    }))
    .filter(({ sizes }) => sizes.length > 0)
  const line = ({ model, sizes }: (typeof measured)[number], measure: string) => ({
    ...ofModel(model),
    points: sizes.flatMap(({ finished, datasetBits, datasetSize }) => {
      const values = measureOf(finished, measure)
      return values.length === 0
        ? []
        : [{ ...valuesAt(datasetBits / model.params, values), highlight: String(datasetSize) }]
    }),
  })
  const ratios =
    measured.length > 0
      ? measured.flatMap(({ model, sizes }) => sizes.map(({ datasetBits }) => datasetBits / model.params))
      : runs.map((run) => plannedBits(run) / run.trial.params)
  const { float32 } = PAPER_BITS_PER_PARAM
  return {
    kind: 'lines',
    id: 'recall',
    title: text.recall.title,
    caption: text.recall.caption,
    x: axisOver(text.recall.x, 'log', ratios, ratios.length === 0 ? [1, 10] : [float32, float32]),
    y: shareAxis(text.recall.y),
    awaits: AWAITS_END,
    series: measured.flatMap((own): FigureSeries[] => {
      const { key, label, params } = own.model
      return [
        {
          key: `${key} strings`,
          label,
          atEnd: [label, countText(params)],
          style: 'line',
          ...line(own, 'exactRecall'),
        },
        {
          key: `${key} tokens`,
          label: text.recall.tokens(measured.length > 1 ? params : undefined),
          style: 'thin',
          ...line(own, 'tokenAccuracy'),
        },
      ]
    }),
  }
}

export const exhibit: Exhibit<CapacityFinding> = {
  figures({ runs }) {
    const models = capacityModels(runs)
    return [
      memorizedFigure(runs, models),
      capacityFigure(runs, models),
      lossFigure(runs, models),
      convergenceFigure(runs),
      recallFigure(runs, models),
    ]
  },
  findings,
  sentence: (finding) => sentenceOf(sentences, finding),
  settledBy,
}
