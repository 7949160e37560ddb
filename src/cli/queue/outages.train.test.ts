/** Networks that are cut, and servers that are killed, frozen, emptied or full: counts are asserted, never times. */
import { expect, it, vi } from 'vitest'
import capacity from '@/experiments/capacity/spec'
import { fakeHost, finished, keysIn, keysOf, settings } from '../testing/fake-lab'
import {
  addWorker,
  collect,
  describeOnServer,
  gate,
  lines,
  many,
  newFile,
  small,
  stageServer,
  WAIT,
} from '../testing/queue-stage.contract'
import { openProxy } from './faults/proxy'
import { jobsOf } from './jobs'

describeOnServer('a queue whose server is out of reach', () => {
  it('is cut off from a worker: training stops, and another goes on', async () => {
    const path = newFile()
    const proxy = await openProxy(stageServer().port)
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
    const cutOff = addWorker({ ...slow, trained: [] }, { url: proxy.url, name: 'cut off' })
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

  it('knows the records of a worker that was cut off before it could hand them in', async () => {
    const path = newFile()
    const proxy = await openProxy(stageServer().port)
    const [cut, late] = [gate(), gate()]
    const host = fakeHost()
    const cutOff: typeof host = {
      trained: [],
      async run(request, signal, emit) {
        if (cutOff.trained.length > 0) return host.run(request, signal, emit)
        cutOff.trained.push(...request.trials.map(({ key }) => key))
        await cut.opened
        for (const trial of request.trials) emit(finished(trial))
        await new Promise((resolve) => signal.addEventListener('abort', resolve))
      },
    }
    const last = jobsOf(capacity, many).at(-1)!.keys[0]!
    const waiting: typeof host = {
      trained: [],
      async run(request, ...rest) {
        if (request.trials.some(({ key }) => key === last)) await late.opened
        return host.run(request, ...rest)
      },
    }
    const collector = collect(many, path)
    const worker = addWorker(cutOff, { url: proxy.url, name: 'cut off' })
    await vi.waitUntil(() => cutOff.trained.length > 0, WAIT)
    const { length } = cutOff.trained
    await proxy.cut()
    cut.open()
    // One of them holds the last job, and the other does the rest.
    addWorker(waiting)
    addWorker(waiting)
    await vi.waitUntil(() => lines(path) === 64 - jobsOf(capacity, many).at(-1)!.keys.length, WAIT)
    await proxy.mend()
    await vi.waitUntil(() => worker.notes.some((note) => note.includes('lease of a job was lost')), WAIT)
    worker.stop()
    await worker.ended
    late.open()
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
    expect(collector.notes).toContain(
      `${length} trials came more than once; the first record of each is kept`,
    )
    await proxy.cut()
  })

  it('lets a worker go that is stopped while its server is gone', async () => {
    const proxy = await openProxy(stageServer().port)
    const cut = gate()
    const host = fakeHost()
    const cutOff: typeof host = {
      trained: [],
      async run(request, ...rest) {
        cutOff.trained.push('a job')
        await cut.opened
        return host.run(request, ...rest)
      },
    }
    collect(small, newFile())
    const worker = addWorker(cutOff, { url: proxy.url })
    await vi.waitUntil(() => cutOff.trained.length > 0, WAIT)
    await proxy.cut()
    cut.open()
    worker.stop()
    await expect(worker.ended).resolves.toBeUndefined()
  })

  it('survives a server that is killed twice, once with the end of its log: nobody starts anything anew', async () => {
    const path = newFile()
    addWorker(fakeHost(20))
    addWorker(fakeHost(20))
    const collector = collect(many, path)
    for (const kept of [10, 30]) {
      await vi.waitUntil(() => lines(path) > kept, WAIT)
      await stageServer().kill()
      if (kept === 30) stageServer().loseEnd()
      await stageServer().start()
    }
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
  })

  it('survives a server that answers nobody until all leases are over', async () => {
    const path = newFile()
    addWorker(fakeHost(20))
    addWorker(fakeHost(20))
    const collector = collect(many, path)
    await vi.waitUntil(() => lines(path) > 10, WAIT)
    await stageServer().freeze(2 * settings.leaseMs)
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
  })

  it('publishes again what a server has forgotten', async () => {
    const path = newFile()
    const collector = collect(many, path)
    addWorker(fakeHost(5))
    await vi.waitUntil(() => lines(path) > 20, WAIT)
    await stageServer().client.flushall()
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
    expect(collector.notes.some((note) => note.startsWith('Published again'))).toBe(true)
  })

  it('waits for a server that is full, says so, and loses nothing', async () => {
    const path = newFile()
    const worker = addWorker(fakeHost(5))
    const collector = collect(many, path)
    await vi.waitUntil(() => lines(path) > 5, WAIT)
    await stageServer().client.config('SET', 'maxmemory', '1')
    const isFull = (note: string) => note.startsWith('Redis is full')
    await vi.waitUntil(() => worker.notes.some(isFull), WAIT)
    await stageServer().client.config('SET', 'maxmemory', '0')
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
  })
})
