/** The command line's own processes on a queue, killed and frozen as machines are: the results are those of one process, to the bit. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { hostname, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import type { TrialRecord } from '@/core/results/result'
import { openTestQueue } from '../testing/fake-lab'
import { hasServer, type OwnServer, startServer } from './faults/own-server'
import { PREFIX } from './redis/bull-queue'
import type { ListedJob, WorkQueue } from './work-queue'

const LAUNCHER = fileURLToPath(new URL('../../../bin/lab.mjs', import.meta.url))
const MINUTE = 60_000
const WAIT = { timeout: 2 * MINUTE, interval: 5 }
/** Leases of three seconds: workers on a busy machine keep them. */
const HASTE = '10'

const folder = mkdtempSync(join(tmpdir(), 'plateau-processes-'))
afterAll(() => rmSync(folder, { recursive: true }))

interface Process {
  readonly child: ChildProcess
  readonly said: () => string
  readonly ended: Promise<number | null>
}

function recordsIn(path: string): TrialRecord[] {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n') : []
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as TrialRecord)
}

/** What was measured, by trial: all but the circumstances of the run. */
const measured = (path: string) =>
  recordsIn(path)
    .map(({ device, members, elapsedMs, finishedAt, commit, ...rest }) => rest)
    .toSorted((a, b) => (a.trialKey < b.trialKey ? -1 : 1))

describe.skipIf(!hasServer() || process.platform === 'win32')('processes on a queue', () => {
  let server: OwnServer
  let queue: WorkQueue
  const begun: Process[] = []
  beforeAll(async () => {
    server = await startServer()
    queue = await openTestQueue(server.url, 'test')
    // Built once, and not by several processes at a time.
    expect(spawnSync(process.execPath, [LAUNCHER, 'list']).status).toBe(0)
  }, 3 * MINUTE)
  beforeEach(() => server.client.flushall())
  afterEach(async () => {
    for (const { child, ended } of begun.splice(0)) {
      child.kill('SIGCONT')
      child.kill('SIGKILL')
      await ended
    }
  })
  afterAll(async () => {
    await queue.close()
    await server.close()
  })

  function lab(args: readonly string[], variables: NodeJS.ProcessEnv = {}): Process {
    const env = { ...process.env, PLATEAU_QUEUE: server.url, PLATEAU_QUEUE_HASTE: HASTE, ...variables }
    const child = spawn(process.execPath, [LAUNCHER, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (data) => {
        text += data
      })
    const running = {
      child,
      said: () => text,
      ended: once(child, 'close').then(([code]) => code as number | null),
    }
    begun.push(running)
    return running
  }
  const work = () => lab(['work', '--queue', '--backend', 'wasm'])
  const collect = (sets: readonly string[], path: string, variables: NodeJS.ProcessEnv = {}) =>
    lab(['run', 'capacity', ...sets.flatMap((set) => ['--set', set]), '--queue', '--out', path], variables)
  /** @returns the file of one process, to which a queue is compared. */
  const trainAlone = async (sets: readonly string[]) => {
    const path = join(folder, `alone-${sets.length}.jsonl`)
    const config = sets.flatMap((set) => ['--set', set])
    expect(await lab(['run', 'capacity', '--backend', 'wasm', ...config, '--out', path]).ended).toBe(0)
    return path
  }
  const isOf = ({ child }: Process, { worker }: ListedJob) => worker === `${hostname()}:${child.pid}`
  /** A job that is under way at one of these, with the trials that are left of it. */
  const jobUnderWay = async (workers: readonly Process[], isRight: (keysLeft: number) => boolean) => {
    const { active } = await queue.counts()
    for (const job of active) {
      const worker = workers.find((own) => isOf(own, job))
      const { keys } = job.data as { keys: readonly string[] }
      if (worker && isRight(keys.length)) return { worker, keys }
    }
    return undefined
  }

  it(
    'gives all of Tiny the bits of one process, by three workers, of which one is killed in its job',
    async () => {
      const alone = await trainAlone([])
      const workers = [work(), work(), work()]
      await vi.waitUntil(() => workers.every((worker) => worker.said().includes('At work by')), WAIT)
      const path = join(folder, 'tiny-queue.jsonl')
      const collector = collect([], path)
      // A job of Tiny takes milliseconds: only a frozen worker is sure to have it still.
      const killed = await vi.waitUntil(async () => {
        const found = await jobUnderWay(workers, () => true)
        found?.worker.child.kill('SIGSTOP')
        const held = found && (await jobUnderWay([found.worker], () => true))
        if (!held) found?.worker.child.kill('SIGCONT')
        return held
      }, WAIT)
      killed.worker.child.kill('SIGKILL')
      expect(await collector.ended).toBe(0)
      expect(measured(path)).toEqual(measured(alone))
      expect(measured(path)).toHaveLength(28)
    },
    5 * MINUTE,
  )

  it(
    'gives the same bits where a worker is killed in a job of several trials and another is frozen',
    async () => {
      // Eight trials of each size: the small ones lie in jobs of four.
      const sets = ['steps=300', 'datasetSizes=8,16,128', 'seeds=0,1,2,3,4,5,6,7']
      const alone = await trainAlone(sets)
      const path = join(folder, 'queue.jsonl')
      const collector = collect(sets, path)
      const [frozen, ...others] = [work(), work(), work()]
      const held = await vi.waitUntil(() => jobUnderWay([frozen], (left) => left > 1), WAIT)
      frozen.child.kill('SIGSTOP')
      const { worker: killed } = await vi.waitUntil(() => jobUnderWay(others, (left) => left > 1), WAIT)
      killed.child.kill('SIGKILL')
      // What the frozen one has in its hands, another finishes.
      await vi.waitUntil(
        () => held.keys.every((key) => recordsIn(path).some(({ trialKey }) => trialKey === key)),
        WAIT,
      )
      frozen.child.kill('SIGCONT')
      expect(await collector.ended).toBe(0)
      expect(measured(path)).toEqual(measured(alone))
      expect(measured(path)).toHaveLength(24)
      expect(collector.said()).toContain('#capacity?v=1')
      await vi.waitUntil(() => frozen.said().includes('The lease of a job was lost'), WAIT)
      for (const worker of [frozen, ...others.filter((other) => other !== killed)]) {
        worker.child.kill('SIGTERM')
        expect(await worker.ended).toBe(130)
      }
    },
    5 * MINUTE,
  )

  it(
    'writes each trial once where its collector is killed between the disk and the acknowledgement',
    async () => {
      const path = join(folder, 'killed.jsonl')
      const sets = ['steps=20', 'seeds=0,1,2,3,4,5,6,7', 'datasetSizes=8,16,32,64']
      // The process ends itself as soon as a group is on the disk, before anything else can happen.
      const script = `
      import fs from 'node:fs'
      import { syncBuiltinESMExports } from 'node:module'
      const sync = fs.fsyncSync
      fs.fsyncSync = (file) => { sync(file); process.kill(process.pid, 'SIGKILL') }
      syncBuiltinESMExports()`
      const NODE_OPTIONS = `--import=data:text/javascript,${encodeURIComponent(script)}`
      const killed = collect(sets, path, { NODE_OPTIONS })
      await vi.waitUntil(() => killed.said().includes('Published'), WAIT)
      work()
      expect(await killed.ended).toBe(null)
      const written = recordsIn(path)
      expect(written.length).toBeGreaterThan(0)
      expect(written.length).toBeLessThan(32)
      for (const { trialKey } of written)
        expect(await server.client.keys(`${PREFIX}:records-*:${trialKey}`)).toHaveLength(1)
      const collector = collect(sets, path)
      expect(await collector.ended).toBe(0)
      const keys = recordsIn(path).map(({ trialKey }) => trialKey)
      expect(keys).toHaveLength(32)
      expect(new Set(keys).size).toBe(32)
    },
    3 * MINUTE,
  )

  it(
    'buries a job that kills whoever takes it, does the rest, and tries it again when asked',
    async () => {
      const path = join(folder, 'poison.jsonl')
      const sets = ['steps=50', 'seeds=0', 'datasetSizes=8,16,32,512']
      const collector = collect(sets, path)
      const isPoison = (key: string) => key.includes('-N512/')
      await vi.waitUntil(() => collector.said().includes('Published'), WAIT)
      // A worker that takes it is killed at once, three times; the fourth finds it marked.
      for (let kills = 1; kills <= 3; kills++) {
        const worker = work()
        await vi.waitUntil(async () => (await jobUnderWay([worker], () => true))?.keys.some(isPoison), WAIT)
        worker.child.kill('SIGKILL')
        await worker.ended
      }
      const healthy = work()
      expect(await collector.ended).toBe(1)
      expect(collector.said()).toContain('job stalled more than allowable limit')
      expect(recordsIn(path)).toHaveLength(3)
      const shown = lab(['queue', '--retry'])
      expect(await shown.ended).toBe(0)
      expect(shown.said()).toContain('tried again: 1')
      expect(await collect(sets, path).ended).toBe(0)
      expect(recordsIn(path)).toHaveLength(4)
      expect(healthy.said()).not.toContain('failed')
    },
    4 * MINUTE,
  )

  it(
    'leaves a sweep to the collector that has taken it while the first one was frozen',
    async () => {
      const [own, taken] = [join(folder, 'own.jsonl'), join(folder, 'taken.jsonl')]
      const sets = ['steps=20', 'seeds=0,1,2,3', 'datasetSizes=8,16,32']
      const frozen = collect(sets, own)
      await vi.waitUntil(() => frozen.said().includes('Published'), WAIT)
      const holder = async () => {
        const [key] = await server.client.keys(`${PREFIX}:collector:*`)
        return key && (await server.client.get(key))?.split(' ')[0]
      }
      const first = await holder()
      frozen.child.kill('SIGSTOP')
      const other = collect(sets, taken)
      await vi.waitUntil(async () => ![undefined, first].includes(await holder()), WAIT)
      frozen.child.kill('SIGCONT')
      expect(await frozen.ended).toBe(1)
      expect(frozen.said()).toContain('another machine has begun to collect this sweep')
      work()
      expect(await other.ended).toBe(0)
      expect(new Set(recordsIn(taken).map(({ trialKey }) => trialKey)).size).toBe(12)
      expect(recordsIn(taken)).toHaveLength(12)
      expect(recordsIn(own)).toEqual([])
    },
    3 * MINUTE,
  )

  it('tells what is wrong with a server, and never a password', async () => {
    const guarded = await startServer('--requirepass', 's3cret', '--appendonly', 'no')
    const at = (user: string) => guarded.url.replace('//', `//${user}@`)
    const say = async (PLATEAU_QUEUE: string, haste = HASTE) => {
      const asked = lab(['queue'], { PLATEAU_QUEUE, PLATEAU_QUEUE_HASTE: haste })
      return { code: await asked.ended, text: asked.said() }
    }
    const answers = await Promise.all([
      say(at(':wrong-s3cret')),
      say(guarded.url),
      say('redis://127.0.0.1:1'),
      say('http://user:s3cret@host'),
      say(at(':s3cret')),
    ])
    await guarded.close()
    expect(answers.map(({ code }) => code)).toEqual([1, 1, 1, 2, 0])
    const [wrong, none, gone, mistaken, right] = answers.map(({ text }) => text)
    expect(wrong).toContain('does not take this user and password')
    expect(none).toContain('wants a password')
    expect(gone).toContain('there is no Redis or Valkey at redis://127.0.0.1:1')
    expect(mistaken).toContain('PLATEAU_QUEUE is no address')
    expect(right).toContain('keeps nothing over a restart')
    expect(answers.map(({ text }) => text).join('')).not.toContain('s3cret')
  })
})
