/** The queue on a real server, with what can go wrong there and on the way: counts are asserted, never times. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Queue } from 'bullmq'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Sweep } from '@/core/sweep/sweep'
import capacity from '@/experiments/capacity/spec'
import {
  fakeHost,
  finished,
  keysIn,
  keysOf,
  openTestQueue,
  type Running,
  recordOf,
  settings,
  startCollector,
  startWorker,
  sweepOf,
} from '../testing/fake-lab'
import { asOlderBuild } from '../testing/older-build'
import { openProxy } from '../testing/proxy'
import { PREFIX } from './bull-queue'
import { createJobReader, jobsOf } from './jobs'
import { hasServer, type OwnServer, startServer } from './own-server'

const folder = mkdtempSync(join(tmpdir(), 'plateau-queue-'))
afterAll(() => rmSync(folder, { recursive: true }))
let files = 0
const newFile = () => join(folder, `${++files}.jsonl`)
const WAIT = { timeout: 50_000, interval: 20 }

describe.skipIf(!hasServer())('a queue on a server', () => {
  let server: OwnServer
  beforeAll(async () => {
    server = await startServer()
    vi.spyOn(process.stderr, 'write').mockReturnValue(true)
  })
  beforeEach(() => server.client.flushall())
  afterEach(async () => {
    for (const running of begun.splice(0)) {
      running.stop()
      await running.ended.catch(() => undefined)
    }
  })
  afterAll(async () => {
    vi.restoreAllMocks()
    await server.close()
  })

  const begun: Running<unknown>[] = []
  const collect = (sweep: Sweep, path: string) => {
    const collector = startCollector(server.url, sweep, path)
    begun.push(collector)
    return collector
  }
  const addWorker = (host = fakeHost(), url = server.url, name = 'box') => {
    const worker = startWorker(url, host, name)
    begun.push(worker)
    return worker
  }
  const lines = (path: string) => (existsSync(path) ? keysIn(path).length : 0)
  const small = sweepOf({ datasetSizes: [8, 16], seeds: [0, 1] })
  const many = sweepOf({ datasetSizes: [8, 16, 32, 64], seeds: Array.from({ length: 16 }, (_, i) => i) })

  it('trains a sweep by three workers, and leaves nothing behind', async () => {
    const path = newFile()
    const hosts = [fakeHost(5), fakeHost(5), fakeHost(5)]
    for (const host of hosts) addWorker(host)
    expect(await collect(many, path).ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
    expect(hosts.every(({ trained }) => trained.length > 0)).toBe(true)
    const counts = await (await openTestQueue(server.url, 'test')).counts()
    expect(counts).toMatchObject({ waiting: { small: 0, middle: 0, large: 0 }, dead: [], records: 0 })
  })

  it('goes on where it was stopped, and publishes nothing that is there', async () => {
    const path = newFile()
    const first = collect(many, path)
    const worker = addWorker(fakeHost(5))
    await vi.waitUntil(() => lines(path) > 5, WAIT)
    first.stop()
    expect(await first.ended).toBe(130)
    const before = lines(path)
    expect(before).toBeLessThan(64)
    const second = collect(many, path)
    expect(await second.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
    expect(second.notes.filter((note) => note.startsWith('Published'))).toEqual([])
    worker.stop()
  })

  it('is cut off from a worker: training stops, another goes on, and a late record is known', async () => {
    const path = newFile()
    const proxy = await openProxy(server.port)
    let isTraining = false
    let wasStopped = false
    const slow = {
      async run(...[, signal, emit]: Parameters<ReturnType<typeof fakeHost>['run']>) {
        isTraining = true
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
        wasStopped = true
        emit({ type: 'stopped' })
      },
    }
    const collector = collect(small, path)
    const cutOff = addWorker({ ...slow, trained: [] }, proxy.url, 'cut off')
    await vi.waitUntil(() => isTraining, WAIT)
    await proxy.cut()
    addWorker()
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(small))
    expect(wasStopped).toBe(false)
    await proxy.mend()
    await vi.waitUntil(() => wasStopped, WAIT)
    await vi.waitUntil(() => cutOff.notes.some((note) => note.includes('lease of a job was lost')), WAIT)
    expect(cutOff.notes.filter((note) => /is lost|is back/.test(note))).toHaveLength(2)
    cutOff.stop()
    await cutOff.ended
    await proxy.cut()
  })

  it('survives a server that is killed twice: nobody starts anything anew', async () => {
    const path = newFile()
    addWorker(fakeHost(20))
    addWorker(fakeHost(20))
    const collector = collect(many, path)
    for (const kept of [10, 30]) {
      await vi.waitUntil(() => lines(path) > kept, WAIT)
      await server.kill()
      await server.start()
    }
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
  })

  it('publishes again what a server has forgotten', async () => {
    const path = newFile()
    const collector = collect(many, path)
    addWorker(fakeHost(5))
    await vi.waitUntil(() => lines(path) > 20, WAIT)
    await server.client.flushall()
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
    expect(collector.notes.some((note) => note.startsWith('Published again'))).toBe(true)
  })

  it('waits for a server that is full, says so, and loses nothing', async () => {
    const path = newFile()
    const worker = addWorker(fakeHost(5))
    const collector = collect(many, path)
    await vi.waitUntil(() => lines(path) > 5, WAIT)
    await server.client.config('SET', 'maxmemory', '1')
    const isFull = (note: string) => note.startsWith('Redis is full')
    await vi.waitUntil(() => worker.notes.some(isFull), WAIT)
    await server.client.config('SET', 'maxmemory', '0')
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
  })

  it('has one collector for a sweep, and any number of sweeps', async () => {
    const [path, other] = [newFile(), newFile()]
    const first = collect(small, path)
    await vi.waitUntil(() => first.notes.some((note) => note.startsWith('Published')), WAIT)
    await expect(collect(small, newFile()).ended).rejects.toThrow('collected already')
    const others = collect(many, other)
    addWorker()
    expect(await Promise.all([first.ended, others.ended])).toEqual([0, 0])
    expect(keysIn(path)).toEqual(keysOf(small))
    expect(keysIn(other)).toEqual(keysOf(many))
  })

  it('takes a loss that is no number for an outcome, and trains it once', async () => {
    const path = newFile()
    const [nan] = small.trials
    const host = fakeHost(0, (trial) =>
      trial.key === nan!.key
        ? { type: 'trial-failed', trialKey: trial.key, message: 'its loss is no number' }
        : finished(trial),
    )
    addWorker(host)
    expect(await collect(small, path).ended).toBe(1)
    expect(keysIn(path)).toEqual(keysOf(small).filter((key) => key !== nan!.key))
    expect(host.trained.filter((key) => key === nan!.key)).toHaveLength(1)
  })

  it('tries elsewhere what a lost device leaves, and what is too large for a box', async () => {
    const path = newFile()
    let losses = 0
    const failing = (kind: 'device-lost' | 'out-of-memory') =>
      fakeHost(0, () => {
        losses++
        return { type: 'failed', failure: { kind, message: 'it is gone' } }
      })
    const collector = collect(small, path)
    const tooSmall = addWorker(failing('out-of-memory'))
    await expect(tooSmall.ended).rejects.toThrow('too small for every job')
    const broken = addWorker(failing('device-lost'))
    await expect(broken.ended).rejects.toThrow('3 jobs have failed here')
    expect(losses).toBe(4)
    addWorker()
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(small))
  })

  it('buries a job that fails at every attempt, does the rest, and tries it again when asked', async () => {
    const path = newFile()
    const [cursed] = small.trials
    let isCursed = true
    addWorker(
      fakeHost(0, (trial) =>
        isCursed && trial.key === cursed!.key
          ? { type: 'failed', failure: { kind: 'internal', message: 'cursed' } }
          : finished(trial),
      ),
    )
    const collector = collect(small, path)
    expect(await collector.ended).toBe(1)
    expect(keysIn(path)).toEqual(keysOf(small).filter((key) => key !== cursed!.key))
    const queue = await openTestQueue(server.url, 'test')
    const { dead } = await queue.counts()
    expect(dead.map(({ reason }) => reason)).toEqual(['cursed (box)'])
    isCursed = false
    expect(await queue.retry()).toBe(1)
    expect(await collect(small, path).ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(small))
    await queue.close()
  })

  it('lets a worker of another build have what this one does not plan', async () => {
    const path = newFile()
    const queue = await openTestQueue(server.url, 'newer')
    const [job] = jobsOf(capacity, small)
    const key = `${job!.keys[0]}9`
    await queue.publish([{ ...job!, id: 'newer', keys: [key] }])
    const older = addWorker()
    await vi.waitUntil(() => older.notes.some((note) => note.includes('does not plan all trials of')), WAIT)
    const lease = await vi.waitUntil(() => queue.take(['small']), WAIT)
    expect(lease).toMatchObject({ data: { keys: [key] } })
    await lease!.done()
    expect(await collect(small, path).ended).toBe(0)
    await queue.close()
  })

  it('loses nothing to a worker of another build that refuses jobs for as long as others train', async () => {
    const path = newFile()
    const older = startWorker(server.url, fakeHost(), 'older', asOlderBuild)
    begun.push(older)
    addWorker(fakeHost(100))
    const collector = collect(many, path)
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
    // Said once, however many jobs it is of.
    expect(older.notes.filter((note) => note.startsWith('Refused a job'))).toHaveLength(1)
  })

  it('refuses forged jobs', async () => {
    const forged = new Queue('small', { connection: server.client, prefix: PREFIX })
    const config = jobsOf(capacity, small)[0]!.config
    const keys = keysOf(small)
    const mega = 'x'.repeat(9e6)
    const bad = [
      1,
      null,
      'rm -rf',
      { config },
      { config, keys: [] },
      { config, keys: [mega] },
      { config: mega, keys },
    ]
    await forged.addBulk(bad.map((data) => ({ name: 'job', data })))
    const host = fakeHost()
    addWorker(host)
    await vi.waitUntil(async () => (await forged.getFailedCount()) === bad.length, {
      ...WAIT,
      timeout: 55_000,
    })
    expect(host.trained).toEqual([])
    // One that is no JSON, put there by hand, stops nobody.
    await server.client.hset(forged.toKey('by-hand'), { name: 'job', data: '{', opts: '{}', timestamp: '1' })
    await server.client.lpush(forged.toKey('wait'), 'by-hand')
    const path = newFile()
    expect(await collect(small, path).ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(small))
    const queue = await openTestQueue(server.url, 'test')
    expect((await queue.counts()).dead).toHaveLength(bad.length)
    await queue.clear()
    expect((await queue.counts()).dead).toEqual([])
    await queue.close()
    expect(createJobReader()({ config: '#capacity?v=1&preset=tiny&source=own', keys })).toHaveProperty(
      'refused',
    )
    await forged.close()
  })

  it('refuses forged records, and counts them', async () => {
    const path = newFile()
    const [first, second, third, fourth] = small.trials
    const record = recordOf(first!)
    const queue = await openTestQueue(server.url, 'forger')
    const collector = collect(small, path)
    await vi.waitUntil(() => collector.notes.some((note) => note.startsWith('Published')), WAIT)
    const lies = [
      [first!.key, { record: { ...record, ceilingBits: record.ceilingBits * 10 } }],
      [second!.key, { record }],
      [third!.key, { record: { ...recordOf(third!), heldoutMemorizedBits: 1e6 } }],
      [fourth!.key, { record: { ...recordOf(fourth!), traces: { mega: Array(4e6).fill(1) } } }],
      ['somebody/else', { record }],
      ['nobody', 'nothing'],
    ] as const
    for (const [key, outcome] of lies) await queue.record(small.id, key, outcome as { record: unknown })
    await vi.waitUntil(async () => (await queue.counts()).records === 0, WAIT)
    addWorker()
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(small))
    expect(JSON.parse(readFileSync(path, 'utf8').split('\n')[0]!).ceilingBits).toBeLessThan(1e4)
    await queue.close()
  })

  it('gives a sweep up whose records are lies again and again', async () => {
    const path = newFile()
    const [liar] = small.trials
    addWorker(
      fakeHost(0, (trial) => {
        const record = recordOf(trial)
        const lie = { ...record, ceilingBits: 2 * record.ceilingBits }
        return { type: 'trial-finished', record: trial.key === liar!.key ? lie : record }
      }),
    )
    expect(await collect(small, path).ended).toBe(1)
    expect(keysIn(path)).toEqual(keysOf(small).filter((key) => key !== liar!.key))
    expect(settings.mostRefusals).toBe(3)
  })
})
