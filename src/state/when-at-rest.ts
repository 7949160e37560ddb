/** What nobody waits for, and what would be in the way of what somebody waits for. */

/** Since the visitor has what the page was opened for, and again while he is at something that wants the whole machine. */
const REST_MS = 10_000

/**
 * @param isBusy whether the page must still be left alone.
 * @returns a function that tells that the visitor has what he waited for: some time later `task` runs, once.
 */
export function whenAtRest(isBusy: () => boolean, task: () => void): () => void {
  let isAwaited = true
  const tryLater = () => setTimeout(() => (isBusy() ? tryLater() : task()), REST_MS)
  return () => {
    if (isAwaited) tryLater()
    isAwaited = false
  }
}
