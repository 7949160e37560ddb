/**
 * The record of one finished trial: what is stored, exported, shown and written by the CLI. Flat and versioned; older versions
 * are upgraded on reading, and anything else is refused.
 */
import { z } from 'zod'
import { type Dataset, multiplicities } from '../data/dataset'
import { parseSource, printSource } from '../data/sources'
import { bitsPerToken, ceilingBits, memorizedBits } from '../metrics/bits'
import { families } from '../model/families'
import { FIXED_POSITIONS } from '../model/family'
import { makeTrial, type Trial, trialKey, versionsOf } from '../sweep/trial'

export const RESULT_SCHEMA_VERSION = 4

const count = z.number().int().nonnegative()
/** A size that is never 0: charts divide by it and take its logarithm. */
const size = z.number().int().positive()

/** Names that a form, a CSV header and a chart can hold. */
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9.]{0,63}$/)
const atMost = (most: number) => (values: object) => Object.keys(values).length <= most
/** Numbers of one trace: a token grid of 256 strings of 64 tokens, and what is smaller. */
const MAX_TRACE = 2 ** 14
const MAX_DEVICE_NAME = 256

export const trialRecordSchema = z.strictObject({
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  experiment: z.string().max(64),
  trialKey: z.string().max(256),
  family: z.string().max(64),
  layers: size,
  width: size,
  heads: size,
  tied: z.boolean(),
  positions: z.enum(['learned', ...FIXED_POSITIONS]),
  vocab: size,
  seqLen: size,
  params: size,
  source: z.string().max(64),
  datasetSize: size,
  datasetBits: z.number().positive(),
  seed: count,
  steps: size,
  learningRate: z.number().positive(),
  batch: size,
  /** How the trial differed from the recipe (core/sweep/trial.ts). */
  settings: z.record(name, z.union([z.number(), z.string().max(64)])).refine(atMost(32)),
  memorizedBits: z.number(),
  memorizedBitsClipped: z.number(),
  ceilingBits: z.number(),
  bitsPerParam: z.number(),
  trainBitsPerToken: z.number(),
  heldoutBitsPerToken: z.number(),
  heldoutMemorizedBits: z.number(),
  heldoutStrings: count,
  /** Measurements of the experiment's own procedure, by name, with the unit in it. */
  measures: z.record(name, z.number()).refine(atMost(256)),
  /** Series and grids; those with a name in common up to its first dot share their index. */
  traces: z.record(name, z.array(z.number()).max(MAX_TRACE).readonly()).refine(atMost(64)),
  backend: z.string().max(64),
  device: z.string().max(MAX_DEVICE_NAME),
  /**
   * The arithmetic that trained it: kernels and their order of sums, e.g. `simd128-2`. Records of one arithmetic and one trial have the same
   * bits on every processor; those of two differ as two seeds do. It is `1` in records from before it was named.
   */
  numerics: z.string().regex(/^[a-z0-9][a-z0-9.+-]{0,63}$/),
  members: size,
  elapsedMs: z.number().nonnegative(),
  finishedAt: z.string().max(64),
  /** Commit of the build that trained it, with `-dirty` behind it where its sources differed from the commit; empty where it is not known. */
  commit: z.string().regex(/^([0-9a-f]{4,64}(-dirty)?)?$/),
})

export type TrialRecord = z.infer<typeof trialRecordSchema>

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
  readonly measures: Readonly<Record<string, number>>
  readonly traces: Readonly<Record<string, readonly number[]>>
}

export interface RunCircumstances {
  readonly backend: string
  readonly device: string
  /** See the record's own. */
  readonly numerics: string
  /** Members of the population that it trained in. */
  readonly members: number
  /** Wall time of that whole population, ms. */
  readonly elapsedMs: number
  /** ISO 8601, UTC. */
  readonly finishedAt: string
  /** See the record's own; empty unless given. */
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
    device: circumstances.device.slice(0, MAX_DEVICE_NAME),
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

/** Built once: building takes longer than reading a record with it. */
const versionedSchema = z.looseObject({ schemaVersion: z.number().int() })
type Versioned = z.infer<typeof versionedSchema>

/** Upgraders, one for each old version: version n to n + 1. */
const UPGRADERS: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {
  1: (old) => ({ ...old, positions: 'learned', settings: {}, measures: {}, traces: {} }),
  2: (old) => ({ ...old, commit: '' }),
  3: (old) => ({ ...old, numerics: '1' }),
}

/** @throws z.ZodError or RangeError, naming what is wrong, for anything that is no record of a known version. */
export function readRecord(raw: unknown): TrialRecord {
  let current: Versioned = versionedSchema.parse(raw)
  if (current.schemaVersion > RESULT_SCHEMA_VERSION) {
    throw new RangeError(
      `record version ${current.schemaVersion} is newer than this lab, which reads up to ${RESULT_SCHEMA_VERSION}`,
    )
  }
  while (current.schemaVersion < RESULT_SCHEMA_VERSION) {
    const upgrade = UPGRADERS[current.schemaVersion]
    if (!upgrade) throw new RangeError(`record version ${current.schemaVersion} is unknown`)
    current = { ...upgrade(current), schemaVersion: current.schemaVersion + 1 }
  }
  const record = trialRecordSchema.parse(current)
  const problem = contradiction(record)
  if (problem) throw new RangeError(problem)
  return record
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

/** A record is believed only where it agrees with itself: it may come from a file, and would count as a finished run. */
function contradiction(record: TrialRecord): string | undefined {
  const { family, source, params, memorizedBits, ceilingBits, bitsPerParam } = record
  if (!parseSource(source) || !families.has(family)) {
    return `its family "${family}" or source "${source}" is unknown here`
  }
  const trial = trialOf(record)
  if (trialKey(trial, versionsOf(record.trialKey)) !== record.trialKey)
    return 'its trialKey does not fit its other fields'
  if (makeTrial(trial).params !== params) return 'its params do not fit its model'
  if (memorizedBits > ceilingBits * (1 + 1e-6)) return 'it memorised more than its ceiling'
  if (Math.abs(bitsPerParam * params - memorizedBits) > 1e-6 * Math.max(1, Math.abs(memorizedBits))) {
    return 'its bitsPerParam is not memorizedBits / params'
  }
  return undefined
}
