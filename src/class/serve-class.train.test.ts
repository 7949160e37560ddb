/** The class on real sockets of loopback, and tabs that do what they should not. Counts are asserted, never times. */
import { readFileSync } from 'node:fs'
import { afterEach, describe, expect, it } from 'vitest'
import { readRecord } from '@/core/results/read-record'
import type { TrialRecord } from '@/core/results/result'
import { experimentById } from '@/core/sweep/experiments'
import { DEVICE } from './believe'
import { LIMITS } from './door'
import {
  CLASS_TRIALS,
  connected,
  openTestClass,
  rawTab,
  type TestClass,
  tabId,
  trueRecord,
  until,
} from './testing/open-test-class'
import { plausibleLie } from './testing/plausible-lie'

const [first, second, third] = CLASS_TRIALS.map(trueRecord) as [TrialRecord, TrialRecord, TrialRecord]
const SPEED = { rate: 1e9, lanes: 4 }

const capacity = experimentById('capacity')
const tiny = capacity.presets[0].config
const manyTrials = capacity.plan({
  ...tiny,
  width: [8, 16],
  heads: [2, 4],
  datasetSizes: Array.from({ length: 24 }, (_, i) => 8 + i),
  seeds: Array.from({ length: 16 }, (_, i) => i),
})

const open: { close(): unknown }[] = []
afterEach(async () => {
  for (const own of open.splice(0).toReversed()) await own.close()
})

async function opened(options?: Parameters<typeof openTestClass>[0]): Promise<TestClass> {
  const own = await openTestClass(options)
  open.push(own.served)
  return own
}

function tabOf({ base, tokens }: TestClass, number = 0, options: object = {}) {
  const socket = rawTab(base, { token: tokens.join, tab: tabId(number) }, options)
  open.push({ close: () => socket.disconnect() })
  return socket
}

async function joined(own: TestClass, number = 0, options: object = {}) {
  const socket = tabOf(own, number, options)
  await connected(socket)
  return socket
}

const linesOf = ({ path }: TestClass) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => readRecord(JSON.parse(line)))

const settled = ({ served }: TestClass) => until(() => served.news().doubted === 0)

describe('the door', () => {
  it('stays shut without the token, for the front’s token of a tab, and for another build', async () => {
    const own = await opened()
    const entries = [
      { token: 'x'.repeat(22) },
      { token: own.tokens.front },
      { token: own.tokens.join, build: 'r0-s1' },
      { token: own.tokens.join, tab: '<b>' },
    ]
    const answers = entries.map(async (entry) => {
      const socket = rawTab(own.base, entry, { reconnection: false })
      open.push({ close: () => socket.disconnect() })
      return connected(socket).catch(({ message }: Error) => message)
    })
    expect(await Promise.all(answers)).toEqual(['token', 'token', 'build', 'token'])
  })

  it('lets a tab in again that says more of itself, as one does that was away', async () => {
    const own = await opened()
    const again = { token: own.tokens.join, pid: 'abc', offset: 'def' }
    const socket = rawTab(own.base, again)
    open.push({ close: () => socket.disconnect() })
    await connected(socket)
  })

  it('lets no page of another site in', async () => {
    const own = await opened()
    const headers = { origin: 'https://elsewhere.example' }
    const socket = tabOf(own, 0, { reconnection: false, extraHeaders: headers })
    await expect(connected(socket)).rejects.toThrow()
    await connected(tabOf(own, 1, { extraHeaders: { origin: own.base.slice(0, -1) } }))
  })

  it('takes so many joins a minute from one address', async () => {
    const { base } = await opened()
    const ask = () => fetch(`${base}class-socket/?EIO=4&transport=polling`).then(({ status }) => status)
    const answers: number[] = []
    for (let i = 0; i < LIMITS.joinsPerMinute + 5; i++) answers.push(await ask())
    expect(answers.filter((status) => status === 200)).toHaveLength(LIMITS.joinsPerMinute)
  })

  it('holds a hundred and ninety tabs, and each has its cells', async () => {
    // The clock stands still: on a busy machine leases would run out while others still ask, and their cells be given twice.
    const own = await opened({ trials: manyTrials, speed: 0 })
    const tabs = await Promise.all(Array.from({ length: 190 }, (_, i) => joined(own, i)))
    const answers = await Promise.all(tabs.map((tab) => tab.emitWithAck('ask', SPEED)))
    const keys = answers.flatMap((answer) => answer.keys)
    expect(keys).toHaveLength(190 * SPEED.lanes)
    expect(new Set(keys).size).toBe(keys.length)
    expect(own.served.news()).toMatchObject({ tabs: 190 })
  })

  it('says that it is full, lets the front in all the same, and tabs as soon as others have left', async () => {
    const own = await opened({ limits: { ...LIMITS, connections: 2 } })
    const leaving = await joined(own, 1)
    await joined(own, 2)
    const oneMore = () => connected(tabOf(own, 3, { reconnection: false }))
    await expect(oneMore()).rejects.toThrow('full')
    const front = rawTab(own.base, { token: own.tokens.front, role: 'front', tab: tabId(9) })
    open.push({ close: () => front.disconnect() })
    await connected(front)
    front.disconnect()
    leaving.disconnect()
    await expect.poll(() => oneMore().then(() => 'in', String)).toBe('in')
  })

  it('speaks by plain HTTP alone where there is no more', async () => {
    const own = await opened()
    const socket = await joined(own, 0, { transports: ['polling'] })
    expect(await socket.emitWithAck('record', first)).toEqual({ status: 'taken' })
  })
})

describe('what a tab is given', () => {
  it('is never the longest, for a phone, while a faster tab is there', async () => {
    const own = await opened()
    const longest = Math.max(...CLASS_TRIALS.map(({ datasetSize }) => datasetSize))
    const isLongest = (key: string) =>
      CLASS_TRIALS.find((trial) => trial.key === key)!.datasetSize === longest
    const fast = await joined(own, 1)
    // Four of twelve are left.
    const { keys } = await fast.emitWithAck('ask', { rate: 1e10, lanes: 8 })
    expect(keys.filter(isLongest)).toHaveLength(8)
    const phones = await Promise.all([2, 3, 4, 5, 6, 7].map((number) => joined(own, number)))
    const given = await Promise.all(phones.map((phone) => phone.emitWithAck('ask', { rate: 1e8, lanes: 8 })))
    expect(given.flatMap((answer) => answer.keys).filter(isLongest)).toEqual([])
    fast.emit('leave')
    // Now a phone is the fastest there is.
    await until(() => own.served.news().tabs === phones.length)
    const rest = await phones[0]!.emitWithAck('ask', { rate: 1e8, lanes: 8 })
    expect(rest.keys.some(isLongest)).toBe(true)
  })
})

describe('what a tab sends', () => {
  it('is kept once, whoever sends it how often', async () => {
    const own = await opened()
    const [a, b] = [await joined(own, 1), await joined(own, 2)]
    expect(await a.emitWithAck('record', first)).toEqual({ status: 'taken' })
    expect(await a.emitWithAck('record', first)).toEqual({ status: 'known' })
    expect(await b.emitWithAck('record', first)).toEqual({ status: 'known' })
    await settled(own)
    expect(linesOf(own).map(({ trialKey }) => trialKey)).toEqual([first.trialKey])
  })

  it('writes nothing on the wall', async () => {
    const own = await opened()
    const socket = await joined(own)
    const names = ['<img src=x onerror=alert(1)>', 'GPU \u202egnp.exe', 'x'.repeat(256)]
    for (const [i, device] of names.entries())
      await socket.emitWithAck('record', { ...trueRecord(CLASS_TRIALS[i]!), device, commit: 'abcd1234' })
    for (const { device, commit } of linesOf(own)) expect([device, commit]).toEqual([DEVICE, ''])
  })

  it.each<[string, unknown]>([
    ['a record of ten times its ceiling', { ...first, ceilingBits: first.ceilingBits * 10 }],
    ['held-out strings that are known', { ...first, heldoutMemorizedBits: 1e6 }],
    ['a trial of another sweep', { ...first, trialKey: first.trialKey.replace('t1000', 't999') }],
    ['a device that no lab has', { ...first, backend: 'abacus' }],
    ['nothing', undefined],
    ['a deep object', JSON.parse(`${'{"a":'.repeat(500)}1${'}'.repeat(500)}`)],
    ['a list', [[[]]]],
  ])('is refused where it cannot be: %s; the third time its tab is out, with all it sent', async (_, lie) => {
    const own = await opened()
    const socket = await joined(own)
    expect(await socket.emitWithAck('record', first)).toEqual({ status: 'taken' })
    await settled(own)
    const gone = new Promise((resolve) => socket.once('out', resolve))
    expect(await socket.emitWithAck('record', lie)).toEqual({ status: 'mistaken' })
    expect(await socket.emitWithAck('record', lie)).toEqual({ status: 'mistaken' })
    socket.emit('record', lie)
    await gone
    await until(() => !socket.connected)
    expect(linesOf(own)).toEqual([])
    expect(own.served.news()).toMatchObject({ done: 0, tabs: 0 })
    await expect(connected(tabOf(own, 0, { reconnection: false }))).rejects.toThrow('out')
  })

  it('is cut off where it is huge, and others go on', async () => {
    const own = await opened()
    const [huge, other] = [await joined(own, 1), await joined(own, 2)]
    const lost = new Promise((resolve) => huge.once('disconnect', resolve))
    huge.emit('record', { ...first, junk: 'x'.repeat(2 * LIMITS.message) })
    await lost
    expect(await other.emitWithAck('record', second)).toEqual({ status: 'taken' })
  })

  it('is answered "slow down" beyond the limit', async () => {
    const own = await opened()
    const socket = await joined(own)
    const answers = await Promise.all(Array.from({ length: 500 }, () => socket.emitWithAck('ask', SPEED)))
    expect(answers.filter(({ status }) => status === 'slow down')).toHaveLength(500 - LIMITS.calls)
    // Whoever asks for cells over and over has no more of them.
    expect(new Set(answers.flatMap(({ keys }) => keys ?? [])).size).toBe(SPEED.lanes)
  })

  it('may be no call at all', async () => {
    const own = await opened()
    const socket = await joined(own)
    for (const name of ['', '__proto__', 'welcome', 'constructor']) socket.emit(name || 'nothing', {}, [])
    socket.emit('ask')
    socket.emit('beat', 'a', 'b')
    socket.emit('failed', { toString: 1 })
    expect(await socket.emitWithAck('ask', SPEED)).toMatchObject({ status: 'granted' })
  })
})

describe('a plausible lie', () => {
  it('is found by the first record of its tab; all that it sent leaves the file and the front', async () => {
    const own = await opened()
    const front = rawTab(own.base, { token: own.tokens.front, role: 'front', tab: tabId(9) })
    open.push({ close: () => front.disconnect() })
    const withdrawn: string[] = []
    front.on('withdrawn', (keys: string[]) => withdrawn.push(...keys))
    await connected(front)
    const [honest, liar] = [await joined(own, 1), await joined(own, 2)]
    await honest.emitWithAck('record', first)
    const gone = new Promise((resolve) => liar.once('out', resolve))
    await liar.emitWithAck('record', plausibleLie(second))
    await gone
    await until(() => withdrawn.includes(second.trialKey))
    // What the server has found out in checking is worth keeping.
    await until(() => linesOf(own).length === 2)
    const bits = new Map(linesOf(own).map((record) => [record.trialKey, record.memorizedBits]))
    expect(bits.get(first.trialKey)).toBe(first.memorizedBits)
    expect(bits.get(second.trialKey)).toBe(second.memorizedBits)
  })

  it('is found where an honest record contradicts it, whichever came first', async () => {
    let isIdle = true
    const own = await opened({
      lane: {
        async train(trial) {
          await until(() => isIdle)
          return trueRecord(trial)
        },
        close: () => undefined,
      },
    })
    const [honest, liar] = [await joined(own, 1), await joined(own, 2)]
    for (const trial of CLASS_TRIALS.slice(0, 4)) await liar.emitWithAck('record', trueRecord(trial))
    await settled(own)
    isIdle = false
    const gone = new Promise((resolve) => liar.once('out', resolve))
    await honest.emitWithAck('record', trueRecord(CLASS_TRIALS[10]!))
    await liar.emitWithAck('record', plausibleLie(trueRecord(CLASS_TRIALS[10]!)))
    isIdle = true
    await gone
    await until(() => linesOf(own).length === 1)
    expect(linesOf(own)[0]).toMatchObject({ memorizedBits: trueRecord(CLASS_TRIALS[10]!).memorizedBits })
  })
})

describe('what a tab cannot train', () => {
  it('is trained by the server, whose word counts', async () => {
    const own = await opened()
    const socket = await joined(own)
    const { keys } = await socket.emitWithAck('ask', { rate: 1e9, lanes: 1 })
    socket.emit('failed', keys[0])
    await until(() => linesOf(own).length === 1)
    expect(linesOf(own)[0]!.trialKey).toBe(keys[0])
  })
})

describe('the file', () => {
  it('is gone on with, and is locked meanwhile', async () => {
    const own = await openTestClass()
    const socket = rawTab(own.base, { token: own.tokens.join })
    await connected(socket)
    await socket.emitWithAck('record', third)
    await expect(openTestClass({ path: own.path })).rejects.toThrow('is being written by process')
    await settled(own)
    socket.disconnect()
    await own.served.close()
    const again = await opened({ path: own.path })
    expect(again.served.news()).toMatchObject({ done: 1, doubted: 0 })
  })
})
