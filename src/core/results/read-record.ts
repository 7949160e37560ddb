/** Reads records back, from a file or a database: older versions are upgraded, and what is no record, or contradicts itself, is refused. */

import * as z from 'zod/mini'
import en from 'zod/v4/locales/en.js'
import { parseSource } from '../data/sources'
import { families } from '../model/families'
import { FIXED_POSITIONS } from '../model/family'
import { makeTrial, trialKey, versionsOf } from '../sweep/trial'
import { MAX_DEVICE_NAME, RESULT_SCHEMA_VERSION, type TrialRecord, trialOf } from './result'

// Says what is wrong in words: the small edition brings none of its own.
z.config(en())

const count = z.int().check(z.nonnegative())
/** A size that is never 0: charts divide by it and take its logarithm. */
const size = z.int().check(z.positive())
const positive = z.number().check(z.positive())
const text = (most: number) => z.string().check(z.maxLength(most))

/** Names that a form, a CSV header and a chart can hold. */
const name = z.string().check(z.regex(/^[A-Za-z][A-Za-z0-9.]{0,63}$/))
const atMost = <Value extends object>(most: number) =>
  z.refine<Value>((values) => Object.keys(values).length <= most)
/** Numbers of one trace: a token grid of 256 strings of 64 tokens, and what is smaller. */
const MAX_TRACE = 2 ** 14

const columns = {
  schemaVersion: z.literal(RESULT_SCHEMA_VERSION),
  experiment: text(64),
  trialKey: text(256),
  family: text(64),
  layers: size,
  width: size,
  heads: size,
  tied: z.boolean(),
  positions: z.enum(['learned', ...FIXED_POSITIONS]),
  vocab: size,
  seqLen: size,
  params: size,
  source: text(64),
  datasetSize: size,
  datasetBits: positive,
  seed: count,
  steps: size,
  learningRate: positive,
  batch: size,
  settings: z.record(name, z.union([z.number(), text(64)])).check(atMost(32)),
  memorizedBits: z.number(),
  memorizedBitsClipped: z.number(),
  ceilingBits: z.number(),
  bitsPerParam: z.number(),
  trainBitsPerToken: z.number(),
  heldoutBitsPerToken: z.number(),
  heldoutMemorizedBits: z.number(),
  heldoutStrings: count,
  measures: z.record(name, z.number()).check(atMost(256)),
  traces: z.record(name, z.readonly(z.array(z.number()).check(z.maxLength(MAX_TRACE)))).check(atMost(64)),
  backend: text(64),
  device: text(MAX_DEVICE_NAME),
  numerics: z.string().check(z.regex(/^[a-z0-9][a-z0-9.+-]{0,63}$/)),
  members: size,
  elapsedMs: z.number().check(z.nonnegative()),
  finishedAt: text(64),
  commit: z.string().check(z.regex(/^([0-9a-f]{4,64}(-dirty)?)?$/)),
} satisfies { readonly [Name in keyof TrialRecord]: z.ZodMiniType<TrialRecord[Name]> }

/** Of the newest version. */
export const trialRecordSchema = z.strictObject(columns)

/** Built once: building takes longer than reading a record with it. */
const versionedSchema = z.looseObject({ schemaVersion: z.int() })
type Versioned = z.infer<typeof versionedSchema>

/** Upgraders, one for each old version: version n to n + 1. */
const UPGRADERS: Readonly<Record<number, (old: Record<string, unknown>) => Record<string, unknown>>> = {
  1: (old) => ({ ...old, positions: 'learned', settings: {}, measures: {}, traces: {} }),
  2: (old) => ({ ...old, commit: '' }),
  3: (old) => ({ ...old, numerics: '1' }),
}

/** @throws z.core.$ZodError or RangeError, naming what is wrong, for anything that is no record of a known version. */
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
