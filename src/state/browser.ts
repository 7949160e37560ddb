/** The few things of a browser that stores use, each tolerating its absence or refusal. */

import type { WakeLockServices } from './wake-lock'

/** The location's hash. */
export interface HashLocation {
  read(): string
  /** Replaces the hash without a history entry and without a hashchange event. */
  replace(hash: string): void
  /** Replaces the hash with a history entry, so that the browser's Back leads to the hash before it. */
  push(hash: string): void
}

export const browserLocation: HashLocation = {
  read: () => globalThis.location?.hash ?? '',
  replace(hash) {
    try {
      history.replaceState(history.state, '', hash)
    } catch {
      // Browsers limit how often history may be changed; the next change writes the whole hash again.
    }
  },
  push(hash) {
    try {
      history.pushState(undefined, '', hash)
    } catch {
      // Browsers limit how often history may be changed: then there is one entry less.
    }
  },
}

/** Small settings that outlive the tab. */
export interface Preferences {
  read(name: string): string | undefined
  write(name: string, value: string): void
}

export const browserPreferences: Preferences = {
  read(name) {
    try {
      return localStorage.getItem(`plateau.${name}`) ?? undefined
    } catch {
      return undefined
    }
  },
  write(name, value) {
    try {
      localStorage.setItem(`plateau.${name}`, value)
    } catch {
      // In a private window the choice holds until the tab closes.
    }
  },
}

export const browserWakeLock: WakeLockServices = {
  request:
    typeof navigator === 'object' && 'wakeLock' in navigator
      ? () => navigator.wakeLock.request('screen')
      : undefined,
  onVisible(callback) {
    globalThis.document?.addEventListener('visibilitychange', () => {
      if (document.visibilityState === 'visible') callback()
    })
  },
}
