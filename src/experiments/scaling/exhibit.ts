/** Capacity against parameters, bits per parameter beside Table 1 of the paper, and against the share of the embeddings. */
import type { Exhibit, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { axisOver, seedPoints, sizeStep, valuesOf } from '@/core/figures/figure-points'
import { formulaPoints } from '@/core/figures/reference-lines'
import { sentenceOf } from '@/core/findings/finding'
import { MORRIS_SLOPE, MORRIS_TABLE } from '@/core/findings/morris-table'
import { groupBy } from '@/core/group'
import { fitCapacityLine } from '@/core/runs/fit'
import { finishedRuns, type Run, startedRuns } from '@/core/runs/run'
import { findings, type ScalingFinding } from './findings'
import { embeddingShare, type Model, modelsOf } from './series'
import { sentences, text } from './texts'

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
      const label = byVocab ? text.vocab(value) : text.layers(value)
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

/** Least and largest number of parameters of all runs; a default range where there are none. */
function paramsRange(runs: readonly Run[]): [number, number] {
  const params = runs.map(({ trial }) => trial.params)
  return params.length === 0 ? [1000, 10_000] : [Math.min(...params), Math.max(...params)]
}

function capacityFigure(runs: readonly Run[]): LinesFigure {
  const models = modelsOf(startedRuns(runs))
  const [least, most] = paramsRange(runs)
  const line = fitCapacityLine(modelsOf(finishedRuns(runs)))
  const own = seriesOf(
    models,
    ({ params }) => params,
    (bits) => bits,
  )
  const paper = formulaPoints(least, most, (params) => MORRIS_SLOPE.float32 * params)
  const shown = [...valuesOf(own), ...paper.map(({ y }) => y)]
  return {
    kind: 'lines',
    id: 'capacity',
    title: text.capacity.title,
    caption: text.capacity.caption,
    x: { label: text.parameters, scale: 'log', min: least, max: most },
    y: axisOver(text.memorizedBits, 'log', shown, [Number.POSITIVE_INFINITY, 0]),
    series: [
      ...own,
      ...(line
        ? [
            {
              key: 'fit',
              label: text.capacity.fit(line),
              color: 11,
              style: 'formula' as const,
              points: formulaPoints(least, most, (params) => line.slope * params + line.intercept),
            },
          ]
        : []),
      {
        key: 'paper',
        label: text.capacity.paper,
        color: 'reference',
        style: 'formula',
        points: paper,
      },
    ],
  }
}

function tableFigure(runs: readonly Run[]): LinesFigure {
  const own = seriesOf(
    modelsOf(startedRuns(runs)),
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
    title: text.bitsPerParam.title,
    caption: text.bitsPerParam.caption,
    x: axisOver(
      text.parameters,
      'log',
      MORRIS_TABLE.map(({ params }) => params),
      paramsRange(runs),
    ),
    y: { label: text.bitsPerParameter, scale: 'linear', min: 0, max: 4.5 },
    series: [
      ...own,
      table('float32', text.bitsPerParam.float32, 'dots'),
      table('bfloat16', text.bitsPerParam.bfloat16, 'rings'),
    ],
  }
}

function embeddingFigure(runs: readonly Run[]): LinesFigure {
  const series = seriesOf(
    modelsOf(startedRuns(runs)),
    (model) => 100 * embeddingShare(model),
    (bits, { params }) => bits / params,
  ).map((own): FigureSeries => ({ ...own, style: 'dots' }))
  return {
    kind: 'lines',
    id: 'embedding-share',
    title: text.embeddingShare.title,
    caption: text.embeddingShare.caption,
    x: { label: text.embeddingShare.x, scale: 'linear', min: 0, max: 100 },
    y: axisOver(text.bitsPerParameter, 'linear', valuesOf(series), [0, 3]),
    series,
  }
}

export const exhibit: Exhibit<ScalingFinding> = {
  figures: ({ runs }) => [capacityFigure(runs), tableFigure(runs), embeddingFigure(runs)],
  findings,
  sentence: (finding) => sentenceOf(sentences, finding),
}
