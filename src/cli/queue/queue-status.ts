/** `queue`: what waits, who is at work, and what nobody could do. */
import { excerpt } from '@/core/excerpt'
import { PIECE_SIZES } from '@/core/sweep/pieces'
import { plural } from '@/core/text/number'
import { EXIT, printable } from '../cli-error'
import { duration } from '../sweep/progress'
import { queueAddress } from './redis/address'
import { openQueue } from './redis/open-queue'
import type { ListedJob, QueueCounts } from './work-queue'

interface QueueOptions {
  readonly retry: boolean
  readonly clear: boolean
}

/** @returns the exit code. @throws CliError where there is no queue. */
export async function showQueue({ retry, clear }: QueueOptions): Promise<number> {
  const say = (text: string) => void process.stdout.write(`${printable(text)}\n`)
  const queue = await openQueue((text) => void process.stderr.write(`${printable(text)}\n`))
  try {
    if (retry) say(`Dead letters that are tried again: ${await queue.retry()}`)
    if (clear) {
      await queue.clear()
      say('The queue is empty: what was in it is published again by the line that published it')
    }
    say(queueText(await queue.counts(), queueAddress().shown, Date.now()))
  } finally {
    await queue.close()
  }
  return EXIT.ok
}

/** @param now ms since 1970. */
export function queueText(counts: QueueCounts, address: string, now: number): string {
  const { waiting, delayed, active, dead, records } = counts
  const sizes = PIECE_SIZES.map((size) => `${waiting[size]} ${size}`).join(', ')
  const again = delayed > 0 ? `, ${delayed} of them for another try` : ''
  return [
    address,
    `waiting: ${sizes}${again}`,
    `at work: ${active.length}`,
    ...active.map((job) => `  ${workerOf(job)}  ${jobText(job)}  ${duration((now - job.since) / 1000)}`),
    `dead letters: ${dead.length}`,
    ...dead.map((job) => `  ${jobText(job)}: ${excerpt(job.reason, 200)}`),
    `records to be collected: ${records}`,
  ].join('\n')
}

const workerOf = ({ worker }: ListedJob): string => excerpt(worker || 'somebody', 80)

function jobText({ data, size }: ListedJob): string {
  const { config, keys }: { config?: unknown; keys?: unknown } =
    typeof data === 'object' && data !== null ? data : {}
  const trials = Array.isArray(keys) ? keys.length : 0
  return `${excerpt(String(config ?? '?'), 80)}  ${plural(trials, 'trial')}, ${size}`
}
