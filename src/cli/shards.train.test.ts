/** A sweep in shards, as a scheduler runs them: processes of their own, one of them killed and begun again, one run twice at once. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { measuredDifferences } from '@/core/results/merge'
import { readRecord } from '@/core/results/read-record'
import type { TrialRecord } from '@/core/results/result'
import { presetTrials } from '@/core/testing/example-record'
import capacity from '@/experiments/capacity/spec'

const LAUNCHER = fileURLToPath(new URL('../../bin/lab.mjs', import.meta.url))
const MINUTE = 60_000
const folder = mkdtempSync(join(tmpdir(), 'plateau-'))
afterAll(() => rmSync(folder, { recursive: true }))

const environment = { ...process.env, npm_lifecycle_event: 'lab', INIT_CWD: folder }
const TINY = ['run', 'capacity', '--preset', 'tiny', '--backend', 'wasm']
const lab = (...args: string[]) =>
  spawnSync(process.execPath, [LAUNCHER, ...args], { encoding: 'utf8', env: environment })
const shard = (number: number) => [...TINY, '--shard', `${number}/4`, '--out', `${number}.jsonl`, '--resume']

/** Whole lines alone: a process may be writing the last one. */
function read(name: string): Map<string, TrialRecord> {
  const path = join(folder, name)
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').slice(0, -1) : []
  return new Map(lines.map((line) => readRecord(JSON.parse(line))).map((record) => [record.trialKey, record]))
}

/** Starts a run and waits for the first record in its file. */
async function started(file: string, args: readonly string[]) {
  const child = spawn(process.execPath, [LAUNCHER, ...args], { env: environment, stdio: 'ignore' })
  const ended = new Promise<number | NodeJS.Signals | null>((resolve) =>
    child.on('close', (code, signal) => resolve(signal ?? code)),
  )
  await vi.waitUntil(() => read(file).size > 0, { timeout: MINUTE, interval: 10 })
  return { child, ended }
}

describe.skipIf(process.platform === 'win32')('Tiny in four shards', { timeout: 5 * MINUTE }, () => {
  beforeAll(() => {
    expect(lab(...TINY, '--out', 'whole.jsonl').status).toBe(0)
  }, 2 * MINUTE)

  it('goes on where a shard was killed, and lets nobody else write its file', async () => {
    const first = await started('1.jsonl', shard(1))
    // Frozen, it is still there: however long the other takes to start, it is not the last.
    first.child.kill('SIGSTOP')
    const second = lab(...shard(1))
    expect({ status: second.status, stdout: second.stdout }).toEqual({ status: 1, stdout: '' })
    expect(second.stderr).toContain(
      `1.jsonl is being written by process ${first.child.pid}: wait until it ends`,
    )
    first.child.kill('SIGKILL')
    expect(await first.ended).toBe('SIGKILL')
    const kept = read('1.jsonl')
    expect(kept.size).toBeLessThan(7)

    const again = lab(...shard(1))
    expect(again.status).toBe(0)
    expect(again.stderr).toContain(`process ${first.child.pid} has left it locked and is gone`)
    expect(again.stdout).toContain('shard 1/4: 7 of 7 trials are in 1.jsonl')
    for (const [key, record] of kept) expect(read('1.jsonl').get(key)).toEqual(record)
  })

  it('stops at SIGTERM, with what has finished and an exit code that tells', async () => {
    const long = [...TINY, '--set', 'steps=2000', '--shard', '1/4', '--out', 'long.jsonl']
    const { child, ended } = await started('long.jsonl', long)
    child.kill('SIGTERM')
    expect(await ended).toBe(130)
    expect(existsSync(join(folder, 'long.jsonl.lock'))).toBe(false)
  })

  it('is the same as in one process, in every measured field', () => {
    for (const number of [2, 3, 4]) expect(lab(...shard(number)).status).toBe(0)
    const { status, stdout } = lab('merge', '1.jsonl', '2.jsonl', '3.jsonl', '4.jsonl', '--out', 'all.jsonl')
    expect(status).toBe(0)
    expect(stdout).toContain('All 28 of 28 trials are in all.jsonl')
    const [whole, all] = [read('whole.jsonl'), read('all.jsonl')]
    expect([...all.keys()]).toEqual(presetTrials(capacity, 'tiny').map(({ key }) => key))
    for (const [key, record] of whole) expect(measuredDifferences(record, all.get(key)!)).toEqual([])
  })

  it('is not joined with the shards of another config', () => {
    const other = [...TINY, '--set', 'steps=3', '--set', 'seeds=0', '--shard', '1/4', '--out', 'other.jsonl']
    expect(lab(...other).status).toBe(0)
    const { status, stdout, stderr } = lab('merge', '1.jsonl', 'other.jsonl', '--out', 'both.jsonl')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('other.jsonl is of another config')
    expect(existsSync(join(folder, 'both.jsonl'))).toBe(false)
  })
})
