import { describe, expect, it } from 'vitest'
import type { Granted, Welcome } from '@/core/room/messages'
import { printRoomHash } from '@/core/room/room-hash'
import type { RoomConnection, RoomListener } from '@/runtime/client/join-room'
import type { LabEvent, RunRequest } from '@/runtime/protocol'
import { openRoomFront } from './room-front'
import { createRoomStore } from './room-store'
import { REPORT, recordOf, SMALL_HASH, SMALL_TRIALS } from './testing/fake-services'

const WELCOME: Welcome = { config: SMALL_HASH }
const JOIN = printRoomHash({ role: 'join', token: 'a'.repeat(22) })
const FRONT = printRoomHash({ role: 'front', token: 'a'.repeat(22) })
const [first, second] = SMALL_TRIALS
const settled = () => new Promise((resolve) => setTimeout(resolve))

/** A class whose server and worker the test plays. */
function fakeClass(hash = JOIN) {
  const calls: string[] = []
  const answers: ((granted: Granted | undefined) => void)[] = []
  const runs: { request: RunRequest; emit(event: LabEvent): void; end(): void }[] = []
  let time = 0
  let listener: RoomListener | undefined
  const store = createRoomStore(hash, {
    join(_, own) {
      listener = own
      return {
        ask: ({ lanes, rate }) => {
          calls.push(`ask ${lanes} ${rate > 1e7 && rate < 1e9}`)
          return new Promise((resolve) => answers.push(resolve))
        },
        beat: () => void calls.push('beat'),
        deliver: async ({ trialKey }) => {
          calls.push(`deliver ${trialKey}`)
          return { status: 'taken' }
        },
        failed: (key) => void calls.push(`failed ${key}`),
        leave: () => void calls.push('leave'),
      } satisfies RoomConnection
    },
    lab: {
      probe: async () => ({ ...REPORT, workers: 4 }),
      run: (request, emit) => new Promise((resolve) => runs.push({ request, emit, end: resolve })),
      stop: () => void calls.push('stop'),
    },
    now: () => time,
  })
  return {
    store,
    calls,
    runs,
    phase: () => store.getState().phase,
    hear: () => listener!,
    async grant(...keys: string[]) {
      answers.shift()!({ status: 'granted', keys })
      await settled()
    },
    pass(ms: number) {
      time += ms
    },
  }
}

describe('a tab in a class', () => {
  it('says how fast it is, trains what it is given, hands it over, and asks again', async () => {
    const own = fakeClass()
    own.hear().welcome(WELCOME)
    await settled()
    expect(own.calls).toEqual(['ask 4 true'])
    await own.grant(first.key)
    expect(own.phase()).toEqual({ kind: 'training', trials: [first], share: 0 })
    const [run] = own.runs
    expect(run!.request.trials.map(({ key }) => key)).toEqual([first.key])
    run!.emit({ type: 'trial-finished', record: recordOf(first) })
    run!.end()
    await settled()
    expect(own.calls.slice(1)).toEqual([`deliver ${first.key}`, 'ask 4 true'])
    expect(own.store.getState().trained).toBe(1)
  })

  it('gives a sign of life when the worker reports, and not too often', async () => {
    const own = fakeClass()
    own.hear().welcome(WELCOME)
    await settled()
    await own.grant(first.key)
    const report = () => own.runs[0]!.emit({ type: 'compiling', done: 1, of: 2 })
    for (let i = 0; i < 10; i++) {
      own.pass(1000)
      report()
    }
    expect(own.calls.filter((call) => call === 'beat')).toHaveLength(2)
  })

  it('waits for news where nothing suits it, and asks no clock', async () => {
    const own = fakeClass()
    own.hear().welcome(WELCOME)
    await settled()
    await own.grant()
    expect(own.phase().kind).toBe('waiting')
    own.hear().news({ cells: 2, done: 1, tabs: 1, doubted: 0 })
    await settled()
    expect(own.calls).toEqual(['ask 4 true', 'ask 4 true'])
  })

  it('is welcomed once, however often its connection comes back', async () => {
    const own = fakeClass()
    own.hear().welcome(WELCOME)
    own.hear().connected(false)
    own.hear().welcome(WELCOME)
    await settled()
    expect(own.calls).toEqual(['ask 4 true'])
  })

  it('stops when it leaves, and when it is told to go', async () => {
    const left = fakeClass()
    left.hear().welcome(WELCOME)
    await settled()
    await left.grant(first.key)
    left.store.getState().leave()
    expect(left.calls.slice(1)).toEqual(['stop', 'leave'])
    left.runs[0]!.end()
    await settled()
    expect(left.phase()).toEqual({ kind: 'left' })
    expect(left.calls).toHaveLength(3)

    const out = fakeClass()
    out.hear().refused('out')
    expect(out.phase()).toEqual({ kind: 'refused', why: 'out' })
    expect(out.calls).toEqual(['stop'])
  })

  it('tells of a trial without a result, and of a device that fails', async () => {
    const own = fakeClass()
    own.hear().welcome(WELCOME)
    await settled()
    await own.grant(first.key)
    const [run] = own.runs
    run!.emit({ type: 'trial-failed', trialKey: first.key, message: 'not a number' })
    expect(own.calls).toContain(`failed ${first.key}`)
    run!.emit({ type: 'failed', failure: { kind: 'device-lost', message: 'the GPU was reset' } })
    run!.end()
    await settled()
    expect(own.phase()).toEqual({ kind: 'failed', message: 'the GPU was reset' })
    expect(own.calls.at(-1)).toBe('leave')
  })

  it.each([
    ['#class?join=short', 'link'],
    ['#class', 'link'],
  ] as const)('does not join by %s', (hash, why) => {
    expect(fakeClass(hash).phase()).toEqual({ kind: 'refused', why })
  })

  it('does not train a sweep that it cannot read', () => {
    const own = fakeClass()
    own.hear().welcome({ config: '#juggling?v=1' })
    expect(own.phase()).toEqual({ kind: 'refused', why: 'plan' })
  })
})

describe('the front of a class', () => {
  it('shows the records of the room as they stand', () => {
    let listener: RoomListener | undefined
    const front = openRoomFront(FRONT, (_, own) => {
      listener = own
      return {
        ask: async () => undefined,
        beat: () => undefined,
        deliver: async () => undefined,
        failed: () => undefined,
        leave: () => undefined,
      }
    })
    const shown = () => front.results.getState().shown.records.map(({ trialKey }) => trialKey)
    listener!.welcome({ ...WELCOME, address: 'http://localhost/#class?join=…' })
    expect(front.results.getState().shown.runs).toHaveLength(2)
    listener!.records([recordOf(first), recordOf(second)])
    expect(shown()).toEqual([first.key, second.key])
    listener!.withdrawn([first.key])
    expect(shown()).toEqual([second.key])
    // The server was started anew, and has lost one more.
    listener!.welcome(WELCOME)
    expect(shown()).toEqual([])
  })
})
