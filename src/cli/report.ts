/**
 * What is printed when a sweep ends: memorised bits by model and dataset size, the capacity of each model and the fitted line where the
 * sweep is about capacity, and what its experiment finds in it.
 */
import { toldFindings } from '@/core/figures/exhibits'
import { MORRIS_SLOPE } from '@/core/findings/morris-table'
import { groupBy } from '@/core/group'
import { type Spread, spread } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import {
  type CapacityLine,
  fitCapacityLine,
  type ModelCapacity,
  modelCapacities,
  PLATEAU_GROWTH,
} from '@/core/runs/fit'
import { runsOfRecords } from '@/core/runs/run'

export function report(records: readonly TrialRecord[]): string {
  if (records.length === 0) return 'No trial has finished.\n'
  const models = groupBy(
    records.toSorted((a, b) => a.params - b.params || a.datasetSize - b.datasetSize || a.seed - b.seed),
    modelName,
  )
  const sections = [...models].map(([name, group]) => `${name}\n${table(HEADER, sizeRows(group))}`)
  const capacities = isAboutCapacity(records) ? modelCapacities(runsOfRecords(records)) : []
  return `${[
    ...sections,
    capacities.map(capacityText).join('\n'),
    lineText(fitCapacityLine(capacities)),
    findingsText(records),
  ]
    .filter((section) => section !== '')
    .join('\n\n')}\n`
}

/** Uniform strings, one recipe, one family: elsewhere the most that was memorised is no model's capacity. */
const isAboutCapacity = (records: readonly TrialRecord[]): boolean =>
  records.every(({ source, settings }) => source === 'uniform' && Object.keys(settings).length === 0) &&
  new Set(records.map(({ family, tied }) => `${family} ${tied}`)).size === 1

function findingsText(records: readonly TrialRecord[]): string {
  return toldFindings(records[0]!.experiment, runsOfRecords(records))
    .map(({ verdict, text, paper }) => `${verdict}: ${text}${paper === undefined ? '' : ` (${paper})`}`)
    .join('\n')
}

/** Everything by which runs of one dataset size differ, but for their seeds. */
function modelName(record: TrialRecord): string {
  const { family, tied, layers, width, heads, vocab, seqLen, params, steps, source } = record
  const model = `${family}${tied ? ' tied' : ''}, L ${layers}, d ${width}, H ${heads}, V ${vocab}, S ${seqLen}`
  const unlike = Object.entries(record.settings).map(([name, value]) => `, ${name} ${value}`)
  const strings = source === 'uniform' ? '' : `, ${source}`
  return `${model}: ${whole(params)} parameters, ${whole(steps)} steps${strings}${unlike.join('')}`
}

const HEADER = [
  'N',
  'data bits',
  'ceiling',
  'memorised',
  '[min..max]',
  'of ceiling',
  'per param',
  'held-out',
  'seeds',
]

/** Bits by dataset size, mean over seeds; the held-out column must never be positive. */
function sizeRows(records: readonly TrialRecord[]): string[][] {
  return [...groupBy(records, (record) => record.datasetSize)].map(([size, group]) => {
    const memorized = spreadOf(group, (record) => record.memorizedBits)
    const ceiling = spreadOf(group, (record) => record.ceilingBits).mean
    return [
      whole(size),
      whole(spreadOf(group, (record) => record.datasetBits).mean),
      whole(ceiling),
      whole(memorized.mean),
      `[${whole(memorized.min)}..${whole(memorized.max)}]`,
      `${((100 * memorized.mean) / ceiling).toFixed(1)} %`,
      spreadOf(group, (record) => record.bitsPerParam).mean.toFixed(3),
      whole(spreadOf(group, (record) => record.heldoutMemorizedBits).mean),
      String(group.length),
    ]
  })
}

const spreadOf = (records: readonly TrialRecord[], value: (record: TrialRecord) => number): Spread =>
  spread(records.map(value))

function capacityText({ params, width, layers, capacityBits, growthAtEnd }: ModelCapacity): string {
  const perParam = (bits: number) => (bits / params).toFixed(3)
  const { mean, min, max, count } = capacityBits
  const figure = `L ${layers}, d ${width}: capacity ${whole(mean)} bits, ${perParam(mean)} bits per parameter`
  const seeds = count === 1 ? '(one seed)' : `[${perParam(min)}..${perParam(max)}] over ${count} seeds`
  return `${figure} ${seeds}; ${plateauText(growthAtEnd)}`
}

function plateauText(growth: number | undefined): string {
  if (growth === undefined) return 'too few dataset sizes to see a plateau'
  const change = `${growth < 0 ? '−' : '+'}${Math.abs(100 * growth).toFixed(1)} % as the data last doubled or more`
  if (growth < -PLATEAU_GROWTH) return `past its plateau (${change})`
  return growth < PLATEAU_GROWTH ? `plateau reached (${change})` : `still growing (${change}): a lower bound`
}

function lineText(line: CapacityLine | undefined): string {
  if (!line) return ''
  const interval =
    line.slopeInterval === undefined
      ? '(one seed: no interval)'
      : `± ${line.slopeInterval.toFixed(3)} (95 %, ${line.seeds} seeds)`
  const intercept = `${line.intercept < 0 ? '−' : '+'} ${whole(Math.abs(line.intercept))}`
  return [
    `Fit over ${line.models} models: capacity = ${line.slope.toFixed(3)}·P ${intercept} bits, slope ${interval}, R² ${line.rSquared.toFixed(4)}`,
    `(slope of Morris et al. 2025: ${MORRIS_SLOPE.float32.toFixed(2)} bits per parameter in float32, as here; ${MORRIS_SLOPE.bfloat16.toFixed(2)} in bfloat16)`,
  ].join('\n')
}

/** 25113.4 → 25,113, the same in every locale. */
const whole = (value: number): string => {
  const text = value.toFixed(0)
  return (text === '-0' ? '0' : text).replace(/\B(?=(\d{3})+$)/g, ',')
}

/** Columns aligned to the right, two spaces apart. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)))
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padStart(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
