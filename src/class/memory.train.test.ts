/** A class server in a process of its own, flooded in rounds by what no tab should send: it has forgotten the early rounds by the late ones. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import type { Socket } from 'socket.io-client'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { readRoomHash } from '@/core/room/room-hash'
import { LIMITS } from './door'
import { connected, rawTab, tabId } from './testing/open-test-class'
import { BUILD_MS, builtServer, emptyClassFile, LAB, startClass } from './testing/start-class'

/** Trials that the server trains again in no time. */
const CONFIG = '#capacity?v=1&preset=tiny.2&steps=12'
const VISITS = 25
const SPEED = { rate: 1e9, lanes: 2 }

/** Rounds of visits: all together stay below the joins that one address has. */
const EARLY = 2
const LATE = 4

/** Numbers that make a message long: an array of V8 takes 8 bytes for each. */
const NUMBERS = 4000
let next = 0
const numbers = (): number[] => Array.from({ length: NUMBERS }, () => next++)

/** Answers each message with the bytes of all objects that are alive. */
const REPORT = `data:text/javascript,${encodeURIComponent(`process.on('message', () => {
  gc()
  const { heapUsed, external } = process.memoryUsage()
  process.send(heapUsed + external)
})`)}`

let server: string
/** The file of a class that has done most of its work: records enough for all visits of a round to contradict another one. */
let lines: string[]
const open: { close(): unknown }[] = []
beforeAll(() => {
  server = builtServer()
  const file = emptyClassFile()
  spawnSync(process.execPath, [LAB, 'run', CONFIG, '--out', file, '--backend', 'wasm', '--quiet'])
  lines = readFileSync(file, 'utf8').split('\n').slice(0, VISITS)
}, BUILD_MS)
afterEach(() => {
  for (const own of open.splice(0).toReversed()) own.close()
})

const knownRecord = (visit: number): TrialRecord => JSON.parse(lines[visit % VISITS]!)

/** What would grow, at the least, if the server kept one message of a visit, or its connection (bytes), and what the tab does in it. */
interface Flood {
  readonly kept: number
  /** Whether its connection is open until the end. */
  readonly stays?: boolean
  act(tab: Socket, visit: number): Promise<unknown>
}

const gone = (tab: Socket): Promise<unknown> => new Promise((resolve) => tab.once('disconnect', resolve))

async function offend(tab: Socket, message: unknown): Promise<void> {
  expect(await tab.emitWithAck('record', message)).toEqual({ status: 'mistaken' })
}

/** The engine under a tab, by which anything can be sent. */
const sendRaw = (tab: Socket, data: string | Uint8Array): void => void tab.io.engine.send(data as string)

const FLOODS: readonly (readonly [string, Flood])[] = [
  ['malformed', { kept: 8 * NUMBERS, act: (tab) => offend(tab, { a: numbers() }) }],
  [
    'foreign',
    {
      kept: 8 * NUMBERS,
      act(tab, visit) {
        const { trialKey, ...record } = knownRecord(visit)
        const foreign = { ...record, trialKey: trialKey.replace('t12', 't13'), steps: 13 }
        return offend(tab, { ...foreign, traces: { loss: numbers() } })
      },
    },
  ],
  [
    'impossible',
    {
      kept: 8 * NUMBERS,
      act(tab, visit) {
        const { ceilingBits, ...record } = knownRecord(visit)
        return offend(tab, { ...record, ceilingBits: ceilingBits * 10, traces: { loss: numbers() } })
      },
    },
  ],
  [
    'contradictory',
    {
      kept: 8 * NUMBERS,
      async act(tab, visit) {
        const out = gone(tab)
        const answer = await tab.emitWithAck('record', { ...knownRecord(visit), traces: { loss: numbers() } })
        expect(answer).toEqual({ status: 'known' })
        await out
      },
    },
  ],
  [
    'doubled',
    {
      // Forty properties of 8 bytes, and their texts.
      kept: 500 * LIMITS.calls,
      act: (tab, visit) =>
        Promise.all(
          Array.from({ length: LIMITS.calls }, () => tab.emitWithAck('record', knownRecord(visit))),
        ),
    },
  ],
  [
    'huge',
    {
      kept: LIMITS.message,
      act(tab) {
        const out = gone(tab)
        tab.emit('record', `${next++}`.padEnd(2 * LIMITS.message, 'x'))
        return out
      },
    },
  ],
  [
    'never whole',
    {
      kept: LIMITS.message / 2,
      stays: true,
      // Two parts come, the third never does.
      async act(tab) {
        sendRaw(tab, '53-["record",{"_placeholder":true,"num":0}]')
        for (let part = 0; part < 2; part++) sendRaw(tab, new Uint8Array(LIMITS.message / 2).fill(next++))
      },
    },
  ],
  [
    'flooding',
    {
      kept: 8 * 100 * LIMITS.calls,
      act: (tab) =>
        Promise.all(
          Array.from({ length: 2 * LIMITS.calls }, () =>
            tab.emitWithAck('ask', { ...SPEED, more: numbers().slice(0, 100) }),
          ),
        ),
    },
  ],
  // Half of what the server of a class takes for each connection, and less than a socket of Node, its parser and its buffers.
  ['come and gone', { kept: 10_000, act: (tab) => tab.emitWithAck('ask', SPEED) }],
]

describe('the memory of a class server', () => {
  it.each(FLOODS)('does not grow by messages that are %s', async (_, { kept, stays, act }) => {
    const out = emptyClassFile()
    writeFileSync(out, `${lines.join('\n')}\n`)
    const started = await startClass(server, {
      config: CONFIG,
      out,
      node: ['--expose-gc', '--import', REPORT],
    })
    const { child } = started
    open.push({ close: () => child.kill('SIGKILL') })
    const { token } = readRoomHash(started.join.hash)!
    const used = (): Promise<number> =>
      new Promise((resolve) => {
        child.once('message', (bytes) => resolve(Number(bytes)))
        child.send('')
      })

    let visits = 0
    async function visit(): Promise<void> {
      const number = visits++
      const tab = rawTab(
        started.join.origin,
        { token, tab: tabId(number) },
        { reconnection: false, transports: [number % 2 === 0 ? 'websocket' : 'polling'] },
      )
      open.push({ close: () => tab.disconnect() })
      await connected(tab)
      await act(tab, number)
      if (!stays) tab.disconnect()
    }
    async function flood(rounds: number): Promise<void> {
      for (let round = 0; round < rounds; round++) await Promise.all(Array.from({ length: VISITS }, visit))
    }

    await flood(EARLY)
    const before = await used()
    await flood(LATE)
    await expect
      .poll(async () => (await used()) - before, { timeout: 20_000, interval: 500 })
      .toBeLessThan((LATE * VISITS * kept) / 2)
    expect(child.exitCode).toBeNull()
  })
})
