/** One collector for a sweep: two would take each other's records, and each would publish again what the other has. */
import { randomUUID } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import type { Redis } from 'ioredis'
import type { Patient } from './patience'

/** Takes or renews a lock that is free or one's own. @returns 1 where it is held now. */
const HOLD = `
local own = redis.call('GET', KEYS[1])
if own and string.sub(own, 1, #ARGV[1]) ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[1] .. ' ' .. ARGV[2], 'PX', ARGV[3])
return 1`

const RELEASE = `
local own = redis.call('GET', KEYS[1])
if own and string.sub(own, 1, #ARGV[1]) == ARGV[1] then redis.call('DEL', KEYS[1]) end`

/**
 * Waits for a holder that has died until its time is over. Whoever lives renews it three times in that, which shows.
 * @returns what releases it; undefined where somebody else lives and holds it.
 * @param onWait once, where there is a holder. @param onLost when somebody else has taken it.
 */
export async function holdLock(
  client: Redis,
  key: string,
  leaseMs: number,
  patient: Patient,
  { onWait, onLost }: { readonly onWait: () => void; readonly onLost: () => void },
): Promise<(() => Promise<void>) | undefined> {
  const me = randomUUID()
  let beat = 0
  const hold = () => patient(() => client.eval(HOLD, 1, key, me, ++beat, Math.ceil(leaseMs)))
  const first = await client.get(key)
  let isWaiting = false
  while ((await hold()) !== 1) {
    if (!isWaiting) onWait()
    isWaiting = true
    const holder = await client.get(key)
    if (holder !== null && holder !== first) return undefined
    await pause(leaseMs / 10)
  }
  const renewal = setInterval(() => {
    hold().then(
      (isHeld) => {
        if (isHeld === 1) return
        clearInterval(renewal)
        onLost()
      },
      () => undefined,
    )
  }, leaseMs / 3)
  return async () => {
    clearInterval(renewal)
    await client.eval(RELEASE, 1, key, me)
  }
}
