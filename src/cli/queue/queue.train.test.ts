/** The queue on a real server: counts are asserted, never times. */
import { expect, it, vi } from 'vitest'
import type { Trial } from '@/core/sweep/trial'
import { fakeHost, finished, keysIn, keysOf, openTestQueue, sweepOf } from '../testing/fake-lab'
import {
  addWorker,
  collect,
  describeOnServer,
  lines,
  many,
  newFile,
  small,
  stageServer,
  WAIT,
} from '../testing/queue-stage.contract'

describeOnServer('a queue on a server', () => {
  it('trains a sweep by three workers, and leaves nothing behind', async () => {
    const path = newFile()
    const hosts = [fakeHost(5), fakeHost(5), fakeHost(5)]
    for (const host of hosts) addWorker(host)
    expect(await collect(many, path).ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
    expect(hosts.every(({ trained }) => trained.length > 0)).toBe(true)
    const counts = await (await openTestQueue(stageServer().url, 'test')).counts()
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

  it('gives a box smaller jobs where one was too large for it, and that one to another', async () => {
    const sizes = sweepOf({ datasetSizes: [8, 16, 32, 4096], steps: 100_000, seeds: [0, 1] })
    const isLarge = ({ datasetSize }: Trial) => datasetSize === 4096
    const path = newFile()
    const boxes = fakeHost(0, (trial) =>
      isLarge(trial)
        ? { type: 'failed', failure: { kind: 'too-large', message: '4096 strings' } }
        : finished(trial),
    )
    const box = addWorker(boxes)
    const collector = collect(sizes, path)
    await vi.waitUntil(() => boxes.trained.length === 6, WAIT)
    expect(box.notes.filter((note) => note.startsWith('Too large for this box'))).toHaveLength(1)
    const largerBox = fakeHost()
    addWorker(largerBox)
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(sizes))
    expect(largerBox.trained.toSorted()).toEqual(
      sizes.trials
        .filter(isLarge)
        .map(({ key }) => key)
        .toSorted(),
    )
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
    const queue = await openTestQueue(stageServer().url, 'test')
    const { dead } = await queue.counts()
    expect(dead.map(({ reason }) => reason)).toEqual(['cursed (box)'])
    isCursed = false
    expect(await queue.retry()).toBe(1)
    expect(await collect(small, path).ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(small))
    await queue.close()
  })
})
