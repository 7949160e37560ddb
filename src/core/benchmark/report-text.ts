/** A report in words, for the page and the command line. */
import { BACKENDS } from '../backends'
import { plural } from '../text/number'
import type { BenchmarkProgress } from './progress'
import type { BenchmarkReport, BenchmarkRow, Trainer } from './report'

export const MODEL_NAMES = {
  XS: 'XS',
  S: 'S',
  'Quick-8': 'Quick, d 8',
  'Quick-16': 'Quick, d 16',
} as const satisfies Record<BenchmarkRow['model'], string>

/** @param threads of the pool. */
export function trainerName(trainer: Trainer, threads: number): string {
  switch (trainer) {
    case 'gpu':
      return 'GPU'
    case 'thread':
      return 'Processor, one thread'
    case 'threads':
      return `Processor, ${plural(threads, 'thread')}`
    default:
      throw trainer satisfies never
  }
}

/** "one model", "16 models at once". */
export const membersText = (members: number): string =>
  members === 1 ? 'one model' : `${members} models at once`

/** What is under way. */
export function partText({ part }: BenchmarkProgress, threads: number): string {
  if (part.kind === 'open') return 'Opening the device'
  const name = trainerName(part.trainer, threads)
  return part.kind === 'peak' ? `${name}: what it can do at the most` : `${name}: ${MODEL_NAMES[part.model]}`
}

/** What a machine is called beside others: its GPU where it trains on one, else its processor as far as that is known. */
export function machineName({ backend, processor, threads, platform }: BenchmarkReport): string {
  if (!BACKENDS[backend.name].isProcessor) return backend.device
  return `${processor || 'Processor'}, ${plural(threads, 'thread')} (${platform})`
}
