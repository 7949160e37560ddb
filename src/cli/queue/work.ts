/** `work --queue`: this machine trains what the queue has, until it is stopped. */
import { PIECE_FLOP, PIECE_SIZES, type PieceSize } from '@/core/sweep/pieces'
import type { DeviceReport } from '@/runtime/protocol'
import type { WorkOptions } from '../args'
import { CliError, EXIT } from '../cli-error'
import { openHost } from '../hosts/open-host'
import { createProgress, SILENT } from '../sweep/progress'
import { stopOnInterrupt } from '../sweep/stop-on-interrupt'
import { openQueue } from './redis/open-queue'
import { queueSettings } from './settings'
import { work } from './worker'

/** A box that takes longer than this for a large job, s, begins with small ones. */
const SLOW_SECONDS = 300

/** @returns the exit code. @throws CliError where there is no queue or no device. */
export async function workForQueue({
  host: hostName,
  backend,
  largest,
  quiet,
}: WorkOptions): Promise<number> {
  const display = quiet ? SILENT : createProgress(process.stderr, () => performance.now())
  const stopping = new AbortController()
  const release = stopOnInterrupt(stopping, display, 'Stopping; the job is given back')
  const queue = await openQueue(display.line)
  const host = await openHost(hostName, backend, display.line)
  try {
    const device = await host.probe(backend).catch((error: Error) => {
      throw new CliError(error.message)
    })
    const sizes = sizesFor(device, largest)
    display.line(`At work by ${device.backend.name}: ${device.backend.device}; jobs: ${sizes.join(', ')}`)
    const onProgress = display.update
    const options = { queue, host, backend, speed: device.speed, sizes, settings: queueSettings() }
    await work({ ...options, note: display.line, onProgress }, stopping.signal)
  } finally {
    release()
    display.end()
    await queue.close()
    await host.close().catch(() => undefined)
  }
  return EXIT.interrupted
}

/** @returns the sizes that this box takes: the longest first, but on a slow one, which would hold up the others. */
function sizesFor({ speed, workers }: DeviceReport, largest: number | undefined): PieceSize[] {
  const taken = PIECE_SIZES.filter((size) => largest === undefined || PIECE_FLOP[size] <= largest)
  if (taken.length === 0) taken.push('small')
  const seconds = PIECE_FLOP.large / (speed.flopPerSecond * workers)
  return seconds > SLOW_SECONDS ? taken : taken.toReversed()
}
