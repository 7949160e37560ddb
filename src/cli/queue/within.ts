/** Whoever leaves waits for so long for the server's answer, ms: it may be gone, and leases end by themselves. */
export const GOODBYE_MS = 2000

/** Waits for a promise, but not longer. @returns undefined where the time was over. */
export async function within<Value>(ms: number, promise: Promise<Value>): Promise<Value | undefined> {
  // What comes after the time is over is nobody's.
  promise.catch(() => undefined)
  let timer: NodeJS.Timeout | undefined
  const over = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), ms)
  })
  try {
    return await Promise.race([promise, over])
  } finally {
    clearTimeout(timer)
  }
}
