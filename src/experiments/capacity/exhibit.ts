/**
 * What the hero charts of this experiment's view do not show: memorised bits while it trains, and where strings stop being recalled whole.
 * Bits during training come from the loss: of a full batch they are those of the dataset, before the step's update.
 */
import type { Exhibit, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, seedPoints, sizeStep, stepAxis } from '@/core/figures/figure-points'
import { sentenceOf } from '@/core/findings/finding'
import { uniformDatasetBits } from '@/core/metrics/bits'
import { curve, curvePoints, LOSS_CURVE, memorizedCurve } from '@/core/runs/curve'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import { byModel, ofFirstSeed } from '@/core/runs/group'
import { type FinishedRun, finishedRuns, type Run, startedRuns } from '@/core/runs/run'
import { type CapacityFinding, findings } from './findings'
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
    caption: text.convergence.caption(own?.runs[0]?.trial.shape.width),
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

function recallFigure(runs: readonly Run[]): LinesFigure {
  const measured = finishedRuns(runs).filter(({ record }) => record.measures.exactRecall !== undefined)
  const models = byModel(measured)
  const line = (own: readonly FinishedRun[], measure: string): FigureSeries['points'] =>
    seedPoints(
      own.map(({ record }) => ({
        x: record.datasetBits / record.params,
        y: record.measures[measure] ?? Number.NaN,
      })),
    )
  const ratios = (measured.length > 0 ? [] : runs).map(
    ({ trial: { datasetSize, shape, params } }) =>
      uniformDatasetBits(datasetSize, shape.seqLen, shape.vocab) / params,
  )
  return {
    kind: 'lines',
    id: 'recall',
    title: text.recall.title,
    caption: text.recall.caption,
    x: axisOver(
      text.recall.x,
      'log',
      [...measured.map(({ record }) => record.datasetBits / record.params), ...ratios],
      measured.length + ratios.length === 0
        ? [1, 10]
        : [PAPER_BITS_PER_PARAM.float32, PAPER_BITS_PER_PARAM.float32],
    ),
    y: { label: text.recall.y, scale: 'linear', min: 0, max: 1 },
    series: models.flatMap(({ label, runs: own }, i): FigureSeries[] => {
      const color = sizeStep(i, models.length)
      const width = models.length > 1 ? own[0]!.trial.shape.width : undefined
      return [
        { key: `${label} strings`, label, color, style: 'line', points: line(own, 'exactRecall') },
        {
          key: `${label} tokens`,
          label: text.recall.tokens(width),
          color,
          style: 'dashed',
          points: line(own, 'tokenAccuracy'),
        },
      ]
    }),
  }
}

export const exhibit: Exhibit<CapacityFinding> = {
  figures: ({ runs }) => [convergenceFigure(runs), recallFigure(runs)],
  findings,
  sentence: (finding) => sentenceOf(sentences, finding),
}
