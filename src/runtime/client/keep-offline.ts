/** Has the browser keep the whole page, so that it opens without a network (`offline/`). */

/** Chromium's alone, and not in TypeScript's DOM. */
interface DataSaver {
  readonly connection?: { readonly saveData?: boolean }
}

/** Where the browser cannot, may not or should not, the page stays as it is. Not inside another site's page: each would keep a copy of its own. */
export async function keepOffline(): Promise<void> {
  try {
    const { connection }: Navigator & DataSaver = navigator
    if (!import.meta.env.PROD || self !== top || connection?.saveData) return
    await navigator.serviceWorker?.register('./plateau-offline.js')
  } catch {
    // Private windows and strict settings refuse.
  }
}
