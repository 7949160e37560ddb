/** The table. */

import type { Roofline } from '@/measure/roofline'
import { ENGINES } from './engines'
import type { Measurement, Spread } from './measure'
import { MODELS, type ModelId } from './models'
import type { PathComparison } from './paths'
import type { PresetRun } from './preset'
import type { DispatchTime, StepProfile } from './profile'
import { deviceRow, type FailedRow, type ProcessorRow } from './rows'
import { table } from './table'

type Measured = Extract<Measurement, { kind: 'measured' }>

const HOST_HEADER = [
  'engine',
  'dispatches',
  'submits',
  'passes',
  'bind groups',
  'buffers',
  'pipelines',
  'losses read',
  'CPU ms/step',
  'tf.js =',
  'wall ms/step',
  'quartiles',
  'read rarely: CPU',
  'tf.js =',
  'wall',
  'buffers kept',
  'MiB kept',
]

/**
 * What each step costs the host, and what stays of it. Ratios are of processor time, which other work on the machine moves least; losses are read
 * as each engine's own users do, then by all engines as rarely.
 */
export function hostTable(model: ModelId, measurements: readonly Measurement[]): string {
  const [reference] = measurements.flatMap((own) =>
    own.kind === 'measured' && own.engine === 'tfjs' ? [own] : [],
  )
  const every = reference?.readRarely?.every
  return section(
    `${heading(model)}: the host's part of a step, on Dawn's null backend${every === undefined ? '' : `; last by all engines with losses read every ${every} steps`}`,
    HOST_HEADER,
    measurements,
    (own) => [
      own.batch === MODELS[model].batch ? own.name : `${own.name}, B ${own.batch}`,
      count(own.counts.dispatches),
      count(own.counts.submits),
      count(own.counts.passes),
      count(own.counts.bindGroups),
      count(own.counts.buffers),
      count(own.counts.pipelines),
      own.lossRead,
      ms(own.cpuMsPerStep.median),
      times(reference?.cpuMsPerStep, own.cpuMsPerStep),
      ms(own.msPerStep.median),
      `${ms(own.msPerStep.low)}–${ms(own.msPerStep.high)}`,
      ...(own.readRarely
        ? [
            ms(own.readRarely.cpuMsPerStep.median),
            times(reference?.readRarely?.cpuMsPerStep, own.readRarely.cpuMsPerStep),
            ms(own.readRarely.msPerStep.median),
          ]
        : ['', '', '']),
      ...kept(own),
    ],
  )
}

const DEVICE_HEADER = [
  'engine',
  'ms/step',
  'quartiles',
  'model-steps/s',
  'tokens/s',
  'tf.js =',
  'read rarely: ms/step',
  'tf.js =',
  'of matrix rate',
  'of bandwidth',
  'loss, nats/token',
  'buffers kept',
  'MiB kept',
]

/** What each step costs on the device, all included. */
export function deviceTable(
  model: ModelId,
  measurements: readonly Measurement[],
  device: string,
  roofline: Roofline | undefined,
): string {
  const reference = measurements.find((own) => own.kind === 'measured' && own.engine === 'tfjs')
  const rateOf = ({ members }: Measured, { median }: { readonly median: number }): number => members / median
  const ratio = (own: Measured, timeOf: (of: Measured) => Spread | undefined): string => {
    const [ours, theirs] = [timeOf(own), reference?.kind === 'measured' ? timeOf(reference) : undefined]
    if (!ours || !theirs || reference?.kind !== 'measured') return ''
    return `${significant(rateOf(own, ours) / rateOf(reference, theirs))} ×`
  }
  return section(`${heading(model)}: on ${device}`, DEVICE_HEADER, measurements, (own) => {
    const row = deviceRow(own, roofline)
    if ('reason' in row) return [own.name]
    return [
      own.name,
      ms(own.msPerStep.median),
      `${ms(own.msPerStep.low)}–${ms(own.msPerStep.high)}`,
      whole(row.modelStepsPerSecond),
      whole(row.tokensPerSecond),
      ratio(own, (of) => of.msPerStep),
      own.readRarely ? ms(own.readRarely.msPerStep.median) : '',
      ratio(own, (of) => of.readRarely?.msPerStep),
      percent(row.matrixShare),
      percent(row.bandwidthShare),
      `${own.loss[0].toFixed(3)} → ${own.loss[1].toFixed(3)}`,
      ...kept(own),
    ]
  })
}

const PROCESSOR_HEADER = [
  'engine',
  'model',
  'ms/step',
  'lowest–highest',
  'CPU ms/step',
  'GFLOP/s',
  'tf.js =',
  'loss, nats/token',
]

/** All models in one table: rows are few, and one engine is read across its sizes. */
export function processorTable(rows: readonly (ProcessorRow | FailedRow)[], processor: string): string {
  const measured = rows.flatMap((row) => ('reason' in row ? [] : [row]))
  const failed = rows.flatMap((row) => ('reason' in row ? [row] : []))
  const cells = measured.map(
    ({ engine, model, msPerStep, cpuMsPerStep, gflopPerSecond, timesTfjs, loss }) => [
      ENGINES[engine].name,
      model,
      ms(msPerStep.median),
      `${ms(msPerStep.lowest)}–${ms(msPerStep.highest)}`,
      ms(cpuMsPerStep.median),
      significant(gflopPerSecond),
      timesTfjs === undefined ? '' : `${significant(timesTfjs)} ×`,
      `${loss[0].toFixed(3)} → ${loss[1].toFixed(3)}`,
    ],
  )
  return [
    `Training on ${processor}`,
    table(PROCESSOR_HEADER, cells),
    ...failed.map(
      ({ engine, model, reason }) => `${ENGINES[engine].name}, ${model}: not measured: ${reason}`,
    ),
  ].join('\n')
}

const PROFILE_HEADER = [
  'dispatch',
  'a step has',
  'workgroups',
  'µs each',
  'of the sum',
  'MB bound',
  'GB/s',
  'of bandwidth',
  'Gflop/s',
  'of matrix rate',
]

/** Where a step's time goes, the slowest first; alone, each dispatch takes its launch with it. */
export function profileTable(
  population: string,
  { stepMicroseconds, dispatches }: StepProfile,
  roofline: Roofline | undefined,
): string {
  const timeOf = ({ count, microseconds }: DispatchTime): number => count * microseconds
  const sum = dispatches.reduce((total, own) => total + timeOf(own), 0)
  const rows = [...dispatches]
    .sort((a, b) => timeOf(b) - timeOf(a))
    .map((own) => {
      const bytesPerSecond = (1e6 * own.bytes) / own.microseconds
      const flopPerSecond = own.flop && (1e6 * own.flop) / own.microseconds
      return [
        own.program,
        String(own.count),
        whole(own.workgroups),
        significant(own.microseconds),
        percent(timeOf(own) / sum),
        significant(own.bytes / 1e6),
        significant(bytesPerSecond / 1e9),
        percent(roofline && bytesPerSecond / roofline.bytesPerSecond),
        flopPerSecond ? significant(flopPerSecond / 1e9) : '',
        percent(flopPerSecond && roofline && flopPerSecond / roofline.flopPerSecond),
      ]
    })
  return [
    `${population}: each dispatch by itself, ${significant(sum)} µs in sum; the step as a whole takes ${significant(stepMicroseconds)} µs`,
    table(PROFILE_HEADER, rows),
    ...dispatches.flatMap(alternativesLine),
  ].join('\n')
}

/** What a training may find by itself, of the dispatches that take longest: times relative to the default's. */
function alternativesLine({ program, microseconds, variant, alternatives }: DispatchTime): string[] {
  if (!alternatives) return []
  const others = alternatives.map(
    (other) => `${other.variant}: ${significant(other.microseconds / microseconds)}`,
  )
  return [`${program} by ${variant}: 1; ${others.join('; ')}`]
}

const PRESET_HEADER = [
  'capacity',
  'runs',
  'populations',
  'Tflop',
  'opening s',
  'first s',
  'again s',
  'memorised bits of each model',
]

export function presetTable(presets: readonly (PresetRun & { readonly preset: string })[]): string {
  const rows = presets.map((own) => [
    own.preset,
    String(own.trials),
    String(own.populations),
    significant(own.flop / 1e12),
    significant(own.openSeconds),
    significant(own.firstSeconds),
    significant(own.secondSeconds),
    own.capacities.map(({ bits }) => whole(bits)).join(', '),
  ])
  return ['Presets of the lab, from start to end: the first time compiles', table(PRESET_HEADER, rows)].join(
    '\n',
  )
}

const PATHS_HEADER = ['path', 'populations', 'seconds', 'ms/step', 'loss, nats/token']

/** The loss is the mean over trials. */
export function pathsTable({ device, trials, steps, plan, composed, ratio, ratios }: PathComparison): string {
  const rows = [
    { name: 'plan', ...plan },
    { name: 'composed ops, tf.js', ...composed },
  ].map((own) => [
    own.name,
    String(own.populations),
    significant(own.seconds),
    ms((1000 * own.seconds) / steps),
    (own.losses.reduce((sum, loss) => sum + loss, 0) / own.losses.length).toFixed(3),
  ])
  return [
    `capacity, tiny, ${trials} sizes of one seed, ${steps} steps of all, on ${device}: composed ops take ${significant(ratio)} × the plan's time ` +
      `(${ratios.map(significant).join(', ')} in the rounds)`,
    table(PATHS_HEADER, rows),
  ].join('\n')
}

/** Rows that were measured as a table, the others as sentences below it. */
function section(
  title: string,
  header: readonly string[],
  measurements: readonly Measurement[],
  cells: (own: Measured) => readonly string[],
): string {
  const rows = measurements.flatMap((own) => (own.kind === 'measured' ? [cells(own)] : []))
  const failures = measurements.flatMap((own) =>
    own.kind === 'failed' ? [`${own.name}: not measured: ${own.reason}`] : [],
  )
  return [title, table(header, rows), ...failures].join('\n')
}

function heading(model: ModelId): string {
  const { shape, batch } = MODELS[model]
  const { layers, width, heads, seqLen, vocab } = shape
  return `${model} (L ${layers}, D ${width}, H ${heads}, S ${seqLen}, V ${vocab}, B ${batch})`
}

/** Buffers and bytes that were not destroyed, before and after the watch. */
function kept({ memory: { steps, before, after } }: Measured): string[] {
  const change = (from: string, to: string): string => (from === to ? to : `${from} → ${to}`)
  const mebibytes = (bytes: number): string => (bytes / 2 ** 20).toFixed(1)
  return [
    `${change(String(before.buffers), String(after.buffers))} after ${whole(steps)}`,
    change(mebibytes(before.bytes), mebibytes(after.bytes)),
  ]
}

/** How often a reference's time holds one of ours. */
const times = (reference: Spread | undefined, own: Spread): string =>
  reference === undefined ? '' : `${significant(reference.median / own.median)} ×`

const count = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2))
const significant = (value: number): string =>
  value >= 100 ? value.toFixed(0) : String(Number(value.toPrecision(2)))
const ms = (value: number): string => (value >= 10 ? value.toFixed(1) : String(Number(value.toPrecision(2))))
const percent = (share: number | undefined): string =>
  share === undefined ? '' : `${(100 * share).toPrecision(2)} %`
const whole = (value: number): string => Math.round(value).toLocaleString('en')
