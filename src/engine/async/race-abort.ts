/**
 * Waits for a result or for a signal, whichever comes first. Nothing stays attached to the signal when the result has come: a race against
 * a promise that settles only at the end would keep every waiter until then, and a run waits a hundred times a second.
 * @throws the signal's reason
 */
export function raceAbort<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason)
    const settle = <V>(how: (value: V) => void) => {
      return (value: V) => {
        signal.removeEventListener('abort', abort)
        how(value)
      }
    }
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort)
    result.then(settle(resolve), settle(reject))
  })
}
