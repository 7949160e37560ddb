/**
 * How fast is this machine? Trains a few models for a moment each: on the device that the page chose, on one thread of the processor and on all of
 * them, and measures beside that what the same hardware can do at the most.
 */
import { BACKENDS, type BackendChoice } from '@/core/backends'
import { BENCHMARK_MODELS, flopPerSecond, nominalFlop } from '@/core/benchmark/models'
import type { BenchmarkPart, BenchmarkProgress } from '@/core/benchmark/progress'
import {
  BENCHMARK_MODEL_IDS,
  type BenchmarkReport,
  type BenchmarkRow,
  MAX_NAME,
  type Trainer,
} from '@/core/benchmark/report'
import type { ThreadTask } from '@/core/benchmark/thread-task'
import { raceAbort } from '@/engine/async/race-abort'
import { type Backend, COMPOSED_PACKING, openBackend } from '@/engine/devices/backend'
import type { BenchmarkHost, BenchmarkThread } from './host'
import { membersThatFit } from './members-that-fit'
import { gpuMembers, gpuPeak, timeOnGpu } from './time-gpu'
import { timeThread } from './time-thread'

/** Of each part: some ten seconds in all. */
const PART_MS = 400
/** What all threads hold together at the most, as in the lab. */
const PROCESSOR_MEMORY = { ...COMPOSED_PACKING.wasm, ragged: true }
/** A step that would take longer than this (seconds), by the rate of the model before it, is left out. */
const LONGEST_STEP = 2

interface Measured {
  rows: BenchmarkRow[]
  peaks: Partial<Record<Trainer, number>>
  numerics: Partial<Record<Trainer, string>>
}

/**
 * @param signal ends it within a step.
 * @throws NoBackendError where nothing can be opened, the signal's reason, and what a device throws that is lost.
 */
export async function benchmarkDevice(
  choice: BackendChoice,
  host: BenchmarkHost,
  signal: AbortSignal,
  onProgress: (progress: BenchmarkProgress) => void,
  budgetMs = PART_MS,
): Promise<BenchmarkReport> {
  const measured: Measured = { rows: [], peaks: {}, numerics: {} }
  let parts: readonly BenchmarkPart[] = [{ kind: 'open' }]
  const say = (done: number) =>
    onProgress({
      part: parts[done]!,
      done,
      of: parts.length,
      rows: [...measured.rows],
      peaks: { ...measured.peaks },
    })
  say(0)
  const backend = await raceAbort(openBackend({ choice, wasmPaths: host.wasmPaths }), signal)
  parts = [...parts, ...partsFor(backend, host)]
  const threads = openThreads(host)
  try {
    for (const [done, part] of parts.entries()) {
      if (part.kind === 'open') continue
      say(done)
      if (part.kind === 'train' && isTooSlow(part, measured.rows)) continue
      const work =
        part.trainer === 'gpu'
          ? measureOnGpu(part, backend, budgetMs, host, signal)
          : measureOnThreads(part, threads.take(threadsOf(part, threads.count)), budgetMs)
      keep(measured, part, await raceAbort(work, signal))
    }
  } finally {
    threads.close()
  }
  return {
    schemaVersion: 1,
    date: host.date().toISOString().slice(0, 10),
    commit: host.commit,
    ...host.machine,
    threads: threads.count,
    backend: {
      name: backend.name,
      device: backend.device.slice(0, MAX_NAME),
      software: backend.software,
      fused: backend.plan !== undefined,
    },
    ...measured,
  }
}

type MeasuredPart = Exclude<BenchmarkPart, { kind: 'open' }>

function partsFor(backend: Backend, { pool }: BenchmarkHost): MeasuredPart[] {
  const ofProcessor = (trainer: Trainer, threads: number): MeasuredPart[] => [
    { kind: 'peak', trainer },
    ...BENCHMARK_MODEL_IDS.map((model) => {
      const members = membersThatFit(model, threads, PROCESSOR_MEMORY)
      return { kind: 'train', trainer, model, members } as const
    }),
  ]
  const ofGpu = (): MeasuredPart[] => [
    // A processor that imitates a GPU would take minutes for a peak that means nothing.
    ...(backend.name === 'webgpu' && !backend.software ? [{ kind: 'peak', trainer: 'gpu' } as const] : []),
    ...BENCHMARK_MODEL_IDS.flatMap((model) =>
      gpuMembers(model, backend.limits).map(
        (members) => ({ kind: 'train', trainer: 'gpu', model, members }) as const,
      ),
    ),
  ]
  const count = pool?.count ?? 1
  return [
    ...(BACKENDS[backend.name].isProcessor ? [] : ofGpu()),
    ...ofProcessor('thread', 1),
    ...(count > 1 ? ofProcessor('threads', count) : []),
  ]
}

function threadsOf(part: MeasuredPart, all: number): number {
  if (part.kind === 'train') return part.members
  return part.trainer === 'thread' ? 1 : all
}

interface Timed {
  readonly flopPerSecond: number
  readonly numerics?: string | undefined
}

async function measureOnGpu(
  part: MeasuredPart,
  backend: Backend,
  budgetMs: number,
  { now }: BenchmarkHost,
  signal: AbortSignal,
): Promise<Timed> {
  if (part.kind === 'peak') return { flopPerSecond: await gpuPeak() }
  return timeOnGpu(part, backend, budgetMs, now, signal)
}

/** Their rates together. All begin at once, after a first moment in which each has opened its device. */
async function measureOnThreads(
  part: MeasuredPart,
  threads: readonly BenchmarkThread[],
  budgetMs: number,
): Promise<Timed> {
  const task: ThreadTask =
    part.kind === 'peak' ? { kind: 'peak', budgetMs } : { kind: 'train', model: part.model, budgetMs }
  await Promise.all(threads.map((thread) => thread.time({ ...task, budgetMs: 0 })))
  const timings = await Promise.all(threads.map((thread) => thread.time(task)))
  return {
    flopPerSecond: timings.reduce((sum, timing) => sum + timing.flopPerSecond, 0),
    numerics: timings[0]?.numerics,
  }
}

/** Opened when they are first needed; this thread works itself where no other can be started. */
function openThreads(host: BenchmarkHost) {
  const open: BenchmarkThread[] = []
  const own: BenchmarkThread = { time: (task) => timeThread(task, host), close: () => undefined }
  return {
    count: host.pool?.count ?? 1,
    take(count: number): readonly BenchmarkThread[] {
      while (open.length < count) open.push(host.pool?.open() ?? own)
      return open.slice(0, count)
    },
    close() {
      for (const thread of open) thread.close()
    },
  }
}

function keep({ rows, peaks, numerics }: Measured, part: MeasuredPart, timed: Timed): void {
  const { trainer } = part
  if (part.kind === 'peak') {
    peaks[trainer] = rounded(timed.flopPerSecond)
    return
  }
  if (timed.numerics !== undefined) numerics[trainer] = timed.numerics
  const { model, members } = part
  const flop = members * nominalFlop(BENCHMARK_MODELS[model])
  rows.push({ trainer, model, members, msPerStep: rounded((1000 * flop) / timed.flopPerSecond) })
}

/** Four digits: no clock says more. */
const rounded = (value: number): number => Number(value.toPrecision(4))

function isTooSlow(part: MeasuredPart & { kind: 'train' }, rows: readonly BenchmarkRow[]): boolean {
  const before = rows.findLast(({ trainer }) => trainer === part.trainer)
  if (!before) return false
  return part.members * nominalFlop(BENCHMARK_MODELS[part.model]) > LONGEST_STEP * flopPerSecond(before)
}
