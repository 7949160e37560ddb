/** A class, in the lab's place: a tab that trains for it, or the front. Loaded when a link of one is opened. */
import { useStore } from 'zustand'
import { readRoomHash } from '@/core/room/room-hash'
import { useLab } from '../lab-context'
import { SiteHeader } from '../shell/site-header'
import '../styles/room.css'
import { RoomFrontView } from './room-front-view'
import { RoomTab } from './room-tab'

export function RoomView() {
  const hash = useStore(useLab().room, (s) => s.hash ?? '')
  const isFront = readRoomHash(hash)?.role === 'front'
  return (
    <>
      <SiteHeader />
      <main id="lab" tabIndex={-1}>
        {isFront ? <RoomFrontView key={hash} hash={hash} /> : <RoomTab key={hash} hash={hash} />}
      </main>
    </>
  )
}
