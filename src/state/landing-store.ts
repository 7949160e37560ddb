/** Whether another view, the landing page or a class, is on show in the lab's place, and by which hash. What it does is loaded with it (`play-store.ts`, `room-store.ts`). */
import { createStore, type StoreApi } from 'zustand/vanilla'

export interface LandingState {
  /** The hash that leads to it; undefined while something else is on show. */
  readonly hash: string | undefined
  show(hash: string): void
  leave(): void
}

export type LandingStore = StoreApi<LandingState>

export const createLandingStore = (): LandingStore =>
  createStore<LandingState>()((set) => ({
    hash: undefined,
    show: (hash) => set({ hash }),
    leave: () => set({ hash: undefined }),
  }))
