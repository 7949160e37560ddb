/**
 * Texts of the visitor's own that are at hand, by their hashes. They are stored in this browser when they are trained on, and nowhere else; links
 * and records hold the hash alone, so the text of a link may be missing.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { OwnText } from '@/core/data/read-text'
import { nameOf, withText } from '@/core/sweep/own-text'
import type { Trial } from '@/core/sweep/trial'
import type { ResultsStorage } from '@/runtime/storage/results-db'
import type { ConfigStore } from './config-store'

export interface OwnTextState {
  /** Normalised, by hash. */
  readonly texts: ReadonlyMap<string, string>
  /** Whether the panel for a text is to be open. */
  readonly isWanted: boolean
  /** Shows the panel. */
  open(): void
  /** Takes a text as the source of the config. */
  use(own: OwnText): void
  /** Goes back to the preset's own strings. */
  leave(): void
  /** Looks for a text in what this browser stores, unless it is at hand. @returns whether it is at hand now. */
  find(hash: string): Promise<boolean>
  /** The text, to be trained on: it is stored from now on. Undefined where it is not here. */
  take(hash: string): Promise<string | undefined>
}

export type OwnTextStore = StoreApi<OwnTextState>

interface OwnTextServices {
  readonly storage: Pick<ResultsStorage, 'readText' | 'saveText'>
  readonly config: ConfigStore
}

export function createOwnTextStore({ storage, config }: OwnTextServices): OwnTextStore {
  return createStore<OwnTextState>()((set, get) => {
    const keep = (hash: string, text: string) => set({ texts: new Map(get().texts).set(hash, text) })
    return {
      texts: new Map(),
      isWanted: false,
      open: () => set({ isWanted: true }),
      use(own) {
        keep(own.source.hash, own.source.text)
        config.getState().setOwnText(nameOf(own))
      },
      leave: () => config.getState().setOwnText(undefined),
      async find(hash) {
        if (get().texts.has(hash)) return true
        const text = await storage.readText(hash)
        if (text === undefined) return false
        keep(hash, text)
        return true
      },
      async take(hash) {
        if (!(await get().find(hash))) return undefined
        const text = get().texts.get(hash)!
        void storage.saveText(hash, text)
        return text
      },
    }
  })
}

/** Trials of one sweep with their text, where it is among those at hand. */
export function withOwnText(trials: readonly Trial[], texts: OwnTextState['texts']): readonly Trial[] {
  const source = trials[0]?.source
  return source?.id === 'own' ? withText(trials, texts.get(source.hash)) : trials
}
