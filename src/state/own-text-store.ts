/**
 * Texts of the visitor's own that are at hand, by their hashes. They are stored in this browser when they are trained on, and nowhere else; links
 * and records hold the hash alone, so the text of a link may be missing.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { normalizeText } from '@/core/data/own-strings'
import type { OwnText } from '@/core/data/read-text'
import { isNamed, nameOf, withText } from '@/core/sweep/own-text'
import type { Trial } from '@/core/sweep/trial'
import type { ResultsStorage } from '@/runtime/storage/results-db'
import type { ConfigStore } from './config-store'

export interface OwnTextState {
  /** Normalised, by hash. */
  readonly texts: ReadonlyMap<string, string>
  /** The hash of the text that was looked for last, if it was nowhere. */
  readonly missing: string | undefined
  /** Whether the panel for a text is to be open. */
  readonly isWanted: boolean
  /** Shows the panel. */
  open(): void
  /** The panel has been shown. */
  opened(): void
  /** Takes a text as the source of the config, which stays as it is where it names this text already. */
  use(own: OwnText): void
  /** Goes back to the preset's own strings. */
  leave(): void
  /** Looks for a text in the link that was opened and in what this browser stores, unless it is at hand. @returns whether it is at hand now. */
  find(hash: string): Promise<boolean>
  /** A text that is at hand as a link can bring it; undefined where it takes more than a link has room for. */
  pack(hash: string): Promise<string | undefined>
  /** Finds a text to be trained on, and stores it from now on. @returns whether it is here. */
  take(hash: string): Promise<boolean>
}

export type OwnTextStore = StoreApi<OwnTextState>

interface OwnTextServices {
  readonly storage: Pick<ResultsStorage, 'readText' | 'saveText'>
  readonly config: ConfigStore
}

export function createOwnTextStore({ storage, config }: OwnTextServices): OwnTextStore {
  return createStore<OwnTextState>()((set, get) => {
    /** What the opened link brings, if it is the text that is asked for. */
    async function linkedText(hash: string): Promise<string | undefined> {
      const { packedText } = config.getState()
      if (packedText === undefined) return undefined
      const [{ unpackText }, { hashText }] = await Promise.all([
        import('@/runtime/storage/packed-text'),
        import('@/core/data/read-text'),
      ])
      const text = await unpackText(packedText)
      return text !== undefined && normalizeText(text) === text && hashText(text) === hash ? text : undefined
    }

    const keep = (hash: string, text: string) =>
      set({ texts: new Map(get().texts).set(hash, text), missing: undefined })
    return {
      texts: new Map(),
      missing: undefined,
      isWanted: false,
      open: () => set({ isWanted: true }),
      opened: () => set({ isWanted: false }),
      use(own) {
        keep(own.source.hash, own.source.text)
        if (!isNamed(own, config.getState().values)) config.getState().setOwnText(nameOf(own))
      },
      leave: () => config.getState().setOwnText(undefined),
      async find(hash) {
        if (get().texts.has(hash)) return true
        const text = (await linkedText(hash)) ?? (await storage.readText(hash))
        if (text === undefined) {
          set({ missing: hash })
          return false
        }
        keep(hash, text)
        return true
      },
      async pack(hash) {
        const text = get().texts.get(hash)
        return text === undefined ? undefined : (await import('@/runtime/storage/packed-text')).packText(text)
      },
      async take(hash) {
        const isHere = await get().find(hash)
        if (isHere) void storage.saveText(hash, get().texts.get(hash)!)
        return isHere
      },
    }
  })
}

/** Trials of one sweep with their text, where it is among those at hand. */
export function withOwnText(trials: readonly Trial[], texts: OwnTextState['texts']): readonly Trial[] {
  const source = trials[0]?.source
  return source?.id === 'own' ? withText(trials, texts.get(source.hash)) : trials
}
