/** The procedures that show a few strings again and again, run for real on wasm: what lands in records, and that it is about the right strings. */
import { describe, expect, it } from 'vitest'
import { readRecord } from '@/core/results/read-record'
import type { TrialRecord } from '@/core/results/result'
import { REPETITION_VALUES, repetitionProbes } from '@/core/runs/repetition'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import type { ConfigValues } from '@/core/sweep/fields'
import type { LabEvent } from '../protocol'
import type { RunnerHost } from './host'
import { createRunControl } from './run-control'
import { runSweep } from './run-sweep'

const host: RunnerHost = {
  wasmPaths: 'node_modules/@tensorflow/tfjs-backend-wasm/dist/',
  now: () => performance.now(),
  date: () => new Date('2026-01-01T00:00:00Z'),
}
/** Learned within some dozen steps. */
const SMALL = {
  vocab: 8,
  seqLen: 16,
  layers: 1,
  width: 16,
  heads: 2,
  alphabets: [4],
  learningRate: 0.02,
  seeds: [0],
}

async function run(experiment: string, config: ConfigValues) {
  const base = presetById(experimentById(experiment), 'tiny').config
  const events: LabEvent[] = []
  await runSweep(
    { trials: experimentById(experiment).plan({ ...base, ...SMALL, ...config }), backend: 'wasm' },
    host,
    createRunControl(),
    (event) => events.push(event),
  )
  expect(events.at(-1)).toMatchObject({ type: 'finished' })
  const records = events.flatMap((event) => (event.type === 'trial-finished' ? [event.record] : []))
  const probed = events.flatMap((event) => (event.type === 'probed' ? [event] : []))
  return { records, probed }
}
const last = (record: TrialRecord, name: string): number => record.traces[name]!.at(-1)!

describe('dynamics', () => {
  it('keeps every probe, live and in the record, which can be read again', async () => {
    const { records, probed } = await run('dynamics', { steps: 60 })
    const [record] = records
    const steps = repetitionProbes(60)
    expect(record!.traces['look.step']).toEqual(steps)
    expect(probed.map(({ step }) => step)).toEqual(steps)
    for (const value of REPETITION_VALUES) {
      const name = `look.${value}`
      expect(record!.traces[name], name).toEqual(probed.map(({ values }) => values[name]))
    }
    expect(record!.traces.tokens).toHaveLength(16 * Math.min(40, steps.length))
    expect(probed[2]!.grid!.values).toHaveLength(3 * 16)
    expect(readRecord(JSON.parse(JSON.stringify(record)))).toEqual(record)
  })

  it('sees the string learned, and others of its alphabet not', async () => {
    const { records } = await run('dynamics', { steps: 60, seeds: [0, 1, 2, 3, 4, 5, 6, 7] })
    for (const record of records) {
      expect(last(record, 'look.bitsPerToken')).toBeCloseTo(record.trainBitsPerToken, 3)
      expect(last(record, 'look.heldoutBitsPerToken')).toBeCloseTo(record.heldoutBitsPerToken, 3)
      expect(last(record, 'look.heldoutBitsPerToken')).toBeGreaterThan(2)
      expect(record.heldoutStrings).toBe(4)
    }
    // 0.91 in the mean of 16 seeds, and 0.11 the scatter of one: eight have a standard error of 0.04. Chance would be 0.25.
    const accuracies = records.map((record) => last(record, 'look.accuracy'))
    expect(accuracies.reduce((sum, own) => sum + own, 0) / accuracies.length).toBeGreaterThan(0.75)
  })
})

describe('prefix context', () => {
  it('recalls best behind the string’s own context, and worst behind none', async () => {
    const { records } = await run('prefix-context', { steps: 120 })
    const { traces } = records[0]!
    expect(traces['recall.k']).toEqual([0, 1, 2, 3, 4])
    const mean = (name: string) => traces[`recall.${name}`]!.reduce((sum, share) => sum + share, 0) / 5
    expect(last(records[0]!, 'look.accuracy')).toBeGreaterThan(0.9)
    expect(mean('kept')).toBeGreaterThan(0.9)
    for (const context of ['resampled', 'foreign', 'constant', 'removed']) {
      expect(mean(context), context).toBeLessThan(mean('kept'))
    }
    expect(readRecord(JSON.parse(JSON.stringify(records[0])))).toEqual(records[0])
  })

  it('shows recall from the first probe on, and more of it as the string is learned', async () => {
    const { records, probed } = await run('prefix-context', { steps: 120 })
    const keptOf = (i: number) => {
      const { columns, values } = probed[i]!.grid!
      expect([columns, values.length]).toEqual([5, 6 * 5])
      // The first row.
      return values.slice(0, columns).reduce((sum, share) => sum + share, 0) / columns
    }
    expect(probed.map(({ step }) => step)).toEqual(records[0]!.traces['look.step'])
    expect(probed.map(({ grid }) => grid === undefined)).not.toContain(true)
    const kept = probed.map((_, i) => keptOf(i))
    // Asked for at most eight times, and not again after the last step: probes between show the latest.
    expect(new Set(probed.map(({ grid }) => grid)).size).toBeLessThanOrEqual(8)
    expect(probed.at(-1)!.grid).toBe(probed.at(-2)!.grid)
    expect(kept.at(-1)! - kept[0]!).toBeGreaterThan(0.3)
  })
})

describe('sequence', () => {
  it('learns each string in its own time, and no other', async () => {
    const { records, probed } = await run('sequence', { steps: 200, strings: 3 })
    const { traces, steps, datasetSize, batch } = records[0]!
    expect({ steps, datasetSize, batch }).toEqual({ steps: 1000, datasetSize: 4, batch: 1 })
    const at = (step: number, string: number) =>
      traces[`look.bitsPerToken.${string}`]![traces['look.step']!.indexOf(step)]!
    for (const [phase, shown] of [0, 1, 2, 0, 3].entries()) {
      const end = 200 * (phase + 1)
      expect(at(end, shown), `string ${shown} after step ${end}`).toBeLessThan(1)
      for (const other of [0, 1, 2, 3].filter((string) => string !== shown)) {
        expect(at(end, other), `string ${other} after step ${end}`).toBeGreaterThan(1.5)
      }
    }
    for (const name of ['look.accuracy.3', 'look.bitsPerToken.0'])
      expect(traces[name], name).toEqual(probed.map(({ values }) => values[name]))
    expect(readRecord(JSON.parse(JSON.stringify(records[0])))).toEqual(records[0])
  })
})
