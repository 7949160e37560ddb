/** What a class costs its server, and what its room is worth beside a queue. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Cell } from '@/core/room/cells'
import { type Dealer, queueDealer, roomDealer, type SimulatedTab, simulateClass } from '@/core/room/simulate'
import { trialFlop } from '@/core/sweep/estimate'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import type { ServerPlace, ServerUse } from './class-process'
import { classSweep, joinClass, madeUpRecord } from './class-work'
import { table } from './table'

export interface ClassReport {
  readonly dealt: readonly DealtClass[]
  readonly server: {
    /** MiB without a connection, and by connections. */
    readonly memory: Readonly<Record<number, number>>
    /** Processor time for each trial, from the asking to the checked record, ms. */
    readonly cpuMsPerTrial: number
  }
}

/** A simulated class by room and by queue, in the same simulated time. */
interface DealtClass {
  readonly preset: string
  readonly roomSeconds: number
  readonly queueSeconds: number
  /** What the room had trained twice, as a share of the work. */
  readonly twice: number
  /** Processor time that the dealer took for each trial, ms. */
  readonly roomCpuMs: number
  readonly queueCpuMs: number
}

const CONNECTIONS = [30, 200]
const GIGA = 1e9

/** Thirty tabs: ten phones, fifteen laptops, five fast machines, who join within half a minute, by turns. */
function thirtyTabs(): SimulatedTab[] {
  const kinds = [
    { count: 10, rate: 0.8 * GIGA, lanes: 4 },
    { count: 15, rate: 4 * GIGA, lanes: 4 },
    { count: 5, rate: 8 * GIGA, lanes: 8 },
  ]
  return kinds.flatMap(({ count, rate, lanes }) =>
    Array.from({ length: count }, (_, i) => ({ rate, lanes, joinsAt: (30_000 * i) / count })),
  )
}

export async function measureClass(note: (text: string) => void): Promise<ClassReport> {
  note('a class of thirty in simulated time, by room and by queue')
  const dealt = ['class', 'quick', 'lecture'].map(dealBoth)
  note('a class server on loopback, with 30 and 200 connections')
  return { dealt, server: await measureServer() }
}

function dealBoth(preset: string): DealtClass {
  const capacity = experimentById('capacity')
  const cells = capacity
    .plan(presetById(capacity, preset).config)
    .map((trial): Cell => ({ key: trial.key, work: trialFlop(trial) }))
  const dealers: Record<'room' | 'queue', (cells: readonly Cell[]) => Dealer> = {
    room: roomDealer,
    queue: queueDealer,
  }
  const run = (name: 'room' | 'queue') => {
    const before = process.cpuUsage()
    const outcome = simulateClass(cells, thirtyTabs(), dealers[name](cells))
    const { user, system } = process.cpuUsage(before)
    return { ...outcome, cpuMs: (user + system) / 1000 / cells.length }
  }
  const [room, queue] = [run('room'), run('queue')]
  return {
    preset,
    roomSeconds: room.endMs / 1000,
    queueSeconds: queue.endMs / 1000,
    twice: room.work - 1,
    roomCpuMs: room.cpuMs,
    queueCpuMs: queue.cpuMs,
  }
}

async function measureServer(): Promise<ClassReport['server']> {
  const script = fileURLToPath(new URL('./class-process.js', import.meta.url))
  const child = spawn(process.execPath, ['--expose-gc', script])
  const sockets: Awaited<ReturnType<typeof joinClass>>[] = []
  try {
    const { place, use } = await talkTo(child)
    const memory: Record<number, number> = { 0: (await use()).mib }
    for (const connections of CONNECTIONS) {
      while (sockets.length < connections)
        sockets.push(await joinClass(place.base, place.token, sockets.length))
      memory[connections] = (await use()).mib
    }
    const records = classSweep.trials.map(madeUpRecord)
    const before = await use()
    // Each asks for one, as thirty would, and brings the record of another: the server's part is the same.
    for (const [i, record] of records.entries()) {
      const socket = sockets[i % CONNECTIONS[0]!]!
      await socket.emitWithAck('ask', { rate: GIGA, lanes: 1 })
      await socket.emitWithAck('record', record)
    }
    const after = await use()
    if (after.done !== records.length) throw new Error(`the server has ${after.done} records`)
    return { memory, cpuMsPerTrial: (after.cpuMs - before.cpuMs) / records.length }
  } finally {
    for (const socket of sockets) socket.disconnect()
    child.kill('SIGKILL')
  }
}

async function talkTo(child: ChildProcessWithoutNullStreams) {
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  const next = async <T>(): Promise<T> => {
    const { value, done } = await lines.next()
    if (done) throw new Error('the server has ended')
    return JSON.parse(value)
  }
  const place = await next<ServerPlace>()
  const use = async (): Promise<ServerUse> => {
    child.stdin.write('\n')
    return next<ServerUse>()
  }
  return { place, use }
}

export function classText({ dealt, server }: ClassReport): string {
  const rows = dealt.map((own) => [
    own.preset,
    own.roomSeconds.toFixed(0),
    own.queueSeconds.toFixed(0),
    (own.queueSeconds / own.roomSeconds).toFixed(1),
    `${(100 * own.twice).toFixed(0)} %`,
    own.roomCpuMs.toFixed(2),
    own.queueCpuMs.toFixed(2),
  ])
  const memory = Object.entries(server.memory).map(
    ([connections, mib]) => `${connections} connections: ${mib.toFixed(0)} MiB`,
  )
  return [
    'A class of thirty, in simulated time',
    table(['preset', 'room, s', 'queue, s', 'ratio', 'trained twice', 'room, CPU ms a trial', 'queue'], rows),
    `Server: ${memory.join(', ')}; ${server.cpuMsPerTrial.toFixed(1)} ms of processor time a trial`,
  ].join('\n')
}
