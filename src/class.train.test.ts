/** A class of the page's own tabs, in this process, over real sockets of loopback: what it trains, and what is left when tabs and server go. */
import { spawnSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Socket } from 'node:net'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { CLASS_TRIALS, openTestClass, trueRecord, until } from './class/testing/open-test-class'
import {
  BUILD_MS,
  builtServer,
  emptyClassFile,
  LAB,
  type StartedClass,
  startClass,
} from './class/testing/start-class'
import { prepareNodeHost } from './cli/hosts/node-host'
import { measuredDifferences } from './core/results/merge'
import { readRecord } from './core/results/read-record'
import type { TrialRecord } from './core/results/result'
import { printRoomHash, readRoomHash } from './core/room/room-hash'
import { presetById } from './core/sweep/experiment'
import { experimentById } from './core/sweep/experiments'
import { planSweep, sweepLink } from './core/sweep/sweep'
import type { Trial } from './core/sweep/trial'
import { joinRoom, type RoomAddress } from './runtime/client/join-room'
import type { DeviceReport, LabEvent, RunRequest } from './runtime/protocol'
import { createRunControl } from './runtime/runner/run-control'
import { createRoomStore, type RoomStore } from './state/room-store'

const REPORT: DeviceReport = {
  backend: { name: 'wasm', device: 'test', software: false, fused: true, notice: undefined, skipped: [] },
  speed: { secondsPerStep: 1e-5, flopPerSecond: 1e9, secondsPerExponential: 0 },
  workers: 2,
  ragged: true,
  maxPadding: 1,
  maxMembers: 64,
  maxBytes: 2 ** 30,
}

type Run = (request: RunRequest, emit: (event: LabEvent) => void) => Promise<void>

const stores: RoomStore[] = []
const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const store of stores.splice(0)) store.getState().leave()
  for (const end of ends.splice(0).toReversed()) await end()
})

function pageTab(hash: string, address: RoomAddress, run: Run): RoomStore {
  const store = createRoomStore(hash, {
    join: (link, listener) => joinRoom(link, listener, address),
    lab: {
      probe: async () => REPORT,
      run,
      stop: () => undefined,
    },
    now: () => performance.now(),
  })
  stores.push(store)
  return store
}

const linesOf = (path: string): TrialRecord[] =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => readRecord(JSON.parse(line)))

interface Network {
  readonly base: string
  /** Whatever is under way on it is lost. */
  cut(): void
  /** The same, for good. */
  shut(): void
}

/** A way to a port of this machine. */
async function openNetwork(port: number): Promise<Network> {
  const sockets = new Set<Socket>()
  const network = createServer((near) => {
    const far = connect(port, '127.0.0.1')
    for (const socket of [near, far]) {
      sockets.add(socket)
      socket.on('error', () => undefined).on('close', () => sockets.delete(socket))
    }
    near.pipe(far).pipe(near)
  })
  await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve))
  const cut = (): void => {
    for (const socket of sockets) socket.destroy()
  }
  const shut = (): void => {
    network.close()
    cut()
  }
  ends.push(shut)
  const bound = network.address()
  return { base: `http://127.0.0.1:${typeof bound === 'object' && bound ? bound.port : 0}/`, cut, shut }
}

const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

describe('thirty tabs, a hundred times as fast', () => {
  /** Trains in no time what is true. */
  const trains =
    (ms: number, sends = 1): Run =>
    async ({ trials }, emit) => {
      for (const trial of trials) {
        await pause(ms)
        for (let i = 0; i < sends; i++) emit({ type: 'trial-finished', record: trueRecord(trial) })
      }
      emit({ type: 'finished', elapsedMs: 1 })
    }

  it('some gone or closed in a trial, some asleep, some without a network, some by polling: every trial is there, once', async () => {
    const { served, tokens, path, base } = await openTestClass({ speed: 100 })
    ends.push(served.close)
    const hash = printRoomHash({ role: 'join', token: tokens.join })
    const tabs = (count: number, run: Run, address: Partial<RoomAddress> = {}) =>
      Array.from({ length: count }, () => pageTab(hash, { base, ...address }, run))

    const isAsleep: Trial[] = []
    // Longer than any lease: others train it meanwhile, and then it comes all the same.
    const asleep = tabs(3, async ({ trials }, emit) => {
      isAsleep.push(...trials)
      await pause(3000)
      for (const trial of trials) emit({ type: 'trial-finished', record: trueRecord(trial) })
      emit({ type: 'finished', elapsedMs: 1 })
    })
    const never: Run = () => new Promise(() => undefined)
    const left = tabs(2, never)
    const lost = await openNetwork(served.port)
    const closed = tabs(3, never, { base: lost.base })
    const all = [...asleep, ...left, ...closed]
    await until(() => all.every((store) => store.getState().phase.kind === 'training'))
    for (const store of left) store.getState().leave()
    lost.shut()
    tabs(12, trains(30))
    tabs(3, trains(30), { transports: ['polling'] })
    tabs(1, trains(30, 2))
    const network = await openNetwork(served.port)
    tabs(6, trains(60), { base: network.base })
    for (let i = 0; i < 3; i++) {
      await pause(150)
      network.cut()
    }
    await until(() => served.news().done === CLASS_TRIALS.length && served.news().doubted === 0)
    await until(() => asleep.every((store) => store.getState().trained > 0))
    await until(() => asleep.every((store) => store.getState().phase.kind === 'waiting'))
    const keys = linesOf(path).map(({ trialKey }) => trialKey)
    expect(keys.toSorted()).toEqual(CLASS_TRIALS.map(({ key }) => key).toSorted())
    expect(isAsleep.length).toBeGreaterThan(0)
    expect(served.news()).toMatchObject({ cells: 84, done: 84, doubted: 0 })
  })
})

describe('Tiny, trained for real', () => {
  const capacity = experimentById('capacity')
  const sweep = planSweep(capacity, 'tiny', presetById(capacity, 'tiny').config)
  const CONFIG = sweepLink(capacity, sweep)

  let runSweep: typeof import('./runtime/runner/run-sweep').runSweep
  let server: string
  const host = prepareNodeHost()
  beforeAll(async () => {
    ;({ runSweep } = await import('./runtime/runner/run-sweep'))
    server = builtServer()
  }, BUILD_MS)

  /** Without a pool: one process, one thread. */
  const train: Run = (request, emit) =>
    runSweep({ ...request, backend: 'wasm' }, host, createRunControl(), emit)

  async function start(out: string, port: number): Promise<StartedClass> {
    const started = await startClass(server, { config: CONFIG, out, port })
    ends.push(() => started.child.kill('SIGKILL'))
    return started
  }

  it('by tabs of a class whose server is killed twice: equal to one process in every measured field', async () => {
    const alone = new Map<string, TrialRecord>()
    await train({ trials: sweep.trials, backend: 'wasm' }, (event) => {
      if (event.type === 'trial-finished') alone.set(event.record.trialKey, event.record)
    })
    expect(alone.size).toBe(28)

    const path = emptyClassFile()
    let { child, join: link } = await start(path, 0)
    expect(readRoomHash(link.hash)?.role).toBe('join')
    // One after another: they share this thread.
    let turn: Promise<unknown> = Promise.resolve()
    const inTurn: Run = (request, emit) => {
      const own = turn.then(() => train(request, emit))
      turn = own
      return own
    }
    for (let i = 0; i < 30; i++) pageTab(link.hash, { base: link.origin }, inTurn)
    const count = () => linesOf(path).length
    for (const least of [4, 12]) {
      await until(() => count() >= least)
      child.kill('SIGKILL')
      await until(() => child.signalCode !== null)
      ;({ child, join: link } = await start(path, Number(link.port)))
    }
    await until(() => count() >= sweep.trials.length)
    await until(() => stores.every((store) => store.getState().phase.kind === 'waiting'))
    expectSame(linesOf(path), alone)

    // What a class leaves, one machine trains.
    const left = emptyClassFile()
    writeFileSync(left, readFileSync(path, 'utf8').split('\n').slice(0, 20).join('\n'))
    const rest = ['run', CONFIG, '--out', left, '--resume', '--quiet']
    const { status } = spawnSync(process.execPath, [LAB, ...rest])
    expect(status).toBe(0)
    expectSame(linesOf(left), alone)
    // 12 s on two busy cores, more where many others want them.
  }, 180_000)

  function expectSame(lines: readonly TrialRecord[], alone: ReadonlyMap<string, TrialRecord>): void {
    expect(lines.map(({ trialKey }) => trialKey).toSorted()).toEqual([...alone.keys()].toSorted())
    for (const record of lines)
      expect(measuredDifferences(record, alone.get(record.trialKey)!), record.trialKey).toEqual([])
  }
})
