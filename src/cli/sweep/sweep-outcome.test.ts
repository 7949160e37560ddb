import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { exampleRecord } from '@/core/testing/example-record'
import type { LabFailure } from '@/runtime/protocol'
import { CliError, EXIT } from '../cli-error'
import type { ResultsFile } from '../files/results-file'
import { createSweepOutcome } from './sweep-outcome'

let said: string
beforeEach(() => {
  said = ''
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    said += text
    return true
  })
})
afterEach(() => vi.restoreAllMocks())

function start(append: ResultsFile['append'] = () => undefined) {
  const stop = vi.fn()
  const display = {
    update: () => undefined,
    show: () => undefined,
    line: () => undefined,
    end: () => undefined,
  }
  const records = new Map<string, ReturnType<typeof exampleRecord>>()
  return { records, stop, outcome: createSweepOutcome(records, { append }, display, stop) }
}

const record = exampleRecord()
const finished = { type: 'trial-finished', record } as const
const failed = (failure: LabFailure) => ({ type: 'failed', failure }) as const

it('keeps what finishes, and ends well', () => {
  const { outcome, records } = start()
  outcome.take(finished)
  outcome.take({ type: 'finished', elapsedMs: 1 })
  expect([...records.values()]).toEqual([record])
  expect(outcome.exitCode()).toBe(EXIT.ok)
  expect(said).toBe('')
})

it('ends the sweep once where the file takes no more', () => {
  const append = vi.fn(() => {
    throw new CliError('cannot write x: the disk is full')
  })
  const { outcome, stop, records } = start(append)
  outcome.take(finished)
  outcome.take(finished)
  outcome.take({ type: 'stopped' })
  expect(append).toHaveBeenCalledTimes(1)
  expect(stop).toHaveBeenCalledTimes(1)
  expect(records.size).toBe(1)
  expect(outcome.exitCode()).toBe(EXIT.failed)
  expect(said).toBe('cannot write x: the disk is full\n')
})

it('tells a stop, a failure and a sweep that is too large by the exit code', () => {
  const codeAfter = (...events: Parameters<ReturnType<typeof createSweepOutcome>['take']>[0][]) => {
    const { outcome } = start()
    for (const event of events) outcome.take(event)
    return outcome.exitCode()
  }
  expect(codeAfter({ type: 'stopped' })).toBe(EXIT.interrupted)
  const trialFailed = { type: 'trial-failed', trialKey: 'a', message: 'NaN' } as const
  expect(codeAfter(trialFailed, { type: 'finished', elapsedMs: 1 })).toBe(EXIT.failed)
  expect(codeAfter(failed({ kind: 'internal', message: 'crash \u001b[31m' }))).toBe(EXIT.failed)
  expect(said).not.toContain('\u001b')
  expect(codeAfter(failed({ kind: 'too-large', message: '1,295 hours.' }))).toBe(EXIT.usage)
  expect(said).toMatch(/1,295 hours\. .*--force/)
})
