/** A tab in a class: what it does, and how far the class is. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ClassNews, Refusal, Welcome } from '@/core/room/messages'
import { type RoomLink, readRoomHash } from '@/core/room/room-hash'
import { experimentById } from '@/core/sweep/experiments'
import { parsePermalink } from '@/core/sweep/permalink'
import { planSweep, type Sweep } from '@/core/sweep/sweep'
import type { Trial } from '@/core/sweep/trial'
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { RoomConnection, RoomListener } from '@/runtime/client/join-room'
import { messageOf } from '@/runtime/link'
import type { BackendInfo } from '@/runtime/protocol'
import { type WorkReports, workInRoom } from './room-work'

export type RoomPhase =
  | { readonly kind: 'joining' }
  /** The device is opened and measured. */
  | { readonly kind: 'measuring' }
  /** There is nothing that suits this tab now. */
  | { readonly kind: 'waiting' }
  | { readonly kind: 'training'; readonly trials: readonly Trial[]; readonly share: number }
  | RoomEnd

/** Why a tab is in the class no more. */
export type RoomEnd =
  | { readonly kind: 'left' }
  | { readonly kind: 'refused'; readonly why: Refusal | 'link' | 'plan' }
  | { readonly kind: 'failed'; readonly message: string }

export interface RoomState {
  readonly phase: RoomPhase
  /** Whether the server hears this tab now. Training goes on meanwhile. */
  readonly connected: boolean
  readonly sweep: Sweep | undefined
  readonly news: ClassNews | undefined
  readonly backend: BackendInfo | undefined
  /** Trials that this tab has trained. */
  readonly trained: number
  leave(): void
}

export type RoomStore = StoreApi<RoomState>

interface RoomServices {
  readonly join: (link: RoomLink, listener: RoomListener) => RoomConnection
  readonly lab: Pick<LabConnection, 'probe' | 'run' | 'stop'>
  /** ms */
  readonly now: () => number
}

export const hasEnded = ({ kind }: RoomPhase): boolean =>
  kind === 'left' || kind === 'refused' || kind === 'failed'

/** @param hash the link of the class. Joins at once. */
export function createRoomStore(hash: string, { join, lab, now }: RoomServices): RoomStore {
  let room: RoomConnection | undefined
  let heardNews = (): void => undefined

  const store: RoomStore = createStore<RoomState>()(() => ({
    phase: { kind: 'joining' },
    connected: false,
    sweep: undefined,
    news: undefined,
    backend: undefined,
    trained: 0,
    leave() {
      end({ kind: 'left' })
      room?.leave()
    },
  }))
  const { setState: set, getState: get } = store
  const enter = (phase: RoomPhase): void => {
    if (!hasEnded(get().phase)) set({ phase })
  }
  function end(why: RoomEnd): void {
    enter(why)
    set({ connected: false })
    lab.stop()
    heardNews()
  }

  const reports: WorkReports = {
    measuring: () => enter({ kind: 'measuring' }),
    opened: (backend) => set({ backend }),
    training: (trials, share) => enter({ kind: 'training', trials, share }),
    trained: () => set({ trained: get().trained + 1 }),
    waiting() {
      enter({ kind: 'waiting' })
      // Messages reach a hidden page at once, its timers do not.
      return new Promise((resolve) => {
        heardNews = resolve
      })
    },
    isOver: () => hasEnded(get().phase),
  }

  function welcome({ config }: Welcome): void {
    // After a lost connection it is the same class.
    if (get().sweep || !room) return
    const sweep = sweepOf(config)
    if (!sweep) {
      end({ kind: 'refused', why: 'plan' })
      return
    }
    set({ sweep })
    void workInRoom(sweep.trials, { lab, room, now }, reports).catch((error: unknown) => {
      end({ kind: 'failed', message: messageOf(error) })
      room?.leave()
    })
  }

  const link = readRoomHash(hash)
  if (link)
    room = join(link, {
      welcome,
      news(news) {
        set({ news })
        heardNews()
      },
      records: () => undefined,
      withdrawn: () => undefined,
      connected: (connected) => set({ connected }),
      refused: (why) => end({ kind: 'refused', why }),
    })
  else end({ kind: 'refused', why: 'link' })
  return store
}

/** @returns undefined for a config that this build does not know. */
export function sweepOf(config: string): Sweep | undefined {
  const parsed = parsePermalink(config)
  if (parsed.status !== 'valid') return undefined
  const { experiment, preset, values } = parsed.linked
  return planSweep(experimentById(experiment), preset, values)
}
