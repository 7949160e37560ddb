/** A connection to Redis or Valkey, with sentences for what a person has to mend there. */
import { Redis } from 'ioredis'
import { CliError } from '../../cli-error'
import type { Note } from '../../hosts/host'
import type { QueueAddress } from './address'
import { aboutServer, whyNot } from './server-words'

/** A command that is waited for longer than this says that the network is gone, ms. BullMQ waits up to ten seconds for a job. */
const SILENCE_MS = 30_000
const CONNECT_MS = 10_000
const LONGEST_WAIT_MS = 5000

/**
 * Once it is open it finds its way back by itself, and commands wait for that.
 * @throws CliError where it cannot be opened, or the server is too old.
 */
export async function connect({ url, shown, isOpen }: QueueAddress, note: Note): Promise<Redis> {
  let isUp = false
  const client = new Redis(url, {
    lazyConnect: true,
    // BullMQ's own condition: commands wait for as long as it takes.
    maxRetriesPerRequest: null,
    connectTimeout: CONNECT_MS,
    keepAlive: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    retryStrategy: (times) => (isUp ? Math.min(200 * times, LONGEST_WAIT_MS) : null),
  })
  let reason: Error | undefined
  client.on('error', (error: Error) => {
    reason = error
  })
  try {
    await client.connect()
  } catch (error) {
    client.disconnect()
    throw new CliError(whyNot(reason ?? (error as Error), shown))
  }
  isUp = true
  if (isOpen) note(`${shown} is another machine, without encryption: use rediss:// or an ssh tunnel`)
  try {
    for (const line of aboutServer(await client.info())) note(line)
  } catch (error) {
    client.disconnect()
    throw error instanceof CliError ? error : new CliError(whyNot(error as Error, shown))
  }
  tellOfBreaks(client, shown, note)
  return client
}

function tellOfBreaks(client: Redis, shown: string, note: Note): void {
  let isGone = false
  // Not told where this side has ended it.
  client.on('reconnecting', () => {
    if (!isGone) note(`The connection to ${shown} is lost; it is tried again until it is back`)
    isGone = true
  })
  client.on('ready', () => {
    if (isGone) note(`The connection to ${shown} is back`)
    isGone = false
  })
}
