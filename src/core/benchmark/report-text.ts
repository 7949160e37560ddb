/** A report in words, for the page and the command line. */
import { BACKENDS } from '../backends'
import { countText, decimalText, plural } from '../text/number'
import type { BenchmarkPart } from './progress'
import type { BenchmarkReport, BenchmarkRow, Trainer } from './report'

export const MODEL_NAMES = {
  XS: 'XS',
  S: 'S',
  'Quick-8': 'Quick,\u00a0d\u00a08',
  'Quick-16': 'Quick,\u00a0d\u00a016',
} as const satisfies Record<BenchmarkRow['model'], string>

/** @param threads of the pool, where their number is known. */
export function trainerName(trainer: Trainer, threads?: number): string {
  switch (trainer) {
    case 'gpu':
      return 'GPU'
    case 'thread':
      return 'Processor, one thread'
    case 'threads':
      return threads === undefined ? 'Processor, all threads' : `Processor, ${plural(threads, 'thread')}`
    default:
      throw trainer satisfies never
  }
}

/** In a sentence: "on the GPU". @param threads of the pool. */
export function trainerPhrase(trainer: Trainer, threads: number): string {
  if (trainer === 'gpu') return 'on the GPU'
  return trainer === 'thread'
    ? 'on one thread of the processor'
    : `on ${plural(threads, 'thread')} of the processor`
}

/** Three digits: 0.123, 1.23, 12.3, 1,234. */
export function rateText(value: number): string {
  if (value >= 100) return countText(value)
  return value >= 1 ? decimalText(value, value >= 10 ? 1 : 2) : String(Number(value.toPrecision(3)))
}

/** What rates and peaks are. */
export const RATES_NOTE =
  'Operations are counted as 6 for each parameter and token. The peak is what the same hardware was measured to do: a GPU in a matrix product under WGSL, the processor in multiplications and additions of 128-bit vectors.'

/** "XS", "XS, 16 at once": threads have a model each, which their name says. */
export const rowName = ({ trainer, model, members }: BenchmarkRow): string =>
  trainer === 'gpu' && members > 1
    ? `${MODEL_NAMES[model]}, ${members}\u00a0at\u00a0once`
    : MODEL_NAMES[model]

/** What is under way. */
export function partText(part: BenchmarkPart): string {
  if (part.kind === 'open') return 'Opening the device'
  return `${trainerName(part.trainer)}: ${part.kind === 'peak' ? 'its peak' : MODEL_NAMES[part.model]}`
}

/** What a machine is called beside others: its GPU where it trains on one, else its processor as far as that is known. */
export function machineName({ backend, processor, threads, platform }: BenchmarkReport): string {
  if (!BACKENDS[backend.name].isProcessor) return backend.device
  return `${processor || 'Processor'}, ${plural(threads, 'thread')} (${platform})`
}
