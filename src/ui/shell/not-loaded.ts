/**
 * Errors of parts whose files could not be loaded: there is no network, or a new build has replaced them. Vite tells of each before it passes the
 * error on. React keeps it, so that to draw such a part again cannot help.
 */
const known = new WeakSet<object>()

/** Call once, before anything is drawn. */
export function noticeWhatIsNotLoaded(): void {
  addEventListener('vite:preloadError', ({ payload }) => void known.add(payload))
}

export const isNotLoaded = (error: unknown): boolean => error instanceof Error && known.has(error)
