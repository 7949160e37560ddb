/** What a benchmark found out about a device: plain data, the same in a file, a link and `bench/results/devices/`. Reports come from strangers. */
import { z } from 'zod'
import { BACKEND_IDS } from '../backends'

/** What they are is in `models.ts`. */
export const BENCHMARK_MODEL_IDS = ['XS', 'S', 'Quick-8', 'Quick-16'] as const
export type BenchmarkModelId = (typeof BENCHMARK_MODEL_IDS)[number]

/** Who trains in a row: the page's GPU, one thread of the processor, or all threads, each with a model of its own. */
export const TRAINERS = ['gpu', 'thread', 'threads'] as const
export type Trainer = (typeof TRAINERS)[number]

/** More than any report has, and little enough to be read at once. */
const MAX_FILE_LENGTH = 64 * 1024

const text = (most: number) =>
  z
    .string()
    .max(most)
    // Nothing that steers a terminal or turns the direction of a line.
    .regex(/^\P{C}*$/u, 'holds characters that cannot be shown')
const positive = z.number().positive().max(1e18)
const count = z.number().int().min(1).max(4096)

const benchmarkRowSchema = z.strictObject({
  trainer: z.enum(TRAINERS),
  model: z.enum(BENCHMARK_MODEL_IDS),
  /** Models that train at the same time. */
  members: count,
  /** In which each of them advances by one step. */
  msPerStep: positive,
})

export const benchmarkReportSchema = z.strictObject({
  schemaVersion: z.literal(1),
  date: z.string().regex(/^\d{4}-\d\d-\d\d$/, 'is no date'),
  /** Of the build; empty where it is not known. */
  commit: z.string().regex(/^([0-9a-f]{7,40}(-dirty)?)?$/, 'is no commit'),
  /** Browser or Node, and system. */
  platform: text(80),
  /** Its name where it is known: browsers do not tell. */
  processor: text(80),
  /** Of the pool: so many models train side by side on the processor. */
  threads: count,
  /** What was chosen to train on. */
  backend: z.strictObject({
    name: z.enum(BACKEND_IDS),
    device: text(160),
    /** Whether the processor imitates a GPU. */
    software: z.boolean(),
    fused: z.boolean(),
  }),
  /** The arithmetic of each trainer, as records name it. */
  numerics: z.partialRecord(z.enum(TRAINERS), z.string().regex(/^[a-z0-9][a-z0-9.+-]{0,63}$/)),
  /**
   * What the hardware can do, operations a second: a GPU in a float32 matrix product under WGSL, threads of the processor in multiplications
   * and additions of 128-bit vectors.
   */
  peaks: z.partialRecord(z.enum(TRAINERS), positive),
  rows: z.array(benchmarkRowSchema).min(1).max(40),
})

export type BenchmarkReport = z.infer<typeof benchmarkReportSchema>
export type BenchmarkRow = BenchmarkReport['rows'][number]

/** @returns the report, or what is wrong in a sentence. */
export function checkReport(raw: unknown): BenchmarkReport | { readonly problem: string } {
  const result = benchmarkReportSchema.safeParse(raw)
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

export const printReport = (report: BenchmarkReport): string => `${JSON.stringify(report, undefined, 2)}\n`
