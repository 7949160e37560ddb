/** The front of a class: what the page on the projector knows. Its records are the room's; none is stored in this browser. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ClassNews, Refusal } from '@/core/room/messages'
import { type RoomLink, readRoomHash } from '@/core/room/room-hash'
import { experimentById } from '@/core/sweep/experiments'
import type { RoomConnection, RoomListener } from '@/runtime/client/join-room'
import { type ConfigStore, createConfigStore } from './config-store'
import { createResultsStore, type ResultsStore } from './results-store'
import { sweepOf } from './room-store'

export interface FrontState {
  readonly connected: boolean
  readonly news: ClassNews | undefined
  /** By which tabs join. */
  readonly address: string | undefined
  /** Why there is nothing to see. */
  readonly refused: Refusal | 'link' | 'plan' | undefined
}

export interface RoomFront {
  readonly state: StoreApi<FrontState>
  readonly config: ConfigStore
  readonly results: ResultsStore
  leave(): void
}

/** @param hash the link of the front. Joins at once. */
export function openRoomFront(
  hash: string,
  join: (link: RoomLink, listener: RoomListener) => RoomConnection,
): RoomFront {
  const state = createStore<FrontState>()(() => ({
    connected: false,
    news: undefined,
    address: undefined,
    refused: undefined,
  }))
  const config = createConfigStore({
    defaultExperiment: experimentById('capacity'),
    // The address keeps the link of the front.
    location: { read: () => '', replace: () => undefined, push: () => undefined },
  })
  const results = createResultsStore({
    storage: NOTHING_IS_STORED,
    fetchRecorded: async () => undefined,
    readImportFile: () => Promise.reject(new Error('a class takes no files')),
  })
  const link = readRoomHash(hash)
  const room = link && join(link, listenerOf(state, config, results))
  if (!room) state.setState({ refused: 'link' })
  return { state, config, results, leave: () => room?.leave() }
}

function listenerOf(state: StoreApi<FrontState>, config: ConfigStore, results: ResultsStore): RoomListener {
  return {
    welcome({ config: permalink, address }) {
      const sweep = sweepOf(permalink)
      if (!sweep) {
        state.setState({ refused: 'plan' })
        return
      }
      // What came before the connection was lost may have been taken back meanwhile: all of it comes again.
      results.getState().withdraw([...results.getState().records.keys()])
      config.getState().openSweep(sweep)
      results.getState().showSweep(sweep)
      state.setState({ address })
    },
    news: (news) => state.setState({ news }),
    records: (records) => results.getState().add(records),
    withdrawn: (keys) => results.getState().withdraw(keys),
    connected: (connected) => state.setState({ connected }),
    refused: (refused) => state.setState({ refused, connected: false }),
  }
}

const NOTHING_IS_STORED = {
  readRecords: async () => ({ records: [], status: 'ready' as const }),
  saveRecords: async () => 'ready' as const,
  clear: async () => 'ready' as const,
  onDeleted: () => undefined,
}
