/** What a sweep has shown, in sentences that its own numbers fill. */

import type { Spread } from '@/core/metrics/stats'
import { RECIPE_OPTIONS, recipeLearningRate, type TrainingOptions } from '@/core/model/recipe'
import type { TrialRecord } from '@/core/results/result'
import { type CapacityLine, fitCapacityLine, PLATEAU_GROWTH } from '@/core/runs/fit'
import { trainingOptions } from '@/core/sweep/trial'
import { formatCount, formatDecimal, formatPercent, formatRange, plural } from '../format'
import { AUTO_LEARNING_RATE_TEXT } from '../texts'
import type { ModelSeries } from './series'

export interface ModelFinding {
  readonly key: string
  readonly color: number
  readonly label: string
  readonly bitsPerParam: string
  readonly capacity: string
  readonly growth: string
}

/** What stands behind a mean over seeds, wherever no interval is meant: least and largest. */
export const seedRange = ({ min, max, count }: Spread): string =>
  count > 1 ? `(${formatCount(min)} to ${formatCount(max)} over ${plural(count, 'seed')})` : '(one seed)'

/** One for each model with a finished run. */
export function modelFindings(series: readonly ModelSeries[]): ModelFinding[] {
  return series.flatMap((model): ModelFinding[] => {
    const { capacity, params, key, color, label } = model
    if (!capacity) return []
    const { mean, min, max, count } = capacity.capacityBits
    const perParam = formatRange(min / params, max / params, formatDecimal)
    return [
      {
        key,
        color,
        label: `${label} (${formatCount(params)} parameters)`,
        bitsPerParam:
          count > 1 ? `${formatDecimal(mean / params)} (${perParam})` : formatDecimal(mean / params),
        capacity: `${formatCount(mean)} bits ${seedRange(capacity.capacityBits)}`,
        growth: growthSentence(model),
      },
    ]
  })
}

function growthSentence({ capacity, sizes }: ModelSeries): string {
  const growth = capacity?.growthAtEnd
  const last = sizes.at(-1)!
  const before = sizes.findLast((size) => size.datasetSize <= last.datasetSize / 2)
  if (growth === undefined || !Number.isFinite(growth) || !before) {
    return 'Too few dataset sizes to tell whether this is a plateau.'
  }
  const times = last.datasetSize / before.datasetSize
  const more =
    Math.abs(times - 2) < 0.05 ? 'Doubling the data' : `Taking ${formatDecimal(times, 1)} times the data`
  if (growth >= PLATEAU_GROWTH) {
    return `${more} still added ${formatPercent(growth)} memorised bits: not a plateau yet.`
  }
  if (growth < -PLATEAU_GROWTH) {
    return `${more} cost ${formatPercent(-growth)} of the memorised bits: past its plateau, this model no longer learns its data well.`
  }
  return `${more} changed the memorised bits by ${formatPercent(growth)}: a plateau.`
}

export function lineSentence(line: CapacityLine): string {
  const interval =
    line.slopeInterval === undefined
      ? 'one seed, so no interval'
      : `95 % interval over ${plural(line.seeds, 'seed')}`
  const slope =
    line.slopeInterval === undefined
      ? formatDecimal(line.slope)
      : `${formatDecimal(line.slope)} ± ${formatDecimal(line.slopeInterval)}`
  const offset = `${line.intercept < 0 ? 'minus' : 'plus'} ${formatCount(Math.abs(line.intercept))} bits`
  const straight =
    line.models === 2
      ? '; two models always lie on a line, more would test it'
      : `, R² = ${line.rSquared.toFixed(4)} over ${plural(line.models, 'model')}`
  return `Each further parameter holds ${slope} bits (${interval}; capacity = ${formatDecimal(line.slope)} · P ${offset}${straight}).`
}

/** The line over models whose runs have all finished. */
export function completeLine(series: readonly ModelSeries[]): CapacityLine | undefined {
  return fitCapacityLine(
    series.flatMap((model) => (model.complete && model.capacity ? [model.capacity] : [])),
  )
}

/** What must be said with every figure: steps, recipe, seeds. */
export function recipeSentence(records: readonly TrialRecord[]): string {
  const list = (values: readonly number[]) =>
    [...new Set(values)]
      .sort((a, b) => a - b)
      .map((value) => formatCount(value))
      .join(', ')
  const auto = records.every((r) => Math.abs(r.learningRate - recipeLearningRate(r.width)) < 1e-9)
  const rate = auto
    ? AUTO_LEARNING_RATE_TEXT
    : [...new Set(records.map((r) => r.learningRate))].map((r) => String(Number(r.toPrecision(3)))).join(', ')
  const full = records.every((r) => r.batch === r.datasetSize)
  const largest = Math.max(...records.map((r) => r.batch))
  const batch = full
    ? 'every string in every step'
    : largest === 1
      ? 'one string in every step'
      : `batches of at most ${formatCount(largest)} strings`
  const seeds = new Set(records.map((r) => r.seed)).size
  const unlike = optionTexts(records)
    .map((text) => `${text}, `)
    .join('')
  // An experiment that trains in other precisions names them itself.
  const precision = records.every((r) => r.settings.precision === undefined) ? ' in float32' : ''
  return `${list(records.map((r) => r.steps))} steps of AdamW${precision}, peak learning rate ${rate}, ${unlike}${batch}, ${seeds === 1 ? 'seed' : 'seeds'} ${list(records.map((r) => r.seed))}.`
}

/** What these runs trained with unlike the recipe: all values where they differ among themselves. */
function optionTexts(records: readonly TrialRecord[]): string[] {
  const options = records.map(trainingOptions)
  const unlike = (
    name: Exclude<keyof TrainingOptions, 'schedule' | 'precision'>,
    label: string,
  ): string[] => {
    const values = [...new Set(options.map((option) => option[name]))].toSorted((a, b) => a - b)
    const isRecipe = values.every((value) => value === RECIPE_OPTIONS[name])
    return isRecipe ? [] : [`${label} ${values.map((value) => Number(value.toPrecision(3))).join(', ')}`]
  }
  const constant = options.filter(({ schedule }) => schedule === 'constant').length
  return [
    ...(constant === 0 ? [] : [constant === options.length ? 'constant' : 'constant in some']),
    ...unlike('beta1', 'β₁'),
    ...unlike('beta2', 'β₂'),
    ...unlike('weightDecay', 'weight decay'),
    ...unlike('clipNorm', 'clipped at'),
    ...unlike('initStd', 'initial weights of deviation'),
  ]
}
