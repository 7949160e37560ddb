/** The store that the landing page's components read: its own, unless someone provides another, as tests do. */
import { createContext, use } from 'react'
import { useStore } from 'zustand'
import { playStore } from '@/state/play-services'
import type { PlayState, PlayStore } from '@/state/play-store'

export const PlayContext = createContext<PlayStore>(playStore)

export const usePlayStore = (): PlayStore => use(PlayContext)

export const usePlay = <T>(selector: (state: PlayState) => T): T => useStore(usePlayStore(), selector)
