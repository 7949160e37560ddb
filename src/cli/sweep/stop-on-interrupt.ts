import { EXIT } from '../cli-error'
import type { ProgressDisplay } from './progress'

/**
 * The first Ctrl-C, or SIGTERM, lets the running step end; the second does not wait.
 * @param text what becomes of the work. @returns what ends listening.
 */
export function stopOnInterrupt(
  stopping: AbortController,
  display: Pick<ProgressDisplay, 'line'>,
  text = 'Stopping; finished trials are kept',
): () => void {
  const stop = () => {
    if (stopping.signal.aborted) process.exit(EXIT.interrupted)
    display.line(`${text} (Ctrl-C again: at once)`)
    stopping.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return () => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}
