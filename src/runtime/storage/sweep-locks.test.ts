import { afterEach, expect, it, vi } from 'vitest'
import { type LockRequests, webSweepLocks } from './sweep-locks'

/** As much of the Web Locks API as sweeps use: shared holders, one exclusive asker, and an asker that gives up. */
function fakeLockManager(): LockRequests {
  const holders = new Map<string, Set<Promise<unknown>>>()
  const request = async <T>(name: string, options: LockOptions, granted: () => Promise<T>) => {
    const held = holders.get(name) ?? new Set()
    holders.set(name, held)
    if (options.mode === 'shared') {
      const work = granted()
      held.add(work)
      const value = await work
      held.delete(work)
      return value
    }
    const refused = new Promise<never>((_, reject) => {
      options.signal?.addEventListener('abort', () => reject(options.signal?.reason))
    })
    await Promise.race([Promise.all(held), refused])
    return granted()
  }
  return { request }
}

afterEach(() => {
  vi.restoreAllMocks()
})

it('sees a sweep that another tab holds, until that tab lets go', async () => {
  const timeout = AbortSignal.timeout.bind(AbortSignal)
  // In place of the second that a tab has to let go.
  vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => timeout(10))
  const manager = fakeLockManager()
  const other = webSweepLocks(manager)
  const release = other.hold('#a')
  const mine = webSweepLocks(manager)
  expect(await mine.isHeld('#b')).toBe(false)
  expect(await mine.isHeld('#a')).toBe(true)
  release()
  expect(await mine.isHeld('#a')).toBe(false)
})

it('waits a moment for a tab that is just going', async () => {
  const locks = webSweepLocks(fakeLockManager())
  const release = locks.hold('#a')
  setTimeout(release, 1)
  expect(await locks.isHeld('#a')).toBe(false)
})

it('counts no sweep as running elsewhere where there are no locks', async () => {
  const locks = webSweepLocks(undefined)
  locks.hold('#a')()
  expect(await locks.isHeld('#a')).toBe(false)
})
