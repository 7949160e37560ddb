/** A class, in the lab's place: a tab that trains for it, or the front. Loaded when a link of one is opened. */
import { useStore } from 'zustand'
import { readRoomHash } from '@/core/room/room-hash'
import { useLab } from '../lab-context'
import { Logo } from '../shell/logo'
import { ThemeToggle } from '../shell/theme-toggle'
import '../styles/room.css'
import { NAME } from '../texts'
import { RoomFrontView } from './room-front-view'
import { RoomTab } from './room-tab'

export function RoomView() {
  const hash = useStore(useLab().room, (s) => s.hash ?? '')
  const isFront = readRoomHash(hash)?.role === 'front'
  return (
    <>
      <header className="site-header">
        <a className="brand" href="#">
          <Logo />
          {NAME}
        </a>
        <div className="header-tools">
          <ThemeToggle />
        </div>
      </header>
      <main id="lab" tabIndex={-1}>
        {isFront ? <RoomFrontView key={hash} hash={hash} /> : <RoomTab key={hash} hash={hash} />}
      </main>
    </>
  )
}
