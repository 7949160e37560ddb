/** Capacity against parameters, bits per parameter beside Table 1 of the paper, and against the share of the embeddings. */
import type { Exhibit, FigureInput, FigurePoint, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, seedPoints, sizeStep } from '@/core/figures/figure-points'
import { MORRIS_SLOPE, MORRIS_TABLE } from '@/core/findings/morris-table'
import { groupBy } from '@/core/group'
import { logSpaced } from '@/core/metrics/log-steps'
import { type CapacityLine, fitCapacityLine } from '@/core/runs/fit'
import { decimalText } from '@/core/text/number'
import { findings } from './findings'
import { embeddingShare, finishedModels, type Model, shownModels } from './models'

/** Points of a line with an intercept, which a log axis bends. */
const LINE_POINTS = 40

/** One series for each number of layers, or for each vocabulary where several were given. */
function seriesOf(
  models: readonly Model[],
  xOf: (m: Model) => number,
  yOf: (bits: number, m: Model) => number,
) {
  const byVocab = new Set(models.map(({ vocab }) => vocab)).size > 1
  const groups = [...groupBy(models, (model) => (byVocab ? model.vocab : model.layers))]
  return groups
    .toSorted(([a], [b]) => a - b)
    .map(([value, own], i): FigureSeries => {
      const label = `${byVocab ? 'V' : 'L'} ${value}`
      const points = own.flatMap((model) =>
        [...model.bySeed.values()].map((bits) => ({ x: xOf(model), y: yOf(bits, model), live: model.live })),
      )
      return {
        key: label,
        label,
        color: sizeStep(i, groups.length),
        style: 'line',
        points: seedPoints(points),
      }
    })
}

const linePoints = (from: number, to: number, bitsOf: (params: number) => number): FigurePoint[] =>
  logSpaced(from, to, LINE_POINTS)
    .map((x) => ({ x, y: bitsOf(x) }))
    .filter(({ y }) => y > 0)

/** Least and largest number of parameters, from the plan where there is one; a stretch to draw axes for where nothing is known. */
function paramsRange({ planned, records }: FigureInput): [number, number] {
  const params = [...planned, ...records].map((trial) => trial.params)
  return params.length === 0 ? [1000, 10_000] : [Math.min(...params), Math.max(...params)]
}

const fitLabel = ({ slope }: CapacityLine): string => `fit: ${slope.toFixed(2)}`

function capacityFigure(input: FigureInput): LinesFigure {
  const models = shownModels(input)
  const [least, most] = paramsRange(input)
  const line = fitCapacityLine(finishedModels(input.records))
  const own = seriesOf(
    models,
    ({ params }) => params,
    (bits) => bits,
  )
  const paper = linePoints(least, most, (params) => MORRIS_SLOPE.float32 * params)
  const shown = [...own.flatMap(({ points }) => points.map(({ y }) => y)), ...paper.map(({ y }) => y)]
  return {
    kind: 'lines',
    id: 'capacity',
    title: 'Capacity against parameters',
    caption:
      'Each point is the most that a model remembered of random strings, over its dataset sizes: mean over seeds, bars from least to most. Dashed: the straight line fitted through them, with its bits for each parameter, which log axes bend where it does not pass through zero. Thin: the slope of the paper’s models, up to a thousand times this size, when trained in float32 as ours are.',
    x: { label: 'parameters', scale: 'log', min: least, max: most },
    y: axisOver('memorised bits', 'log', shown, [Number.POSITIVE_INFINITY, 0]),
    series: [
      ...own,
      ...(line
        ? [
            {
              key: 'fit',
              label: fitLabel(line),
              color: 11,
              style: 'dashed-curve' as const,
              points: linePoints(least, most, (params) => line.slope * params + line.intercept),
            },
          ]
        : []),
      {
        key: 'paper',
        label: `paper, fp32: ${decimalText(MORRIS_SLOPE.float32)}`,
        color: 'reference',
        style: 'curve',
        points: paper,
      },
    ],
  }
}

function tableFigure(input: FigureInput): LinesFigure {
  const own = seriesOf(
    shownModels(input),
    ({ params }) => params,
    (bits, { params }) => bits / params,
  )
  const table = (
    format: 'float32' | 'bfloat16',
    label: string,
    style: FigureSeries['style'],
  ): FigureSeries => ({
    key: format,
    label,
    color: 'reference',
    style,
    points: MORRIS_TABLE.map(({ params, bitsPerParam }) => ({ x: params, y: bitsPerParam[format] })),
  })
  return {
    kind: 'lines',
    id: 'bits-per-param',
    title: 'Bits per parameter, beside the paper’s table',
    caption:
      'Ours on the left, one line for each number of layers or each vocabulary; on the right the sixteen models of Morris et al., Table 1, trained for a million steps in float32 and, hollow, in bfloat16. Small models look worse than their slope because of what every model loses first: the intercept.',
    x: axisOver(
      'parameters',
      'log',
      MORRIS_TABLE.map(({ params }) => params),
      paramsRange(input),
    ),
    y: { label: 'bits per parameter', scale: 'linear', min: 0, max: 4.5 },
    series: [...own, table('float32', 'paper, fp32', 'dots'), table('bfloat16', 'paper, bf16', 'rings')],
  }
}

function embeddingFigure(input: FigureInput): LinesFigure {
  const series = seriesOf(
    shownModels(input),
    (model) => 100 * embeddingShare(model),
    (bits, { params }) => bits / params,
  ).map((own): FigureSeries => ({ ...own, style: 'dots' }))
  return {
    kind: 'lines',
    id: 'embedding-share',
    title: 'Bits per parameter against the share of the embeddings',
    caption:
      'Embeddings, positions and head count as parameters like all others. If they held nothing, models that consist of little else would lie at the bottom right.',
    x: { label: 'share of the parameters in embeddings and head, %', scale: 'linear', min: 0, max: 100 },
    y: axisOver(
      'bits per parameter',
      'linear',
      series.flatMap(({ points }) => points.map(({ y }) => y)),
      [0, 3],
    ),
    series,
  }
}

export const exhibit: Exhibit = {
  figures: (input) => [capacityFigure(input), tableFigure(input), embeddingFigure(input)],
  findings,
}
