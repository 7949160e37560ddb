/** A class's own part of the composition root, loaded with its page. A tab that joins trains in a lab worker of its own. */

import type { RoomLink } from '@/core/room/room-hash'
import { connectLab } from '@/runtime/client/connect-lab'
import { joinRoom, type RoomListener } from '@/runtime/client/join-room'
import { browserWakeLock } from './browser'
import { openRoomFront, type RoomFront } from './room-front'
import { createRoomStore, hasEnded, type RoomStore } from './room-store'
import { createScreenWake } from './wake-lock'

const join = (link: RoomLink, listener: RoomListener) => joinRoom(link, listener, { base: document.baseURI })

export function openTab(hash: string): RoomStore {
  const store = createRoomStore(hash, { join, lab: connectLab(), now: () => performance.now() })
  const keepScreenAwake = createScreenWake(browserWakeLock)
  keepScreenAwake(!hasEnded(store.getState().phase))
  store.subscribe(({ phase }) => keepScreenAwake(!hasEnded(phase)))
  return store
}

export const openFront = (hash: string): RoomFront => openRoomFront(hash, join)
