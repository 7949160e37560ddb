/** What rounding after training leaves, and what rounding while it trains costs. */
import type { Exhibit, FigureInput, FigureSeries, LinesFigure } from '@/core/figures/figure'
import {
  AWAITS_END,
  axisOver,
  kindColor,
  type Sample,
  seedPoints,
  stepAxis,
} from '@/core/figures/figure-points'
import { groupBy } from '@/core/group'
import { scatter } from '@/core/metrics/stats'
import { PRECISIONS, type Precision } from '@/core/model/precision'
import { memorizedWhileTraining, type TrainingRun, trainingRuns } from '@/core/runs/curve'
import { findings } from './findings'
import { CHANNEL_INTEGERS, FLOATS, INTEGERS, measureOf, precisionOf } from './formats'
import { changesFrom, inFloat32, largestRuns } from './series'

/** At the ends of lines. */
const SHORT_LABELS: Readonly<Record<Precision, string>> = {
  float32: 'float32',
  'bfloat16-forward': 'bf16 forward',
  'float16-forward': 'f16 forward',
  'bfloat16-stored': 'bf16 stored',
  'float16-stored': 'f16 stored',
  'bfloat16-stochastic': 'by chance',
}

/** Rounding that breaks a model makes its strings dearer than guessing, without end: below this nothing is drawn. */
const LEAST_SHOWN = -0.5

function afterFigure({ records }: FigureInput): LinesFigure {
  const runs = inFloat32(largestRuns(records))
  const left = (formats: typeof INTEGERS): Sample[] =>
    runs.flatMap((run) =>
      formats.map((format) => ({
        x: format.bitsPerWeight,
        y: (run.measures[measureOf(format)] ?? Number.NaN) / run.params,
      })),
    )
  const shown = (samples: readonly Sample[]) => samples.filter(({ y }) => y >= LEAST_SHOWN)
  const float32 = runs.map((run) => ({ x: 32, y: run.bitsPerParam }))
  const [integers, channel] = [shown(left(INTEGERS)), shown(left(CHANNEL_INTEGERS))]
  const floats = FLOATS.map((format) => ({ format, own: left([format]) }))
  const level = float32.reduce((sum, { y }) => sum + y, 0) / float32.length
  const top = Math.max(2, ...[...integers, ...float32].map(({ y }) => y))
  return {
    kind: 'lines',
    id: 'after-training',
    title: 'What rounding after training leaves',
    caption: `The same trained model, its matrices rounded to fewer and fewer bits for each weight and measured again. Integers have one scale for each matrix, or one for each of its outputs. Thin: what it held before. Points under ${String(LEAST_SHOWN).replace('-', '−')}, where the model is worse than guessing, are left out.`,
    x: { label: 'bits kept of each weight', scale: 'log', min: 2, max: 32, ticks: [2, 4, 8, 16, 32] },
    y: axisOver(
      'memorised bits per parameter',
      'linear',
      [...integers, ...channel].map(({ y }) => y),
      [LEAST_SHOWN, top],
    ),
    // They end at the one height that a weight can hold, at different widths.
    names: 'beside',
    series: [
      { key: 'channel', label: 'per output', color: 'kind-1', style: 'line', points: seedPoints(channel) },
      { key: 'integers', label: 'per matrix', color: 'kind-2', style: 'line', points: seedPoints(integers) },
      ...floats.map(
        ({ format, own }, i): FigureSeries => ({
          key: format.id,
          label: i === 0 ? '16 bits' : '',
          color: 'kind-3',
          style: 'dots',
          points: seedPoints(shown(own)),
        }),
      ),
      { key: 'float32', label: 'float32', color: 'kind-0', style: 'dots', points: seedPoints(float32) },
      {
        key: 'before',
        label: '',
        color: 'reference',
        style: 'curve',
        points: float32.length === 0 ? [] : [2, 32].map((x) => ({ x, y: level })),
      },
    ],
  }
}

/** Per cent, drawn in any case: less than this is not worth a chart's height. */
const COST_SHOWN = { least: -10, most: 5 } as const

function costFigure({ records }: FigureInput): LinesFigure {
  const own = largestRuns(records)
  const float32 = inFloat32(own)
  const series = PRECISIONS.filter((precision) => precision !== 'float32').map(
    (precision, i): FigureSeries => ({
      key: precision,
      label: SHORT_LABELS[precision],
      color: kindColor(i + 1),
      style: 'dots',
      points: seedPoints(changesFrom(float32, precision, own).map((y) => ({ x: i + 1, y: 100 * y }))),
    }),
  )
  const last = series.length
  const chance = scatter(float32.map((record) => record.memorizedBits))
  const level = (key: string, label: string, y: number): FigureSeries => ({
    key,
    label,
    color: 'reference',
    style: y === 0 ? 'curve' : 'dashed-curve',
    points: [0.5, last + 0.5].map((x) => ({ x, y })),
  })
  return {
    kind: 'lines',
    id: 'cost',
    title: 'What rounding while it trains costs',
    awaits: AWAITS_END,
    caption:
      'Memorised bits against float32 with the same strings and the same first weights. Mean over seeds, bars from least to most. Dashed: as far as the seeds of float32 lie from each other; a cost shows only where a whole bar lies below.',
    x: {
      label: 'way of rounding',
      scale: 'linear',
      min: 0.5,
      max: last + 0.5,
      ticks: Array.from({ length: last }, (_, i) => i + 1),
    },
    y: axisOver(
      'change of the bits, %',
      'linear',
      [
        ...series.flatMap(({ points }) => points.flatMap(({ y, low = y, high = y }) => [low, high])),
        ...(chance === undefined ? [] : [-100 * chance]),
      ],
      [COST_SHOWN.least, COST_SHOWN.most],
    ),
    names: 'beside',
    series: [
      ...series,
      level('float32', 'float32', 0),
      ...(chance === undefined ? [] : [level('chance', 'chance', -100 * chance)]),
    ],
  }
}

function trainingFigure(input: FigureInput): LinesFigure {
  const { records, planned } = input
  const own = largestRuns(trainingRuns(input))
  const seed = Math.min(...own.map((record) => record.seed))
  const groups = groupBy(
    own.filter((record) => record.seed === seed),
    ({ settings }) => precisionOf(settings),
  )
  const series = PRECISIONS.flatMap((precision, i): FigureSeries[] => {
    const record: TrainingRun | undefined = groups.get(precision)?.[0]
    const points = record ? memorizedWhileTraining(record) : []
    if (!record || points.length === 0) return []
    return [
      {
        key: precision,
        label: SHORT_LABELS[precision],
        color: kindColor(i),
        style: 'curve',
        points: points.map(({ x, y }) => ({ x, y: y / record.params })),
      },
    ]
  })
  return {
    kind: 'lines',
    id: 'training',
    title: 'Rounded while it trains',
    caption:
      'One seed. Forward: a float32 copy takes every step, the model computes with its rounding. Stored: only the rounded weights are kept, so that small steps are lost. By chance: stored in bfloat16, rounded up or down at random, so that they are lost less. Where the curves lie on one another, rounding costs no more than one seed can show.',
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

export const exhibit: Exhibit = {
  figures: (input) => [afterFigure(input), trainingFigure(input), costFigure(input)],
  findings,
}
