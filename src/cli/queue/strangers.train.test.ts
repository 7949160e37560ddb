/** Workers of another build, and jobs and records that somebody has forged. */
import { readFileSync } from 'node:fs'
import { Queue } from 'bullmq'
import { expect, it, vi } from 'vitest'
import capacity from '@/experiments/capacity/spec'
import { fakeHost, keysIn, keysOf, openTestQueue, recordOf, settings } from '../testing/fake-lab'
import {
  addWorker,
  collect,
  describeOnServer,
  many,
  newFile,
  small,
  stageServer,
  WAIT,
} from '../testing/queue-stage.contract'
import { asOlderBuild } from './faults/older-build'
import { createJobReader, jobsOf } from './jobs'
import { PREFIX } from './redis/bull-queue'

describeOnServer('a queue among strangers', () => {
  it('lets a worker of another build have what this one does not plan', async () => {
    const path = newFile()
    const queue = await openTestQueue(stageServer().url, 'newer')
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
    const older = addWorker(fakeHost(), { name: 'older', seenAs: asOlderBuild })
    addWorker(fakeHost(100))
    const collector = collect(many, path)
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(many))
    // Said once, however many jobs it is of.
    expect(older.notes.filter((note) => note.startsWith('Refused a job'))).toHaveLength(1)
  })

  it('refuses forged jobs', async () => {
    const forged = new Queue('small', { connection: stageServer().client, prefix: PREFIX })
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
    await stageServer().client.hset(forged.toKey('by-hand'), {
      name: 'job',
      data: '{',
      opts: '{}',
      timestamp: '1',
    })
    await stageServer().client.lpush(forged.toKey('wait'), 'by-hand')
    const path = newFile()
    expect(await collect(small, path).ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(small))
    const queue = await openTestQueue(stageServer().url, 'test')
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
    const queue = await openTestQueue(stageServer().url, 'forger')
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

  it('throws away what is no record at all, and publishes what was lost beside it', async () => {
    const path = newFile()
    const collector = collect(small, path)
    await vi.waitUntil(() => collector.notes.some((note) => note.startsWith('Published')), WAIT)
    const { client } = stageServer()
    await client.flushall()
    const key = (name: string) => `${PREFIX}:records-${small.id}:${name}`
    for (const [id, data] of Object.entries({ half: '{', nest: '['.repeat(1e5) })) {
      await client.hset(key(id), { name: 'record', data, opts: '{}', timestamp: '1' })
      await client.lpush(key('wait'), id)
    }
    await client.zadd(key('marker'), 0, '0')
    addWorker()
    expect(await collector.ended).toBe(0)
    expect(keysIn(path)).toEqual(keysOf(small))
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
