/**
 * The numbers of the three linked charts as lines of any figure, for their files: finished runs, and beside them what the charts compare
 * them with, at the same places. Pure.
 */

import { seedPoints } from '@/core/figures/figure-points'
import { uniformCeilingBits } from '@/core/metrics/bits'
import { tableToCsv } from '@/core/results/export'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import { type ListedLines, linesRows } from '../charts/kinds/lines/rows'
import { completeLine } from './findings'
import type { ModelSeries, SizeGroup, SweepRun } from './series'

/** As the charts call their axes too. */
export const AXIS_LABELS = {
  memorized: { x: 'bits in the dataset', y: 'memorised bits' },
  capacity: { x: 'parameters', y: 'capacity, bits' },
  loss: { x: 'data / capacity', y: 'loss, bits per token' },
} as const

type FileSeries = ListedLines['series'][number]

const named = (label: string, points: FileSeries['points']): FileSeries => ({ key: label, label, points })
const fileLines = (axes: { readonly x: string; readonly y: string }, series: FileSeries[]): ListedLines => ({
  x: { label: axes.x },
  y: { label: axes.y },
  series,
})

/** One point for each dataset size, with its spread over seeds. */
const overSizes = (model: ModelSeries, x: (size: SizeGroup) => number, y: (run: SweepRun) => number) =>
  seedPoints(model.sizes.flatMap((size) => size.runs.map((run) => ({ x: x(size), y: y(run) }))))

export function linesCsv(lines: ListedLines): string {
  const { columns, rows } = linesRows(lines)
  return tableToCsv(columns, rows)
}

export function memorizedLines(series: readonly ModelSeries[]): ListedLines {
  const sources = new Map(series.map((model) => [`V ${model.vocab}, S ${model.seqLen}`, model]))
  const ceilings = [...sources].map(([source, { vocab, seqLen }]) => {
    const sizes = series
      .filter((model) => model.vocab === vocab && model.seqLen === seqLen)
      .flatMap((model) => model.sizes)
    const bits = new Map(
      sizes.map(({ datasetSize, datasetBits }) => [
        datasetBits,
        uniformCeilingBits(datasetSize, seqLen, vocab),
      ]),
    )
    return named(
      sources.size === 1 ? 'ceiling' : `ceiling, ${source}`,
      seedPoints([...bits].map(([x, y]) => ({ x, y }))),
    )
  })
  const models = series.map((model) =>
    named(
      model.label,
      overSizes(
        model,
        (size) => size.datasetBits,
        (run) => run.memorizedBits,
      ),
    ),
  )
  return fileLines(AXIS_LABELS.memorized, [...models, ...ceilings])
}

export function capacityLines(series: readonly ModelSeries[]): ListedLines {
  const measured = series.flatMap(({ label, params, capacity }) =>
    capacity ? [named(label, seedPoints([...capacity.bySeed.values()].map((y) => ({ x: params, y }))))] : [],
  )
  const sizes = [...new Set(series.flatMap(({ params, capacity }) => (capacity ? [params] : [])))]
  const line = (label: string, y: (params: number) => number) =>
    named(
      label,
      sizes.map((x) => ({ x, y: y(x) })),
    )
  const fit = completeLine(series)
  const { float32, bfloat16 } = PAPER_BITS_PER_PARAM
  return fileLines(AXIS_LABELS.capacity, [
    ...measured,
    line('paper, fp32', (params) => float32 * params),
    line('paper, bf16', (params) => bfloat16 * params),
    ...(fit ? [line('this fit', (params) => fit.slope * params + fit.intercept)] : []),
  ])
}

export function lossLines(series: readonly ModelSeries[]): ListedLines {
  const vocabs = new Set(series.map((model) => model.vocab))
  const lines = series.flatMap((model) => {
    const x = (size: SizeGroup) => size.datasetBits / model.capacityBits
    return [
      named(
        `${model.label}, test`,
        overSizes(model, x, (run) => run.record?.heldoutBitsPerToken ?? Number.NaN),
      ),
      named(
        `${model.label}, train`,
        overSizes(model, x, (run) => run.trainBitsPerToken),
      ),
    ]
  })
  const shares = lines.flatMap(({ points }) => points.map(({ x }) => x))
  const ends = [...new Set([Math.min(...shares), Math.max(...shares)])].filter(Number.isFinite)
  const guesses = [...vocabs].map((vocab) =>
    named(
      `guessing, log₂ ${vocab}`,
      ends.map((x) => ({ x, y: Math.log2(vocab) })),
    ),
  )
  return fileLines(AXIS_LABELS.loss, [...lines, ...guesses])
}
