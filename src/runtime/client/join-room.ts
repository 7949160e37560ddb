/**
 * A tab's end of a class. A connection that is lost comes back by itself; a call that was not answered is made again, which the server knows to
 * tell from a second one.
 */
import { io, type Socket } from 'socket.io-client'
import type { TrialRecord } from '@/core/results/result'
import {
  type Entry,
  type Granted,
  type NotTaken,
  type Received,
  type Refusal,
  ROOM_BUILD,
  type ServerCalls,
  SOCKET_PATH,
  type TabCalls,
} from '@/core/room/messages'
import type { RoomLink } from '@/core/room/room-hash'
import type { Speed } from '@/core/room/tabs'

export interface RoomConnection extends Pick<TabCalls, 'beat' | 'failed' | 'leave'> {
  /** Resolves when the server has answered, however long it is away; undefined where the tab has left or is told to go. */
  ask(speed: Speed): Promise<Granted | undefined>
  /** Resolves when the server has the record. */
  deliver(record: TrialRecord): Promise<Received | undefined>
}

export interface RoomListener extends Omit<ServerCalls, 'out'> {
  /** The connection is lost, or there again. */
  connected(isConnected: boolean): void
  refused(why: Refusal): void
}

export interface RoomAddress {
  /** The page's own address: the class is where the page is from. */
  readonly base: string
  /** Ways to connect, for tests. */
  readonly transports?: ('polling' | 'websocket')[]
}

const ANSWER_MS = 10_000
/** Before a call is made again. */
const AGAIN_MS = 1500

const REFUSALS: readonly Refusal[] = ['token', 'build', 'out', 'full']

export function joinRoom(
  { role, token }: RoomLink,
  listener: RoomListener,
  { base, transports }: RoomAddress,
): RoomConnection {
  const { origin, pathname } = new URL(SOCKET_PATH, base)
  const auth: Entry = { role, token, tab: drawTab(), build: ROOM_BUILD }
  const socket: Socket<ServerCalls, TabCalls> = io(origin, {
    path: pathname,
    auth,
    forceNew: true,
    ...(transports ? { transports } : {}),
  })
  let isGone = false

  function go(): void {
    isGone = true
    socket.disconnect()
  }
  function refuse(why: Refusal): void {
    go()
    listener.refused(why)
  }
  socket.on('connect', () => listener.connected(true))
  socket.on('disconnect', () => listener.connected(false))
  socket.on('connect_error', ({ message }) => {
    const why = REFUSALS.find((refusal) => refusal === message)
    if (why) refuse(why)
    else listener.connected(false)
  })
  socket.on('welcome', listener.welcome)
  socket.on('news', listener.news)
  socket.on('records', listener.records)
  socket.on('withdrawn', listener.withdrawn)
  socket.on('out', () => refuse('out'))

  /** Until it is taken. A message that the server cannot read is not sent again: it would be an offence. */
  async function call<T extends { readonly status: string }>(
    once: () => Promise<T | NotTaken>,
  ): Promise<T | undefined> {
    while (!isGone) {
      const answer = await once().catch(() => undefined)
      if (answer && isTaken(answer)) return answer
      if (answer && answer.status !== 'slow down') return undefined
      await new Promise((resolve) => setTimeout(resolve, AGAIN_MS))
    }
    return undefined
  }

  return {
    ask: (speed) => call<Granted>(() => socket.timeout(ANSWER_MS).emitWithAck('ask', speed)),
    // A sign of life that comes late is none.
    beat: () => void socket.volatile.emit('beat'),
    deliver: (record) => call<Received>(() => socket.timeout(ANSWER_MS).emitWithAck('record', record)),
    failed: (trialKey) => void socket.emit('failed', trialKey),
    leave() {
      socket.emit('leave')
      go()
    },
  }
}

const isTaken = <T extends { readonly status: string }>(answer: T | NotTaken): answer is T =>
  !['slow down', 'mistaken', 'out'].includes(answer.status)

/** 128 bits, drawn anew for every page: nothing else is known of a tab. Insecure addresses have no `randomUUID`. */
function drawTab(): string {
  const letters = String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))
  return btoa(letters).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '')
}
