/** A class on the network: the page, and a socket for each tab. It starts listening, and knows nothing of terminals. */
import type { EventEmitter } from 'node:events'
import { createServer } from 'node:http'
import { type DefaultEventsMap, Server, type Socket } from 'socket.io'
import {
  type ClassNews,
  type Refusal,
  type ServerCalls,
  SOCKET_PATH,
  type TabCalls,
} from '@/core/room/messages'
import { printRoomHash } from '@/core/room/room-hash'
import type { Trial } from '@/core/sweep/trial'
import type { ClassFile } from './class-file'
import { type Classroom, createClassroom } from './classroom'
import { createAllowance, isOwnOrigin, LIMITS, type Limits, readEntry, type Tokens } from './door'
import { createReruns, type Lane } from './lane'
import { pageFiles } from './page-files'
import { keySchema, speedSchema } from './read-messages'

export interface ClassOptions {
  readonly trials: readonly Trial[]
  /** The sweep, as a permalink. */
  readonly config: string
  readonly file: ClassFile
  readonly tokens: Tokens
  /** The built page. */
  readonly folder: string
  /** Whose address to listen at, and which port; 0 for any that is free. */
  readonly host: string
  readonly port: number
  /** The address by which tabs reach this machine, for the front to show, made from the port. */
  readonly addressOf: (port: number) => string
  /** Where doubtful records are trained again. */
  readonly lane: Lane
  /** {@link LIMITS} unless given. */
  readonly limits?: Limits
  readonly now: () => number
  readonly random: () => number
  /** Whenever something has changed, at most twice a second. */
  readonly onNews: (news: ClassNews) => void
}

export interface ServedClass {
  readonly port: number
  news(): ClassNews
  close(): Promise<void>
}

type Io = Server<TabCalls, ServerCalls, DefaultEventsMap, { tab: string }>
type TabSocket = Socket<TabCalls, ServerCalls, DefaultEventsMap, { tab: string }>

const NEWS_EVERY_MS = 500
/** Records in one message. */
const SLICE = 50
/** Calls over the limit, in the same time, after which a connection is cut. */
const PATIENCE = 25
/** Connections beyond the limit, so that those who do not get in are told why. */
const WAITING_ROOM = 50
const FRONT = 'front'

/** @throws Error where the port cannot be listened at. */
export async function serveClass(options: ClassOptions): Promise<ServedClass> {
  const { trials, file, folder, host, port, lane, limits = LIMITS, now, random, onNews } = options
  const http = createServer(pageFiles(folder))
  const joins = createAllowance(limits.joinsPerMinute, 60)
  const io: Io = new Server(http, {
    path: `/${SOCKET_PATH}`,
    serveClient: false,
    maxHttpBufferSize: limits.message,
    connectTimeout: 10_000,
    pingInterval: 10_000,
    pingTimeout: 20_000,
    allowRequest: (request, answer) => {
      const isFull = io.engine.clientsCount >= limits.connections + WAITING_ROOM
      if (isFull || !isOwnOrigin(request)) return answer(isFull ? 'full' : 'origin', false)
      void joins
        .take(request.socket.remoteAddress ?? '')
        .then((may) => answer(may ? undefined : 'too many joins', may))
    },
  })
  // Tabs send text. What has attachments would be held here until the last of them is there.
  io.engine.on('connection', (connection: EventEmitter & { close(isAtOnce: boolean): void }) =>
    connection.on('data', (data) => {
      if (typeof data !== 'string') connection.close(true)
    }),
  )
  let timer: ReturnType<typeof setTimeout> | undefined
  const changed = (): void => {
    timer ??= setTimeout(() => {
      timer = undefined
      const news = room.news()
      io.emit('news', news)
      onNews(news)
    }, NEWS_EVERY_MS)
    reruns.wake()
  }
  const room = createClassroom({
    trials,
    file,
    now,
    random,
    date: () => new Date(),
    events: {
      added: (record) => io.to(FRONT).emit('records', [record]),
      withdrawn: (keys) => io.to(FRONT).emit('withdrawn', keys),
      expelled(tab) {
        io.to(tab).emit('out')
        io.in(tab).disconnectSockets(true)
      },
    },
  })
  const reruns = createReruns(room, lane, changed)
  openDoor(io, room, options, changed)
  // Leases run out, and tabs fall silent, without anybody saying so.
  const clock = setInterval(changed, 5000)

  await new Promise<void>((resolve, reject) => {
    http.once('error', reject)
    http.listen(port, host, resolve)
  })
  const bound = http.address()
  const ownPort = typeof bound === 'object' && bound ? bound.port : port
  const address = `${options.addressOf(ownPort)}${printRoomHash({ role: 'join', token: options.tokens.join })}`
  io.on('connection', (socket) => {
    const isFront = socket.rooms.has(FRONT)
    socket.emit('welcome', { config: options.config, ...(isFront ? { address } : {}) })
    socket.emit('news', room.news())
    if (isFront) sendRecords(socket, room)
    else attend(socket, room, changed)
  })
  changed()
  return {
    port: ownPort,
    news: () => room.news(),
    async close() {
      clearInterval(clock)
      clearTimeout(timer)
      await reruns.close()
      await io.close()
      file.close()
    },
  }
}

/** Lets tabs in, and counts their calls. */
function openDoor(io: Io, room: Classroom, options: ClassOptions, changed: () => void): void {
  const { tokens, limits = LIMITS } = options
  const calls = createAllowance(limits.calls, 5)
  const excess = createAllowance(limits.calls * PATIENCE, 5)
  io.use((socket, next) => {
    const entry = readEntry(socket.handshake.auth, tokens, room.isOut)
    if (typeof entry === 'string') return next(new Error(entry satisfies Refusal))
    if (entry.role === 'join' && io.of('/').sockets.size >= limits.connections)
      return next(new Error('full' satisfies Refusal))
    socket.data.tab = entry.tab
    void socket.join(entry.role === 'front' ? FRONT : entry.tab)
    socket.use(([, ...rest], go) => {
      void calls.take(entry.tab).then(async (may) => {
        if (may) return go()
        const answer: unknown = rest.at(-1)
        if (typeof answer === 'function') answer({ status: 'slow down' })
        if (!(await excess.take(entry.tab))) socket.disconnect(true)
      })
    })
    next()
    changed()
  })
}

function sendRecords(socket: TabSocket, room: Classroom): void {
  const all = room.records()
  for (let at = 0; at < all.length; at += SLICE) socket.emit('records', all.slice(at, at + SLICE))
}

/** What a tab may call. Arguments are whatever it has sent, also where the types say otherwise. */
function attend(socket: TabSocket, room: Classroom, changed: () => void): void {
  const { tab } = socket.data
  const answered = <T>(answer: unknown, value: T): void => {
    if (typeof answer === 'function') answer(value)
    changed()
  }
  socket.on('ask', (speed: unknown, answer: unknown) => {
    const read = speedSchema.safeParse(speed)
    answered(answer, read.success ? room.ask(tab, read.data) : room.mistaken(tab))
  })
  socket.on('beat', () => room.beat(tab))
  socket.on('record', (record: unknown, answer: unknown) => answered(answer, room.record(tab, record)))
  socket.on('failed', (key: unknown) => {
    const read = keySchema.safeParse(key)
    if (read.success) room.failed(tab, read.data)
    else room.mistaken(tab)
    changed()
  })
  socket.on('leave', () => {
    room.leave(tab)
    changed()
  })
  socket.on('disconnect', () => {
    room.lose(tab)
    changed()
  })
}
