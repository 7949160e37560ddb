/**
 * What the hero charts of this experiment's view do not show: memorised bits while it trains, and where strings stop being recalled whole.
 * Bits during training come from the loss: of a full batch they are those of the dataset, before the step's update.
 */
import type { Exhibit, FigureInput, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, seedPoints, sizeStep } from '@/core/figures/figure-points'
import { groupBy } from '@/core/group'
import type { TrialRecord } from '@/core/results/result'
import { memorizedWhileTraining, trainingRuns } from '@/core/runs/curve'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import { findings } from './findings'
import { PREFIX_TOKENS } from './recall-prefix'

/** The largest model: where curves of several would lie over each other, its are the ones that take longest. */
const largest = (runs: readonly { readonly params: number }[]): number =>
  Math.max(0, ...runs.map(({ params }) => params))

function convergenceFigure(input: FigureInput): LinesFigure {
  const { planned } = input
  const runs = trainingRuns(input)
  const params = largest(runs.length > 0 ? runs : planned)
  const own = runs.filter((record) => record.params === params)
  const seed = Math.min(...own.map((record) => record.seed))
  const curves = own
    .filter((record) => record.seed === seed)
    .toSorted((a, b) => a.datasetSize - b.datasetSize)
    .map((record) => ({ record, points: memorizedWhileTraining(record) }))
    .filter(({ points }) => points.length > 0)
  const steps = [...planned, ...own].filter((run) => run.params === params).map((run) => run.steps)
  const model = own[0] ? ` of the model with d ${own[0].width}` : ''
  return {
    kind: 'lines',
    id: 'convergence',
    title: 'Memorised bits while it trains',
    caption: `Each line is one dataset${model}, one seed. Small data are learned early and whole. Compare the lines that end at the same height: do larger data take longer to get there? Only runs that see every string in every step can be drawn.`,
    x: { label: 'step', scale: 'log', min: 1, max: Math.max(2, ...steps) },
    y: axisOver(
      'memorised bits',
      'linear',
      curves.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, params],
    ),
    series: curves.map(({ record, points }, i) => ({
      key: `N ${record.datasetSize}`,
      label: `N ${record.datasetSize}`,
      color: sizeStep(i, curves.length),
      style: 'curve',
      points,
    })),
  }
}

function recallFigure({ records, planned }: FigureInput): LinesFigure {
  const measured = records.filter(({ measures }) => measures.exactRecall !== undefined)
  const models = [...groupBy(measured, ({ params }) => params)].toSorted(([a], [b]) => a - b)
  const line = (runs: readonly TrialRecord[], measure: string): FigureSeries['points'] =>
    seedPoints(
      runs.map((run) => ({ x: run.datasetBits / run.params, y: run.measures[measure] ?? Number.NaN })),
    )
  const ratios = (measured.length > 0 ? [] : planned).map(
    ({ datasetSize, shape, params }) => (datasetSize * shape.seqLen * Math.log2(shape.vocab)) / params,
  )
  return {
    kind: 'lines',
    id: 'recall',
    title: 'Strings recalled whole',
    caption: `Solid: the share of the training strings whose tokens from the ${PREFIX_TOKENS + 1}th on greedy decoding gives back without a mistake, from the first ${PREFIX_TOKENS}. Dashed: single tokens that it would get right, the first ones among them, which nothing announces. The bits stay when the data outgrow the model, but they are spread over more strings, and whole strings are lost at once.`,
    x: axisOver(
      'data, bits per parameter',
      'log',
      [...measured.map((run) => run.datasetBits / run.params), ...ratios],
      measured.length + ratios.length === 0
        ? [1, 10]
        : [PAPER_BITS_PER_PARAM.float32, PAPER_BITS_PER_PARAM.float32],
    ),
    y: { label: 'share', scale: 'linear', min: 0, max: 1 },
    series: models.flatMap(([, runs], i): FigureSeries[] => {
      const { width, layers } = runs[0]!
      const name = `d ${width}, L ${layers}`
      const color = sizeStep(i, models.length)
      return [
        { key: `${name} strings`, label: name, color, style: 'line', points: line(runs, 'exactRecall') },
        {
          key: `${name} tokens`,
          label: models.length > 1 ? `d ${width} tokens` : 'tokens',
          color,
          style: 'dashed',
          points: line(runs, 'tokenAccuracy'),
        },
      ]
    }),
  }
}

export const exhibit: Exhibit = {
  figures: (input) => [convergenceFigure(input), recallFigure(input)],
  findings,
}
