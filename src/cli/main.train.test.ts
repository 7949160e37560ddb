/** The command line as a user runs it: built, in a process of its own, training for a few steps. */
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { recordsToCsv } from '@/core/results/export'
import { readRecord } from '@/core/results/read-record'
import { readRecorded } from '@/core/results/recorded'

const LAUNCHER = fileURLToPath(new URL('../../bin/lab.mjs', import.meta.url))
const MINUTE = 60_000
const folder = mkdtempSync(join(tmpdir(), 'plateau-'))
const out = join(folder, 'results.jsonl')
const csv = join(folder, 'results.csv')
afterAll(() => rmSync(folder, { recursive: true }))

/** From a working folder that is not the project's, as npm calls it from there. */
const lab = (args: readonly string[], variables: NodeJS.ProcessEnv = {}) =>
  spawnSync(process.execPath, [LAUNCHER, ...args], {
    encoding: 'utf8',
    env: { ...process.env, npm_lifecycle_event: 'lab', INIT_CWD: folder, ...variables },
  })
const micro = (...args: string[]) =>
  lab(['run', 'capacity', '--backend', 'wasm', '--set', 'steps=3', '--set', 'datasetSizes=8,16', ...args])
const readRecords = (path: string) =>
  readFileSync(path, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => readRecord(JSON.parse(line)))

describe('npm run lab', () => {
  it('lists without training anything', () => {
    const { status, stdout, stderr } = lab(['list'])
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
    expect(stdout).toContain('capacity: ')
  })

  it('writes a record for each trial, and ends with a table and the link', () => {
    const files = ['--out', 'results.jsonl', '--csv', csv, '--recorded', 'recorded.json']
    const { status, stdout } = micro('--set', 'seeds=0', ...files)
    expect(status).toBe(0)
    const records = readRecords(out)
    // In a pool the trial that is done first comes first.
    expect(
      records.map(({ datasetSize, seed, backend }) => `${datasetSize} ${seed} ${backend}`).toSorted(),
    ).toEqual(['16 0 wasm', '8 0 wasm'])
    expect(readFileSync(csv, 'utf8')).toBe(recordsToCsv(records))
    const recorded = readRecorded(JSON.parse(readFileSync(join(folder, 'recorded.json'), 'utf8')))
    expect(recorded.records.map(({ trialKey }) => trialKey)).toEqual(records.map(({ trialKey }) => trialKey))
    expect(stdout).toContain('1,216 parameters, 3 steps')
    expect(stdout).toContain('#capacity?v=1&preset=tiny&steps=3&datasetSizes=8,16&seeds=0')
  })

  it('does not overwrite, and resumes with what is missing', () => {
    const before = readFileSync(out, 'utf8')
    expect(micro('--set', 'seeds=0', '--out', out)).toMatchObject({ status: 2, stdout: '' })
    const { status, stderr } = micro('--set', 'seeds=0,1', '--out', out, '--resume')
    expect(status).toBe(0)
    expect(stderr).toMatch(/\b2 of 4 trials\b/)
    expect(readFileSync(out, 'utf8').startsWith(before)).toBe(true)
    expect(
      readRecords(out)
        .map(({ datasetSize, seed }) => `${datasetSize} ${seed}`)
        .toSorted(),
    ).toEqual(['16 0', '16 1', '8 0', '8 1'])
  })

  it('names what is wrong and trains nothing', () => {
    const { status, stdout, stderr } = lab(['run', 'capacity', '--set', 'width=0', '--set', 'steps=-1'])
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/^width: .+\nsteps: .+\n$/)
  })

  it.each(['--csv', '--recorded'])('leaves a file of notes that %s names, and trains nothing', (flag) => {
    const notes = join(folder, 'notes.txt')
    writeFileSync(notes, 'my notes')
    const { status, stdout, stderr } = micro('--out', 'other.jsonl', '--resume', flag, 'notes.txt')
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toContain('notes.txt holds no')
    expect(readFileSync(notes, 'utf8')).toBe('my notes')
    expect(existsSync(join(folder, 'other.jsonl'))).toBe(false)
  })

  it('stops where npm has kept its flags, with the line to type', () => {
    const { status, stdout, stderr } = lab(['run', 'capacity'], { npm_config_preset: 'quick' })
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/npm run lab "?--"? run capacity --preset quick\n$/)
  })

  it('refuses what would take more than two days', () => {
    const { status, stdout, stderr } = lab(
      'run capacity --preset full --set steps=1000000 --backend wasm'.split(' '),
    )
    expect({ status, stdout }).toEqual({ status: 2, stdout: '' })
    expect(stderr).toMatch(/would take about .* hours on this device; at most 48 .*--force/)
  })

  it('tells a run that failed by its exit code, also to a reader that has seen enough', async () => {
    const variables = { npm_lifecycle_event: 'lab', INIT_CWD: folder, PLATEAU_CHROMIUM: join(folder, 'none') }
    const args =
      'run capacity --set steps=3 --set datasetSizes=8,16 --host chromium --resume --out results.jsonl'
    const child = spawn(process.execPath, [LAUNCHER, ...args.split(' ')], {
      env: { ...process.env, ...variables },
    })
    child.stdout.destroy()
    expect(await new Promise((resolve) => child.on('close', resolve))).toBe(1)
  })

  it.skipIf(process.platform === 'win32')('stops at Ctrl-C and keeps what is finished', async () => {
    const stopped = join(folder, 'stopped.jsonl')
    const args = ['run', 'capacity', '--backend', 'wasm', '--set', 'steps=100', '--out', stopped]
    const child = spawn(process.execPath, [LAUNCHER, ...args], { stdio: ['ignore', 'ignore', 'pipe'] })
    let said = ''
    child.stderr.on('data', (text) => {
      said += text
    })
    const ended = new Promise((resolve) => child.on('close', resolve))
    const finished = () => (existsSync(stopped) ? readRecords(stopped).length : 0)
    await vi.waitUntil(() => finished() > 0, { timeout: MINUTE, interval: 50 })
    child.kill('SIGINT')
    expect(await ended).toBe(130)
    expect(said).toContain('finished trials are kept')
    expect(finished()).toBeGreaterThan(0)
    expect(finished()).toBeLessThan(18)
  })
})
