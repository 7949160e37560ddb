/** Records on their way out of the queue: in groups, each acknowledged when it is on the disk. */
import { type Queue, Worker } from 'bullmq'
import type { Redis } from 'ioredis'
import type { QueueSettings } from '../settings'
import type { Collection, Delivery } from '../work-queue'

/** Records that are fetched before the group that they belong to is written. */
const MOST_AT_ONCE = 200
/** A record whose collector has died comes again, however often that happens. */
const NEVER_TOO_OFTEN = 1e6

export function createCollection(
  queue: Queue,
  base: { readonly connection: Redis; readonly prefix: string; readonly skipVersionCheck: boolean },
  { leaseMs, stalledCheckMs, groupMs }: QueueSettings,
  keep: (group: readonly Delivery[]) => void,
): Collection {
  let group: { readonly delivery: Delivery; readonly acknowledge: () => void }[] = []
  let isBroken = false
  const write = () => {
    const written = group
    group = []
    try {
      keep(written.map(({ delivery }) => delivery))
    } catch {
      // Without an acknowledgement it comes again, to whoever collects next.
      isBroken = true
      return
    }
    for (const { acknowledge } of written) acknowledge()
  }
  const worker = new Worker(
    queue.name,
    ({ id, data }) =>
      new Promise<void>((acknowledge) => {
        if (isBroken) return
        if (group.length === 0) setTimeout(write, groupMs)
        group.push({ delivery: { trialKey: id ?? '', outcome: data }, acknowledge })
      }),
    {
      ...base,
      concurrency: MOST_AT_ONCE,
      lockDuration: leaseMs,
      stalledInterval: stalledCheckMs,
      maxStalledCount: NEVER_TOO_OFTEN,
      runRetryDelay: 1000,
    },
  )
  worker.on('error', (error) => {
    if (error instanceof SyntaxError) removeUnreadable(queue, base.connection).catch(() => undefined)
  })
  return {
    async waiting() {
      const counts = await queue.getJobCounts('wait', 'active', 'delayed')
      return Object.values(counts).reduce((sum, count) => sum + count, 0)
    },
    close: () => worker.close(isBroken),
  }
}

/** A record that is no JSON, put there by hand, would come again and again, and count as one that waits. */
async function removeUnreadable(queue: Queue, client: Redis): Promise<void> {
  for (const id of await queue.getRanges(['active'], 0, -1)) {
    const isUnreadable = await queue.getJob(id).then(
      () => false,
      (error) => error instanceof SyntaxError,
    )
    if (isUnreadable) await client.multi().lrem(queue.toKey('active'), 0, id).del(queue.toKey(id)).exec()
  }
}
