/**
 * The estimate of time, held to the times of all recorded sweeps, from seconds to most of an hour. All ran on a processor whose speed is
 * not recorded, so one speed has to explain them: ratios between sweeps are held, never seconds. What else that machine did is in the
 * times too.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { groupBy } from '../group'
import { type RecordedResults, readRecorded } from '../results/recorded'
import { type TrialRecord, trialOf } from '../results/result'
import { recordedPresets } from '../testing/recorded-files'
import type { DeviceSpeed } from './device-speed'
import { estimateSeconds } from './estimate'
import { experiments } from './experiments'
import type { Population } from './populations'

/**
 * What the kernels that trained them took for products and for exponentials (docs/tuning.md, The estimate of time): ratios are compared, so only
 * their ratio counts. The overhead of a step matters on a GPU only.
 */
const SPEED: DeviceSpeed = { flopPerSecond: 43e9, secondsPerStep: 0, secondsPerExponential: 7.8e-9 }

interface Sweep {
  readonly name: string
  /** Those of `1` were trained by the kernels of {@link SPEED}, each population on one thread. */
  readonly numerics: string
  /** Of training, one population after the other. */
  readonly seconds: number
  readonly estimate: number
  readonly trials: number
}

/** Records of one population share its wall time. */
function populationsOf(records: readonly TrialRecord[]): { seconds: number; population: Population }[] {
  const groups = groupBy(records, ({ elapsedMs, family, params, steps, members }) =>
    [elapsedMs, family, params, steps, members].join(' '),
  )
  return [...groups.values()].map((group) => ({
    seconds: group[0]!.elapsedMs / 1000,
    population: { trials: group.map(trialOf) },
  }))
}

function sweepOf(name: string, { records, provenance }: RecordedResults): Sweep {
  expect(provenance.backend, name).toBe('wasm')
  const populations = populationsOf(records)
  return {
    name,
    numerics: records[0]!.numerics,
    seconds: populations.reduce((sum, { seconds }) => sum + seconds, 0),
    estimate: estimateSeconds(
      populations.map(({ population }) => population),
      SPEED,
      true,
    ),
    trials: records.length,
  }
}

const FOLDER = 'docs/results'

const sweeps = [
  ...[...experiments.keys()]
    .flatMap(recordedPresets)
    .map(({ experiment, preset, recorded }) => sweepOf(`${experiment}/${preset}`, recorded)),
  ...readdirSync(FOLDER)
    .filter((file) => file.endsWith('.json'))
    .map((file) => sweepOf(file, readRecorded(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8'))))),
].filter(({ numerics }) => numerics === '1')

/** By which factor each sweep took longer than foretold, if one speed held for all of them: their geometric mean is 1. */
function factors(foretold: (sweep: Sweep) => number): number[] {
  const logs = sweeps.map((sweep) => Math.log(sweep.seconds / foretold(sweep)))
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length
  return logs.map((log) => Math.exp(log - mean))
}

/** The usual factor between a time and what was foretold: the geometric standard deviation. */
function scatter(of: readonly number[]): number {
  const squares = of.reduce((sum, factor) => sum + Math.log(factor) ** 2, 0)
  return Math.exp(Math.sqrt(squares / (of.length - 1)))
}

describe('the time of recorded sweeps', () => {
  it('spans two orders of magnitude and more', () => {
    const seconds = sweeps.map((sweep) => sweep.seconds)
    expect(sweeps.length).toBeGreaterThan(25)
    expect(Math.max(...seconds) / Math.min(...seconds)).toBeGreaterThan(100)
  })

  it('is foretold by one speed to a factor of 1.5 as a rule, and to 2.5 always', () => {
    const all = factors(({ estimate }) => estimate)
    expect(scatter(all)).toBeLessThan(1.5)
    sweeps.forEach(({ name }, i) => {
      expect(all[i], name).toBeLessThan(2.5)
      expect(all[i], name).toBeGreaterThan(1 / 2.5)
    })
  })

  it('is in the order of the estimates where these differ fourfold', () => {
    const wrong = sweeps.flatMap((a) =>
      sweeps
        .filter((b) => a.estimate > 4 * b.estimate && a.seconds <= b.seconds)
        .map((b) => [a.name, b.name]),
    )
    expect(wrong).toEqual([])
  })

  it('is not foretold by the number of trials, so that these bounds can fail', () => {
    expect(scatter(factors(({ trials }) => trials))).toBeGreaterThan(2.5)
  })

  it('grows with the steps of one sweep: twice as many take twice as long, to a quarter', () => {
    const of = (steps: number) => sweeps.find(({ name }) => name === `capacity-steps-${steps}.json`)!
    for (const [few, many] of [
      [100, 200],
      [200, 400],
      [400, 1000],
    ] as const) {
      expect(of(many).estimate / of(few).estimate).toBeCloseTo(many / few, 9)
      const ratio = of(many).seconds / of(few).seconds / (many / few)
      expect(ratio, `${few} to ${many} steps`).toBeGreaterThan(0.75)
      expect(ratio, `${few} to ${many} steps`).toBeLessThan(1.25)
    }
  })
})
