/**
 * The record of one finished trial: what is stored, exported, shown and written by the CLI. Flat and versioned; older versions
 * are upgraded on reading, and anything else is refused.
 */
import { z } from 'zod'
import { bitsPerToken, ceilingBits, memorizedBits } from './bits'
import { type Dataset, multiplicities } from './dataset'
import { families } from './families'
import { RECIPE } from './recipe'
import { SOURCE_IDS } from './sources'
import { makeTrial, type Trial, trialKey } from './trial'

export const RESULT_SCHEMA_VERSION = 1

const count = z.number().int().nonnegative()
/** What no run has none of: charts divide by these and take their logarithms. */
const size = z.number().int().positive()

export const trialRecordSchema = z.strictObject({
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  experiment: z.string().max(64),
  trialKey: z.string().max(256),
  family: z.string().max(64),
  layers: size,
  width: size,
  heads: size,
  tied: z.boolean(),
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
  memorizedBits: z.number(),
  memorizedBitsClipped: z.number(),
  ceilingBits: z.number(),
  bitsPerParam: z.number(),
  trainBitsPerToken: z.number(),
  heldoutBitsPerToken: z.number(),
  heldoutMemorizedBits: z.number(),
  heldoutStrings: count,
  backend: z.string().max(64),
  device: z.string().max(256),
  members: size,
  elapsedMs: z.number().nonnegative(),
  finishedAt: z.string().max(64),
})

export type TrialRecord = z.infer<typeof trialRecordSchema>

export interface TrialOutcome {
  readonly training: Dataset
  readonly heldOut: Dataset
  /** Code length of each training string after the last step, nats. */
  readonly trainingNats: ArrayLike<number>
  readonly heldOutNats: ArrayLike<number>
}

export interface RunCircumstances {
  readonly backend: string
  readonly device: string
  /** Members of the population that it trained in. */
  readonly members: number
  /** Wall time of that whole population, ms. */
  readonly elapsedMs: number
  /** ISO 8601, UTC. */
  readonly finishedAt: string
}

export function makeRecord(
  trial: Trial,
  outcome: TrialOutcome,
  circumstances: RunCircumstances,
): TrialRecord {
  const { training, heldOut } = outcome
  const memorized = memorizedBits(training.sourceBits, outcome.trainingNats)
  const { layers, width, heads, tied, vocab, seqLen } = trial.shape
  return {
    schemaVersion: RESULT_SCHEMA_VERSION,
    experiment: trial.experiment,
    trialKey: trial.key,
    family: trial.family,
    layers,
    width,
    heads,
    tied,
    vocab,
    seqLen,
    params: trial.params,
    source: trial.source,
    datasetSize: trial.datasetSize,
    datasetBits: training.sourceBits.reduce((sum, bits) => sum + bits, 0),
    seed: trial.seed,
    steps: trial.steps,
    learningRate: trial.learningRate,
    batch: trial.batch,
    memorizedBits: memorized.signed,
    memorizedBitsClipped: memorized.clipped,
    ceilingBits: ceilingBits(training.sourceBits, multiplicities(training)),
    bitsPerParam: memorized.signed / trial.params,
    trainBitsPerToken: bitsPerToken(outcome.trainingNats, seqLen),
    heldoutBitsPerToken: bitsPerToken(outcome.heldOutNats, seqLen),
    heldoutMemorizedBits: memorizedBits(heldOut.sourceBits, outcome.heldOutNats).signed,
    heldoutStrings: heldOut.count,
    ...circumstances,
  }
}

/** Built once: building takes longer than reading a record with it. */
const versionedSchema = z.looseObject({ schemaVersion: z.number().int() })
type Versioned = z.infer<typeof versionedSchema>

/** Upgraders, one for each old version: version n to n + 1. */
const UPGRADERS: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {}

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

/** A record is believed only where it agrees with itself: it may come from a file, and would count as a finished run. */
function contradiction(record: TrialRecord): string | undefined {
  const { experiment, family, layers, width, heads, vocab, seqLen, tied, source, datasetSize } = record
  const { seed, steps, learningRate, batch, params, memorizedBits, ceilingBits, bitsPerParam } = record
  const sourceId = SOURCE_IDS.find((id) => id === source)
  if (!sourceId || !families.has(family))
    return `its family "${family}" or source "${source}" is unknown here`
  const shape = { layers, width, heads, vocab, seqLen, tied }
  const parts = { experiment, family, shape, source: sourceId, datasetSize, seed, steps, learningRate, batch }
  const recipe = Number(/-r([1-9]\d*)\/s\d+$/.exec(record.trialKey)?.[1] ?? RECIPE.version)
  if (trialKey(parts, recipe) !== record.trialKey) return 'its trialKey does not fit its other fields'
  if (makeTrial(parts).params !== params) return 'its params do not fit its model'
  if (memorizedBits > ceilingBits * (1 + 1e-6)) return 'it memorised more than its ceiling'
  if (Math.abs(bitsPerParam * params - memorizedBits) > 1e-6 * Math.max(1, Math.abs(memorizedBits))) {
    return 'its bitsPerParam is not memorizedBits / params'
  }
  return undefined
}
