/** Measurements as plain rows: what `--json` writes and what is kept of a run on a GPU. */

import { nominalFlop } from '@/core/benchmark/models'
import type { Roofline } from '@/measure/roofline'
import type { EngineId } from './engines'
import type { Measurement, Spread } from './measure'
import { MODELS, type ModelId } from './models'
import { stepWork } from './work'

export interface FailedRow {
  readonly engine: EngineId
  readonly model: ModelId
  readonly members: number
  readonly reason: string
}

export interface HostRow {
  readonly engine: EngineId
  readonly model: ModelId
  readonly members: number
  /** B, strings in a step of each member. */
  readonly batch: number
  readonly dispatches: number
  readonly submits: number
  readonly passes: number
  readonly bindGroups: number
  readonly buffers: number
  /** Losses read as the engine's own users do. */
  readonly hostMs: number
  /** Of the processor, all threads: what other work on the machine moves least. */
  readonly cpuMs: number
  /** Losses read as rarely by all engines. */
  readonly readRarely?: { readonly every: number; readonly hostMs: number; readonly cpuMs: number }
}

export interface DeviceRow {
  readonly engine: EngineId
  readonly model: ModelId
  readonly members: number
  readonly msPerStep: number
  readonly msPerStepQuartiles: readonly [number, number]
  readonly modelStepsPerSecond: number
  readonly tokensPerSecond: number
  /** Losses read as rarely by all engines; above as each one's own users do. */
  readonly readRarely?: { readonly every: number; readonly msPerStep: number }
  /** Of what this card was measured to do, as fractions; absent where that was not measured. */
  readonly matrixShare?: number
  readonly bandwidthShare?: number
  readonly loss: readonly [number, number]
}

/** Milliseconds a step, over the rounds. */
export interface Milliseconds {
  readonly median: number
  readonly lowest: number
  readonly highest: number
}

export interface ProcessorRow {
  readonly engine: EngineId
  readonly model: ModelId
  readonly members: number
  readonly rounds: number
  readonly msPerStep: Milliseconds
  /** Of all threads: what other work on the machine moves least. */
  readonly cpuMsPerStep: Milliseconds
  /** At 6 operations per parameter and token, at the median. */
  readonly gflopPerSecond: number
  /** The time of composed tf.js ops over this one's, medians; absent where they were not measured. */
  readonly timesTfjs?: number
  readonly loss: readonly [number, number]
}

export function hostRow(measurement: Measurement): HostRow | FailedRow {
  const { engine, model, members, batch } = measurement
  if (measurement.kind === 'failed') return { engine, model, members, reason: measurement.reason }
  const { dispatches, submits, passes, bindGroups, buffers } = measurement.counts
  const { readRarely, msPerStep, cpuMsPerStep } = measurement
  const times = (own: Pick<typeof measurement, 'msPerStep' | 'cpuMsPerStep'>) => ({
    hostMs: own.msPerStep.median,
    cpuMs: own.cpuMsPerStep.median,
  })
  return {
    engine,
    model,
    members,
    batch,
    dispatches,
    submits,
    passes,
    bindGroups,
    buffers,
    ...times({ msPerStep, cpuMsPerStep }),
    ...(readRarely && { readRarely: { every: readRarely.every, ...times(readRarely) } }),
  }
}

/** @param all of the same model. */
export function processorRows(all: readonly Measurement[]): (ProcessorRow | FailedRow)[] {
  const reference = all.find((own) => own.engine === 'composed')
  return all.map((own) => {
    const { engine, model, members } = own
    if (own.kind === 'failed') return { engine, model, members, reason: own.reason }
    const { msPerStep, cpuMsPerStep, rounds } = own
    return {
      engine,
      model,
      members,
      rounds,
      msPerStep: milliseconds(msPerStep),
      cpuMsPerStep: milliseconds(cpuMsPerStep),
      gflopPerSecond: (members * nominalFlop(MODELS[model])) / msPerStep.median / 1e6,
      ...(reference?.kind === 'measured' && { timesTfjs: reference.msPerStep.median / msPerStep.median }),
      loss: own.loss,
    }
  })
}

const milliseconds = ({ median, lowest, highest }: Spread): Milliseconds => ({ median, lowest, highest })

export function deviceRow(measurement: Measurement, roofline: Roofline | undefined): DeviceRow | FailedRow {
  const { engine, model, members, batch } = measurement
  if (measurement.kind === 'failed') return { engine, model, members, reason: measurement.reason }
  const { low, median, high } = measurement.msPerStep
  const { shape } = MODELS[model]
  const work = stepWork({ ...MODELS[model], batch }, members)
  const perSecond = (members * 1000) / median
  return {
    engine,
    model,
    members,
    msPerStep: median,
    msPerStepQuartiles: [low, high],
    modelStepsPerSecond: perSecond,
    tokensPerSecond: perSecond * batch * shape.seqLen,
    ...(measurement.readRarely && {
      readRarely: { every: measurement.readRarely.every, msPerStep: measurement.readRarely.msPerStep.median },
    }),
    ...(roofline && {
      matrixShare: (work.flop * 1000) / median / roofline.flopPerSecond,
      bandwidthShare: (work.bytes * 1000) / median / roofline.bytesPerSecond,
    }),
    loss: measurement.loss,
  }
}
