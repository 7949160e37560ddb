/** Reads reports of benchmarks, which come from strangers: whatever does not fit is refused in a sentence. */
import * as z from 'zod/mini'
import en from 'zod/v4/locales/en.js'
import { BACKEND_IDS } from '../backends'
import { BENCHMARK_MODEL_IDS, type BenchmarkReport, MAX_NAME, TRAINERS } from './report'

// Says what is wrong in words: the small edition brings none of its own.
z.config(en())

/** More than any report has, and little enough to be read at once. */
const MAX_FILE_LENGTH = 64 * 1024

/** Nothing that steers a terminal or turns the direction of a line. */
const text = z
  .string()
  .check(z.maxLength(MAX_NAME), z.regex(/^\P{C}*$/u, 'holds characters that cannot be shown'))
const positive = z.number().check(z.positive(), z.lte(1e18))
const count = z.int().check(z.gte(1), z.lte(4096))
const trainer = z.enum(TRAINERS)

const reportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  date: z.string().check(z.regex(/^\d{4}-\d\d-\d\d$/, 'is no date')),
  commit: z.string().check(z.regex(/^([0-9a-f]{7,40}(-dirty)?)?$/, 'is no commit')),
  platform: text,
  processor: text,
  threads: count,
  backend: z.strictObject({
    name: z.enum(BACKEND_IDS),
    device: text,
    software: z.boolean(),
    fused: z.boolean(),
  }),
  numerics: z.partialRecord(trainer, z.string().check(z.regex(/^[a-z0-9][a-z0-9.+-]{0,63}$/))),
  peaks: z.partialRecord(trainer, positive),
  rows: z
    .array(
      z.strictObject({ trainer, model: z.enum(BENCHMARK_MODEL_IDS), members: count, msPerStep: positive }),
    )
    .check(z.minLength(1), z.maxLength(40)),
})

/** @returns the report, or what is wrong in a sentence. */
export function checkReport(raw: unknown): BenchmarkReport | { readonly problem: string } {
  const result = reportSchema.safeParse(raw)
  if (result.success) return result.data
  const [issue] = result.error.issues
  const where = issue?.path.join('.')
  return { problem: `This is no report of a benchmark: ${where ? `${where}: ` : ''}${issue?.message}.` }
}

/** @param content of a file. */
export function readReport(content: string): ReturnType<typeof checkReport> {
  if (content.length > MAX_FILE_LENGTH)
    return { problem: `This is no report of a benchmark: it is longer than ${MAX_FILE_LENGTH / 1024} KiB.` }
  let raw: unknown
  try {
    raw = JSON.parse(content)
  } catch {
    return { problem: 'This is no report of a benchmark: the file is no JSON.' }
  }
  return checkReport(raw)
}
