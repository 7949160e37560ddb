import type { Job, WorkQueue } from '../work-queue'

/** A queue as a worker of another version of the lab reads it: it plans other trials than those of every second job. */
export function asOlderBuild(queue: WorkQueue): WorkQueue {
  return {
    ...queue,
    async take(sizes) {
      const lease = await queue.take(sizes)
      if (!lease || isKnown(lease.data)) return lease
      const { config, keys } = lease.data as Job
      return { ...lease, data: { config, keys: keys.map((key) => `${key}9`) } }
    },
  }
}

/** Any half will do. */
const isKnown = (data: unknown): boolean => JSON.stringify(data).split('1').length % 2 === 0
