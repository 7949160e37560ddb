/** The rows that `--host --json` writes: what others read by name. */
import { expect, it } from 'vitest'
import type { Measurement } from './measure'
import { deviceRow, hostRow } from './rows'

const SPREAD = { lowest: 0.04, low: 0.05, median: 0.06, high: 0.07, highest: 0.08 }
const MEASURED: Measurement = {
  engine: 'plateau',
  name: 'Plateau × 16',
  model: 'XS',
  members: 16,
  batch: 64,
  kind: 'measured',
  adapter: 'null',
  lossRead: 'all',
  counts: { dispatches: 24, submits: 0.25, passes: 0.5, bindGroups: 1, buffers: 2, pipelines: 3, writes: 4 },
  memory: { steps: 1, before: { buffers: 0, bytes: 0 }, after: { buffers: 0, bytes: 0 } },
  msPerStep: SPREAD,
  cpuMsPerStep: { ...SPREAD, median: 9 },
  rounds: 9,
  loss: [2, 1],
}

it('have what a step takes of the host, and nothing else', () => {
  expect(hostRow(MEASURED)).toEqual({
    engine: 'plateau',
    model: 'XS',
    members: 16,
    batch: 64,
    dispatches: 24,
    submits: 0.25,
    passes: 0.5,
    bindGroups: 1,
    buffers: 2,
    hostMs: 0.06,
    cpuMs: 9,
  })
})

it('have it for losses that are read rarely too, where that was measured', () => {
  const readRarely = {
    every: 32,
    msPerStep: { ...SPREAD, median: 0.05 },
    cpuMsPerStep: { ...SPREAD, median: 8 },
  }
  expect(hostRow({ ...MEASURED, readRarely })).toMatchObject({
    hostMs: 0.06,
    readRarely: { every: 32, hostMs: 0.05, cpuMs: 8 },
  })
  expect(deviceRow({ ...MEASURED, readRarely }, undefined)).toMatchObject({
    msPerStep: 0.06,
    readRarely: { every: 32, msPerStep: 0.05 },
  })
})

it('say why an engine was not measured', () => {
  const { engine, name, model, members, batch } = MEASURED
  const failed = hostRow({ engine, name, model, members, batch, kind: 'failed', reason: 'too large' })
  expect(failed).toEqual({ engine, model, members, reason: 'too large' })
})
