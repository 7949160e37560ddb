/** A class for journeys, as `npm run class` opens it, and what one process makes of the same trials. */
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { expect } from '@playwright/test'
import { CLASS, emptyClassFile, LAB, type StartedClass, startClass } from '../src/class/testing/start-class'
import { measuredDifferences } from '../src/core/results/merge'
import type { TrialRecord } from '../src/core/results/result'

/** A tab that goes while it polls: its last question may come after its farewell, and the server knows it no more. */
export const LATE_QUESTION = /status of 400/

export interface OpenClass extends StartedClass {
  /** The results file. */
  readonly file: string
}

export async function openClass(config: string): Promise<OpenClass> {
  const file = emptyClassFile()
  return { ...(await startClass(CLASS, { config, out: file })), file }
}

export const recordsIn = (file: string): TrialRecord[] =>
  readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line))

/** The records of a sweep, trained on the processor by the command line. */
export function trainAlone(config: string): TrialRecord[] {
  const file = emptyClassFile()
  const { status } = spawnSync(process.execPath, [LAB, 'run', config, '--backend', 'wasm', '--out', file])
  expect(status).toBe(0)
  return recordsIn(file)
}

/** Every trial is there once, and equal in all measured fields to 1e-9: Firefox's logarithms differ from Chromium's in the last digit. */
export function expectSame(records: readonly TrialRecord[], alone: readonly TrialRecord[]): void {
  const keysOf = (all: readonly TrialRecord[]) => all.map(({ trialKey }) => trialKey).toSorted()
  expect(keysOf(records)).toEqual(keysOf(alone))
  for (const record of records) {
    const own = alone.find(({ trialKey }) => trialKey === record.trialKey)!
    expect(measuredDifferences(record, own), record.trialKey).toEqual([])
  }
}
