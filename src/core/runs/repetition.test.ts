import { describe, expect, it } from 'vitest'
import { logSteps } from '../metrics/log-steps'
import type { TrialRecord } from '../results/result'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { recordedPresets } from '../testing/recorded-files'
import {
  foundAt,
  learnedAt,
  probeSpacing,
  repetitionOf,
  repetitionProbes,
  repetitionRuns,
  runLabel,
} from './repetition'
import { joinRuns, runsOfRecords } from './run'

const repetitionOfRecord = (record: TrialRecord) => repetitionOf(runsOfRecords([record])[0]!)

const alphabetTrial = (symbols: number, skew = 0) =>
  exampleTrial({ source: { id: 'alphabet', symbols, skew }, datasetSize: 1 })

const traces = {
  'look.step': [10, 20, 40],
  'look.alphabetMass': [0.5, 0.9, 1],
  'look.bitsPerToken': [4, 1, 0.02],
}

describe('the curves of a run', () => {
  it('come with what its source costs to guess', () => {
    const run = repetitionOfRecord(exampleRecord(alphabetTrial(4), { traces }))
    expect(run).toMatchObject({ symbols: 4, skew: 0, sourceBits: 2, positions: 'learned', live: false })
    expect(runLabel(run)).toBe('4 symbols')
    // p = 2/3 and 1/3.
    const skewed = repetitionOfRecord(exampleRecord(alphabetTrial(2, 1), { traces }))
    expect(skewed.sourceBits).toBeCloseTo(0.9183, 4)
    expect(runLabel(skewed)).toBe('2 symbols, skew 1')
  })

  it('say between probes when the alphabet was found and the string learned', () => {
    const run = repetitionOfRecord(exampleRecord(alphabetTrial(4), { traces }))
    // Mass goes from 0.9 to 1 within 20 steps, the loss from 1 to 0.02 bits: 0.1 nats are 0.1443 bits.
    expect(foundAt(run)).toBeCloseTo(30, 9)
    expect(learnedAt(run)).toBeCloseTo(20 + (20 * (1 - 0.1443)) / 0.98, 2)
    const cut = { ...traces, 'look.bitsPerToken': [4, 1, 0.5] }
    expect(learnedAt(repetitionOfRecord(exampleRecord(alphabetTrial(4), { traces: cut })))).toBeUndefined()
  })

  it('are of finished and of training trials, the simplest source first, each once', () => {
    const planned = [7, 2, 4].map((symbols) => alphabetTrial(symbols))
    const values = {
      step: 1,
      datasetBits: 1,
      trainBitsPerToken: 5,
      memorizedBits: 0,
      curves: { 'look.bitsPerToken': { steps: [1], values: [5] } },
      grid: undefined,
    }
    const live = new Map(planned.slice(0, 2).map(({ key }) => [key, values]))
    const records = new Map([[planned[0]!.key, exampleRecord(planned[0]!, { traces })]])
    const runs = repetitionRuns(joinRuns(planned, records, live))
    expect(runs.map((run) => [run.symbols, run.live])).toEqual([
      [2, true],
      [7, false],
    ])
    expect(runs[0]!.curve.bitsPerToken).toEqual([5])
    expect(repetitionRuns(runsOfRecords([exampleRecord(planned[0]!)]))).toEqual([])
  })
})

it('probes every step at first, and then 60 times in every tenfold of the steps', () => {
  const steps = repetitionProbes(1000)
  expect(steps.slice(0, 12)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
  expect(steps.at(-1)).toBe(1000)
  expect(steps.filter((step) => step > 100)).toHaveLength(60)
})

it('finds the recorded results probed as today’s are: other probes would tell other steps of the same training', () => {
  const probed = ['dynamics', 'string-factors', 'prefix-context'].flatMap((id) =>
    recordedPresets(id).flatMap(({ preset, recorded: { records } }) =>
      records.map(({ steps, traces }) => ({ name: `${id} ${preset}`, steps, looks: traces['look.step'] })),
    ),
  )
  expect(probed.length).toBeGreaterThan(0)
  const others = probed.filter(({ steps, looks }) => String(looks) !== String(repetitionProbes(steps)))
  expect([...new Set(others.map(({ name }) => name))]).toEqual([])
})

it('knows how far probes lie apart, in records of every age', () => {
  const probedAt = (steps: readonly number[]) => ({ curve: { steps } })
  expect(probeSpacing([probedAt(repetitionProbes(1000))])).toBeCloseTo(10 ** (1 / 60) - 1, 3)
  // Forty in all.
  const earlier = [probedAt(logSteps(500, 40)), probedAt(logSteps(3000, 40))]
  expect(probeSpacing(earlier.slice(0, 1))).toBeCloseTo(0.173, 2)
  expect(probeSpacing(earlier)).toBeCloseTo(0.228, 2)
  expect(probeSpacing([probedAt([1])])).toBe(0)
})
