/**
 * Which sweeps some tab is running now, by the Web Locks API: a lock goes when its tab goes, however it went. Where the API is
 * missing, no sweep counts as running in another tab; the worst that follows is the same trials run twice, to the same records.
 */
export interface SweepLocks {
  /** Marks a sweep as running in this tab. @returns a function that ends this. */
  hold(sweepId: string): () => void
  isHeld(sweepId: string): Promise<boolean>
}

/** As much of the API as is used here. */
export interface LockRequests {
  request<T>(name: string, options: LockOptions, granted: () => Promise<T>): Promise<T>
}

/** A tab that was just reloaded may let go of its lock a moment after the new page has started. */
const RELEASE_GRACE_MS = 1000

const lockName = (sweepId: string): string => `plateau sweep ${sweepId}`

export function webSweepLocks(manager: LockRequests | undefined = globalThis.navigator?.locks): SweepLocks {
  return {
    hold(sweepId) {
      let release = (): void => undefined
      const held = new Promise<void>((resolve) => {
        release = resolve
      })
      // Shared: two tabs may run the same sweep. A refusal (a sandboxed frame) leaves the sweep without a lock.
      manager?.request(lockName(sweepId), { mode: 'shared' }, () => held).catch(() => undefined)
      return release
    },
    async isHeld(sweepId) {
      if (!manager) return false
      const signal = AbortSignal.timeout(RELEASE_GRACE_MS)
      try {
        return await manager.request(lockName(sweepId), { signal }, async () => false)
      } catch {
        return signal.aborted
      }
    },
  }
}
