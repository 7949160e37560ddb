/** Measurements as plain rows: what `--json` writes and what is kept of a run on a GPU. */
import type { EngineId } from './engines'
import type { Measurement } from './measure'
import { MODELS, type ModelId } from './models'
import type { Roofline } from './roofline'
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
  readonly dispatches: number
  readonly submits: number
  readonly passes: number
  readonly bindGroups: number
  readonly buffers: number
  readonly hostMs: number
}

export interface DeviceRow {
  readonly engine: EngineId
  readonly model: ModelId
  readonly members: number
  readonly msPerStep: number
  readonly msPerStepQuartiles: readonly [number, number]
  readonly modelStepsPerSecond: number
  readonly tokensPerSecond: number
  /** Of what this card was measured to do, as fractions; absent where that was not measured. */
  readonly matrixShare?: number
  readonly bandwidthShare?: number
  readonly loss: readonly [number, number]
}

export function hostRow(measurement: Measurement): HostRow | FailedRow {
  const { engine, model, members } = measurement
  if (measurement.kind === 'failed') return { engine, model, members, reason: measurement.reason }
  const { dispatches, submits, passes, bindGroups, buffers } = measurement.counts
  const hostMs = measurement.msPerStep.median
  return { engine, model, members, dispatches, submits, passes, bindGroups, buffers, hostMs }
}

export function deviceRow(measurement: Measurement, roofline: Roofline | undefined): DeviceRow | FailedRow {
  const { engine, model, members } = measurement
  if (measurement.kind === 'failed') return { engine, model, members, reason: measurement.reason }
  const { low, median, high } = measurement.msPerStep
  const { shape, batch } = MODELS[model]
  const work = stepWork(MODELS[model], members)
  const perSecond = (members * 1000) / median
  return {
    engine,
    model,
    members,
    msPerStep: median,
    msPerStepQuartiles: [low, high],
    modelStepsPerSecond: perSecond,
    tokensPerSecond: perSecond * batch * shape.seqLen,
    ...(roofline && {
      matrixShare: (work.flop * 1000) / median / roofline.flopPerSecond,
      bandwidthShare: (work.bytes * 1000) / median / roofline.bytesPerSecond,
    }),
    loss: measurement.loss,
  }
}
