/**
 * The record of one finished trial: what is stored, exported, shown and written by the CLI. Flat and versioned; `read-record.ts` reads it back.
 */
import { type Dataset, multiplicities } from '../data/dataset'
import { parseSource, printSource } from '../data/sources'
import { bitsPerToken, ceilingBits, memorizedBits } from '../metrics/bits'
import type { FixedPositions } from '../model/family'
import type { Trial } from '../sweep/trial'

export const RESULT_SCHEMA_VERSION = 4

/** Longer names of devices are cut off: a device may call itself anything. */
export const MAX_DEVICE_NAME = 256

/** Characters that are not seen, or act on the line that they stand in: controls, and marks that turn its direction. */
export const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu

export interface TrialRecord extends Measured, Required<RunCircumstances> {
  readonly schemaVersion: typeof RESULT_SCHEMA_VERSION
  readonly experiment: string
  readonly trialKey: string
  readonly family: string
  readonly layers: number
  readonly width: number
  readonly heads: number
  readonly tied: boolean
  readonly positions: 'learned' | FixedPositions
  readonly vocab: number
  readonly seqLen: number
  readonly params: number
  readonly source: string
  readonly datasetSize: number
  readonly datasetBits: number
  readonly seed: number
  readonly steps: number
  readonly learningRate: number
  readonly batch: number
  /** How the trial differed from the recipe (core/sweep/trial.ts). */
  readonly settings: Readonly<Record<string, number | string>>
  readonly memorizedBits: number
  readonly memorizedBitsClipped: number
  readonly ceilingBits: number
  readonly bitsPerParam: number
  readonly trainBitsPerToken: number
  readonly heldoutBitsPerToken: number
  readonly heldoutMemorizedBits: number
  readonly heldoutStrings: number
}

export interface TrialOutcome {
  readonly training: Dataset
  readonly heldOut: Dataset
  /** Code length of each training string after the last step, nats. */
  readonly trainingNats: ArrayLike<number>
  readonly heldOutNats: ArrayLike<number>
  readonly measured?: Measured | undefined
}

/** Measurements of an experiment's procedure on one trial, beyond the columns that all records have. */
export interface Measured {
  /** By name, with the unit in it. */
  readonly measures: Readonly<Record<string, number>>
  /** Series and grids; those with a name in common up to its first dot share their index. */
  readonly traces: Readonly<Record<string, readonly number[]>>
}

export interface RunCircumstances {
  readonly backend: string
  readonly device: string
  /**
   * The arithmetic that trained it: kernels and their order of sums, e.g. `simd128-2`. Records of one arithmetic and one trial have the same
   * bits on every processor; those of two differ as two seeds do. It is `1` in records from before it was named.
   */
  readonly numerics: string
  /** Members of the population that it trained in. */
  readonly members: number
  /** Wall time of that whole population, ms. */
  readonly elapsedMs: number
  /** ISO 8601, UTC. */
  readonly finishedAt: string
  /** Commit of the build that trained it, with `-dirty` behind it where its sources differed from the commit; empty where it is not known. */
  readonly commit?: string
}

/** The columns that the trial decides, before anything has run. */
export function trialColumns(trial: Trial) {
  const { layers, width, heads, tied, positions = 'learned', vocab, seqLen } = trial.shape
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    experiment: trial.experiment,
    trialKey: trial.key,
    family: trial.family,
    layers,
    width,
    heads,
    tied,
    positions,
    vocab,
    seqLen,
    params: trial.params,
    source: printSource(trial.source),
    datasetSize: trial.datasetSize,
    seed: trial.seed,
    steps: trial.steps,
    learningRate: trial.learningRate,
    batch: trial.batch,
    settings: { ...trial.settings },
  } as const
}

export function makeRecord(
  trial: Trial,
  outcome: TrialOutcome,
  circumstances: RunCircumstances,
): TrialRecord {
  const { training, heldOut } = outcome
  const memorized = memorizedBits(training.sourceBits, outcome.trainingNats)
  return {
    ...trialColumns(trial),
    datasetBits: training.sourceBits.reduce((sum, bits) => sum + bits, 0),
    memorizedBits: memorized.signed,
    memorizedBitsClipped: memorized.clipped,
    ceilingBits: ceilingBits(training.sourceBits, multiplicities(training)),
    bitsPerParam: memorized.signed / trial.params,
    trainBitsPerToken: bitsPerToken(outcome.trainingNats, training.seqLen),
    heldoutBitsPerToken: bitsPerToken(outcome.heldOutNats, training.seqLen),
    heldoutMemorizedBits: memorizedBits(heldOut.sourceBits, outcome.heldOutNats).signed,
    heldoutStrings: heldOut.count,
    ...finiteOnly(outcome.measured),
    commit: '',
    ...circumstances,
    // A device may call itself anything, and a clock may be set back in between: what is written can be read again.
    device: circumstances.device.slice(0, MAX_DEVICE_NAME).replace(UNSEEN, '\ufffd'),
    elapsedMs: Math.max(0, circumstances.elapsedMs),
  }
}

/** JSON has no NaN: what could not be measured is left out. */
function finiteOnly({ measures, traces }: Measured = { measures: {}, traces: {} }) {
  const kept = <T>(values: Readonly<Record<string, T>>, isKept: (value: T) => boolean) =>
    Object.fromEntries(Object.entries(values).filter(([, value]) => isKept(value)))
  return {
    measures: kept(measures, Number.isFinite),
    traces: kept(traces, (values) => values.every(Number.isFinite)),
  }
}

/**
 * The trial that a record is of: the inverse of {@link trialColumns}. Its key is the record's own, whose versions may be older ones.
 * @throws RangeError for a source that this lab does not know.
 */
export function trialOf(record: TrialRecord): Trial {
  const { experiment, trialKey: key, family, layers, width, heads, vocab, seqLen, tied, params } = record
  const { datasetSize, seed, steps, learningRate, batch, settings } = record
  const source = parseSource(record.source)
  if (!source) throw new RangeError(`the source "${record.source}" is unknown here`)
  const positions = record.positions === 'learned' ? undefined : record.positions
  const shape = { layers, width, heads, vocab, seqLen, tied, positions }
  return {
    key,
    experiment,
    family,
    shape,
    params,
    source,
    datasetSize,
    seed,
    steps,
    learningRate,
    batch,
    settings,
  }
}
