/** Whoever leaves waits for so long for the server's answer, ms: it may be gone, and leases end by themselves. */
export const GOODBYE_MS = 2000

/**
 * Waits for a promise, but not longer.
 * @param from begins the time when it is aborted; it begins at once where none is given. @returns undefined where the time was over.
 */
export async function within<Value>(
  ms: number,
  promise: Promise<Value>,
  from?: AbortSignal,
): Promise<Value | undefined> {
  // What comes after the time is over is nobody's.
  promise.catch(() => undefined)
  let timer: NodeJS.Timeout | undefined
  let end: (over: undefined) => void
  const over = new Promise<undefined>((resolve) => {
    end = resolve
  })
  const begin = () => {
    timer = setTimeout(() => end(undefined), ms)
  }
  if (!from || from.aborted) begin()
  else from.addEventListener('abort', begin)
  try {
    return await Promise.race([promise, over])
  } finally {
    clearTimeout(timer)
    from?.removeEventListener('abort', begin)
  }
}
