import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeEach, expect, it, vi } from 'vitest'
import { recordsToCsv } from '@/core/results/export'
import { exampleRecord, presetTrials } from '@/core/testing/example-record'
import capacity from '@/experiments/capacity/spec'
import { parseCommand } from '../args'
import { EXIT } from '../cli-error'
import type { LabHost } from '../hosts/host'
import { runLab } from './run-lab'

const openChromiumHost = vi.hoisted(() => vi.fn<() => Promise<LabHost>>())
vi.mock('../hosts/chromium', () => ({ openChromiumHost }))

const folder = mkdtempSync(join(tmpdir(), 'plateau-'))
const csv = join(folder, 'results.csv')
const run = (...files: readonly string[]) => {
  const command = parseCommand(['run', 'capacity', '--host', 'chromium', '--quiet', ...files])
  if (command.kind !== 'run') throw new Error('no run')
  return runLab(command.options)
}

const { exitCode } = process
let host: LabHost
beforeEach(() => {
  vi.spyOn(process.stdout, 'write').mockReturnValue(true)
  host = {
    probe: () => Promise.reject(new Error('no device')),
    run: () => Promise.resolve(),
    close: () => Promise.resolve(),
  }
  openChromiumHost.mockImplementation(() => Promise.resolve(host))
})
afterEach(() => {
  vi.restoreAllMocks()
  process.exitCode = exitCode
})
afterAll(() => rmSync(folder, { recursive: true }))

it('writes what is finished, whatever ends the sweep, and keeps it where a later one finishes nothing', async () => {
  const record = exampleRecord(presetTrials(capacity, 'tiny')[0])
  host.run = (_request, _signal, emit) => {
    emit({ type: 'trial-finished', record })
    return Promise.reject(new Error('a fault of the host'))
  }
  await expect(run('--csv', csv)).rejects.toThrow('a fault of the host')
  expect(readFileSync(csv, 'utf8')).toBe(recordsToCsv([record]))

  host.run = () => Promise.resolve()
  await run('--csv', csv, '--out', join(folder, 'mistaken.jsonl'), '--resume')
  expect(readFileSync(csv, 'utf8')).toBe(recordsToCsv([record]))
})

it('does not measure the device where Ctrl-C came while it was opened', async () => {
  host.probe = () => new Promise(() => undefined)
  host.run = (_request, signal, emit) => {
    if (signal.aborted) emit({ type: 'stopped' })
    return Promise.resolve()
  }
  openChromiumHost.mockImplementation(() => {
    process.emit('SIGINT')
    return Promise.resolve(host)
  })
  expect(await run()).toBe(EXIT.interrupted)
})
