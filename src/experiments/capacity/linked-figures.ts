/** The three linked figures: memorised bits against data, capacity against parameters, and the loss on both sides of it. */
import type { FigurePoint, FigureReference, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { lossAxis, reachOf } from '@/core/figures/figure-points'
import { morrisModel } from '@/core/findings/morris-table'
import { groupBy } from '@/core/group'
import { ASSUMED_BITS_PER_PARAM } from '@/core/metrics/assumed-capacity'
import { uniformCeilingBits } from '@/core/metrics/bits'
import { logSpaced } from '@/core/metrics/log-steps'
import { spread } from '@/core/metrics/stats'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import { memorizedBitsOf, type Run, recordsOf, trainLossOf } from '@/core/runs/run'
import { fullness } from './findings'
import { type CapacityModel, completeLine, type ModelSize, plannedBits, testPeak } from './series'
import { capacityTable, lossTable, memorizedTable } from './tables'
import { modelText, sizeText, text } from './texts'

/** How far lines that no run has drawn lead beyond the data: an axis that is rounded outwards ends before. */
const BEYOND = 4
/** Points of a bent line. */
const LINE_POINTS = 60

/** One point of all seeds. */
export const valuesAt = (x: number, values: readonly number[]): FigurePoint => {
  const { mean, min, max, count } = spread(values)
  return { x, y: mean, ...(count > 1 ? { low: min, high: max, singles: values } : {}) }
}

/** What all points of one size of a model share, in every figure. */
const aboutSize = (model: CapacityModel, size: ModelSize) => ({
  highlight: String(size.datasetSize),
  says: sizeText(model, size),
})

/** The same model looks the same in all figures, and stands out in all of them. */
export const ofModel = ({ key, color, family }: CapacityModel) => ({ highlight: key, color, family })

export function memorizedFigure(runs: readonly Run[], models: readonly CapacityModel[]): LinesFigure {
  const data = runs.map(plannedBits)
  const [least, most] = data.length > 0 ? [Math.min(...data), Math.max(...data)] : [1e3, 1e4]
  const isSizeUnique = new Set(models.map(({ params }) => params)).size === models.length
  return {
    kind: 'lines',
    id: 'memorized',
    name: 'memorized',
    title: text.memorized.title,
    caption: text.memorized.caption,
    table: memorizedTable(models),
    x: { label: text.memorized.x, scale: 'log', min: 0.9 * least, max: most },
    y: { label: text.memorized.y, scale: 'log', ...memorizedRange(runs, most) },
    series: models.map(
      (model): FigureSeries => ({
        key: model.key,
        label: model.label,
        atEnd: text.memorized.atEnd(model, isSizeUnique),
        ...ofModel(model),
        style: 'line',
        points: model.sizes.map((size) => ({
          ...valuesAt(size.datasetBits, size.runs.map(memorizedBitsOf)),
          live: size.runs.length > size.finished.length,
          ...aboutSize(model, size),
        })),
        ...fullCallout(model, models.length > MOST_NAMED),
      }),
    ),
    references: memorizedReferences(models, least / BEYOND, most * BEYOND),
  }
}

/** Of more models than these only what is pointed at is named inside the plot. */
const MOST_NAMED = 3

/** Says of a model whose runs have all finished that it is full, or may be, where the findings do. */
function fullCallout(model: CapacityModel, onlyPointed: boolean): Pick<FigureSeries, 'callout'> {
  const { capacity, sizes } = model
  const last = sizes.at(-1)
  const full = fullness(model)
  if (!last || !capacity || !full) return {}
  const { mean, max } = last.memorized
  return {
    callout: {
      x: last.datasetBits,
      y: mean,
      high: max,
      name: text.memorized.full(full, capacity.capacityBits.mean),
      onlyPointed,
    },
  }
}

/** From the plan alone where there is one; a finished run may widen it, a training one never does. */
function memorizedRange(runs: readonly Run[], mostData: number): { min: number; max: number } {
  const ceilings = runs.map(({ trial: { datasetSize, shape } }) =>
    uniformCeilingBits(datasetSize, shape.seqLen, shape.vocab),
  )
  const measured = recordsOf(runs).map(({ memorizedBits }) => memorizedBits)
  const positive = (values: readonly number[]) => values.filter((bits) => bits > 0)
  const capacity = PAPER_BITS_PER_PARAM.float32 * Math.max(0, ...runs.map(({ trial }) => trial.params))
  const top = Math.max(Math.min(mostData, capacity || mostData), ...positive(measured))
  const bottom = Math.min(...positive(ceilings), ...positive(measured), top / 2)
  return { min: 0.9 * Math.max(bottom, top / 1e4), max: top }
}

/** All bits of the data (y = x), and what strings of each kind could hold at most. */
function memorizedReferences(models: readonly CapacityModel[], from: number, to: number): FigureReference[] {
  const kinds = [...groupBy(models, text.memorized.strings)]
  const identity: FigureReference = {
    key: 'identity',
    label: text.memorized.identity,
    atEnd: [text.memorized.identity, text.memorized.identity],
    atTop: text.memorized.identity,
    means: 'level',
    points: [from, to].map((bits) => ({ x: bits, y: bits })),
  }
  const ceilings = kinds.map(([strings, own]): FigureReference => {
    const { vocab, seqLen } = own[0]!.shape
    const ceilingOf = (count: number) => uniformCeilingBits(count, seqLen, vocab)
    const label = text.memorized.ceiling(kinds.length > 1 ? strings : '')
    const sizes = new Map(
      own.flatMap((model) => model.sizes.map((size) => [size.datasetBits, size.datasetSize])),
    )
    return {
      key: `ceiling ${strings}`,
      label,
      atEnd: [label, kinds.length > 1 ? strings : label],
      ...(kinds.length > 1 ? {} : { atTop: text.memorized.ceilingAtTop }),
      means: 'bound',
      points: logSpaced(from, to, LINE_POINTS)
        .map((x) => ({ x, y: ceilingOf(x / (seqLen * Math.log2(vocab))) }))
        .filter(({ y }) => y > 0),
      listed: [...sizes].toSorted(([a], [b]) => a - b).map(([x, count]) => ({ x, y: ceilingOf(count) })),
    }
  })
  return models.length === 0 ? [] : [identity, ...ceilings]
}

export function capacityFigure(runs: readonly Run[], models: readonly CapacityModel[]): LinesFigure {
  const params = runs.length > 0 ? runs.map(({ trial }) => trial.params) : [1000]
  const most = 1.1 * Math.max(...params)
  const { float32, bfloat16 } = PAPER_BITS_PER_PARAM
  const held = models.flatMap((model) => (model.capacity ? [{ model, capacity: model.capacity }] : []))
  const sizes = [...new Set(held.map(({ model }) => model.params))]
  const straight = (bitsOf: (params: number) => number, from = 0) => ({
    points: [from, BEYOND * most].map((x) => ({ x, y: bitsOf(x) })),
    listed: sizes.map((x) => ({ x, y: bitsOf(x) })),
  })
  const fit = completeLine(models)
  return {
    kind: 'lines',
    id: 'capacity',
    name: 'capacity',
    title: text.capacity.title,
    caption: text.capacity.caption,
    table: capacityTable(models),
    x: { label: text.capacity.x, scale: 'linear', min: Math.min(...params), max: most },
    y: {
      label: text.capacity.y,
      scale: 'linear',
      min: 0,
      // Room for the paper's lines also where the x axis is rounded outwards.
      max: Math.max(1.3 * float32 * most, ...recordsOf(runs).map(({ memorizedBits }) => memorizedBits)),
    },
    names: 'at points',
    series: [
      ...held.map(
        ({ model, capacity }): FigureSeries => ({
          key: model.key,
          label: model.label,
          ...ofModel(model),
          style: 'dots',
          points: [
            {
              ...valuesAt(model.params, [...capacity.bySeed.values()]),
              live: !model.isComplete,
              says: modelText(model, capacity.capacityBits),
            },
          ],
        }),
      ),
      ...paperRows(models),
    ],
    references: [
      { key: 'float32', ...text.capacity.paper.float32, means: 'paper', ...straight((p) => float32 * p) },
      { key: 'bfloat16', ...text.capacity.paper.bfloat16, means: 'paper', ...straight((p) => bfloat16 * p) },
      ...(fit
        ? [
            {
              key: 'fit',
              label: text.capacity.fit,
              atEnd: text.capacity.fitAtEnd(fit.slope),
              means: 'fit' as const,
              // From where the line has a capacity above 0.
              ...straight(
                (p) => fit.slope * p + fit.intercept,
                Math.max(0, fit.slope > 0 ? -fit.intercept / fit.slope : 0),
              ),
            },
          ]
        : []),
    ],
  }
}

/** What the paper's own models held that have the shape of ours. */
const paperRows = (models: readonly CapacityModel[]): FigureSeries[] =>
  models.flatMap(({ key, family, shape, params }) => {
    const row = family === 'gpt2' ? morrisModel(shape) : undefined
    if (!row) return []
    const of = (format: 'float32' | 'bfloat16', style: FigureSeries['style']): FigureSeries => ({
      key: `${key} ${format}`,
      label: text.capacity.row[format],
      color: 'reference',
      style,
      points: [{ x: params, y: row.bitsPerParam[format] * params }],
    })
    return [of('float32', 'dots'), of('bfloat16', 'rings')]
  })

/** How far a capacity may lie from the assumed one before the axis must know. */
const CAPACITY_SLACK = 2
/** Of what guessing costs: the axis moves a few times in a sweep, not with every record. */
const LOSS_MULTIPLES = [1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32]

export function lossFigure(runs: readonly Run[], models: readonly CapacityModel[]): LinesFigure {
  const started = models.filter(({ sizes }) => sizes.length > 0)
  const worst = (model: CapacityModel) => testPeak(model)?.size.test?.mean ?? 0
  const highest = Math.max(...started.map(worst))
  const isNamed = (model: CapacityModel) => started.length <= 3 || model === started.at(-1)
  const series = started.flatMap((model): FigureSeries[] => {
    const line = (part: 'test' | 'train') => ({
      key: `${model.key} ${part}`,
      label: text.loss.label(part, model),
      atEnd: isNamed(model) ? text.loss.atEnd(part, model, started.length) : (['', ''] as const),
      bars: { every: 1, from: 0 },
      ...ofModel(model),
    })
    const x = (size: ModelSize) => size.datasetBits / model.capacityBits
    const callout = peakCallout(model, x, worst(model) < highest)
    return [
      {
        ...line('test'),
        style: 'line',
        points: model.sizes
          .filter(({ test }) => test)
          .map((size) => ({
            ...valuesAt(
              x(size),
              size.finished.map(({ record }) => record.heldoutBitsPerToken),
            ),
            ...aboutSize(model, size),
          })),
        ...(callout ? { callout } : {}),
      },
      {
        ...line('train'),
        style: 'thin',
        points: model.sizes.map((size) => ({
          ...valuesAt(x(size), size.runs.map(trainLossOf)),
          ...aboutSize(model, size),
        })),
      },
    ]
  })
  const vocabs = [...new Set(models.map(({ shape }) => shape.vocab))]
  const axes = lossAxes(runs, models, reachOf(series))
  const shares = series.flatMap(({ points }) => points.map(({ x }) => x))
  const ends = shares.length > 0 ? [...new Set([Math.min(...shares), Math.max(...shares)])] : []
  return {
    kind: 'lines',
    id: 'loss',
    name: 'loss',
    title: text.loss.title,
    caption: text.loss.caption,
    table: lossTable(models),
    ...axes,
    series,
    references: vocabs.map((vocab): FigureReference => {
      const at = (x: number) => ({ x, y: Math.log2(vocab) })
      return {
        key: `guessing ${vocab}`,
        label: text.loss.guessing(vocab),
        atEnd: text.loss.guessingAtEnd(vocab, vocabs.length === 1),
        means: 'level',
        points: [at(axes.x.min / BEYOND), at(axes.x.max * BEYOND)],
        listed: ends.map(at),
      }
    }),
  }
}

/** Named only once the whole curve is there: before, the highest point so far is no peak. Fewer than three sizes have none. */
function peakCallout(
  model: CapacityModel,
  x: (size: ModelSize) => number,
  onlyPointed: boolean,
): FigureSeries['callout'] {
  const peak = model.isComplete && model.sizes.length >= 3 ? testPeak(model) : undefined
  if (!peak?.size.test) return undefined
  const { mean, max } = peak.size.test
  const share = x(peak.size)
  return { x: share, y: mean, high: max, name: text.loss.peak(mean, share, peak.isInside), onlyPointed }
}

function lossAxes(
  runs: readonly Run[],
  models: readonly CapacityModel[],
  losses: readonly number[],
): Pick<LinesFigure, 'x' | 'y'> {
  const assumed = runs.map((run) => plannedBits(run) / (ASSUMED_BITS_PER_PARAM * run.trial.params))
  // As the records give it: a model that holds little has points further right than was planned for.
  const measured = models.flatMap(({ capacity, sizes }) =>
    capacity && capacity.capacityBits.mean > 0
      ? sizes
          .filter(({ finished }) => finished.length > 0)
          .map(({ datasetBits }) => datasetBits / capacity.capacityBits.mean)
      : [],
  )
  const guess = Math.log2(Math.max(2, ...models.map(({ shape }) => shape.vocab)))
  const worst = Math.max(
    0,
    ...recordsOf(runs).map((record) => Math.max(record.heldoutBitsPerToken, record.trainBitsPerToken)),
  )
  const multiple =
    LOSS_MULTIPLES.find((times) => times * guess >= 1.15 * worst) ?? Math.ceil(worst / guess) + 1
  const range = assumed.length > 0 ? assumed : [0.25, 4]
  return {
    x: {
      label: text.loss.x,
      scale: 'log',
      min: Math.min(...range, ...measured),
      max: Math.max(CAPACITY_SLACK * Math.max(...range), ...measured),
    },
    y: lossAxis(text.loss.y, losses, multiple * guess),
  }
}
