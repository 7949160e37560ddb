import { describe, expect, it } from 'vitest'
import {
  estimateSeconds,
  fitsSplits,
  mostThreads,
  packForDevice,
  threadSeconds,
  totalFlop,
  trainingBytes,
  trialExponentials,
  trialFlop,
} from './estimate'
import { makeTrial, type Trial } from './trial'

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0)
const flopPerStep = (one: Trial): number => trialFlop(one) / one.steps

/** Of which every step takes long. */
const SLOW = { flopPerSecond: 1e8, secondsPerStep: 0, secondsPerExponential: 0 }

const trial = (changes: Partial<Trial> = {}): Trial =>
  makeTrial({
    experiment: 'capacity',
    family: 'gpt2',
    shape: { layers: 1, width: 8, heads: 2, vocab: 16, seqLen: 8, tied: false },
    source: { id: 'uniform' },
    datasetSize: 64,
    seed: 0,
    steps: 300,
    learningRate: 0.1,
    batch: 64,
    ...changes,
  })

describe('floating-point work', () => {
  it('is 6·P for each token of each step', () => {
    expect(trialFlop(trial())).toBe(6 * 1216 * 64 * 8 * 300)
    expect(trialFlop(trial({ batch: 16 }))).toBe(6 * 1216 * 16 * 8 * 300)
    expect(totalFlop([trial(), trial({ seed: 1 })])).toBe(2 * trialFlop(trial()))
    expect(totalFlop([])).toBe(0)
  })
})

describe('exponentials', () => {
  it('are one a logit, and in each layer one a causal score and four a channel, for each token of each step', () => {
    expect(trialExponentials(trial())).toBe((2 * 4.5 + 4 * 8 + 16) * 64 * 8 * 300)
    const shape = { layers: 2, width: 16, heads: 8, vocab: 64, seqLen: 32, tied: false }
    expect(trialExponentials(trial({ shape, batch: 3 }))).toBe((2 * (8 * 16.5 + 64) + 64) * 3 * 32 * 300)
  })

  it('take time of their own', () => {
    const speed = { secondsPerStep: 0, flopPerSecond: 1e9, secondsPerExponential: 5e-9 }
    expect(estimateSeconds([{ trials: [trial()] }], speed, false)).toBeCloseTo(
      trialFlop(trial()) / 1e9 + trialExponentials(trial()) * 5e-9,
      12,
    )
  })
})

describe('time', () => {
  const speed = { secondsPerStep: 0.002, flopPerSecond: 1e9, secondsPerExponential: 0 }

  it('is steps and work, by hand', () => {
    expect(estimateSeconds([{ trials: [trial()] }], speed, false)).toBeCloseTo(
      300 * 0.002 + trialFlop(trial()) / 1e9,
      12,
    )
    expect(estimateSeconds([], speed, false)).toBe(0)
  })

  it('counts steps once for a population, and padding as if it were data', () => {
    const members = [trial(), trial({ batch: 32, datasetSize: 32 })]
    const work = trialFlop(members[0]!) + trialFlop(members[1]!)
    expect(estimateSeconds([{ trials: members }], speed, false)).toBeCloseTo(
      300 * 0.002 + (2 * trialFlop(trial())) / 1e9,
      12,
    )
    expect(estimateSeconds([{ trials: members }], speed, true)).toBeCloseTo(300 * 0.002 + work / 1e9, 12)
  })

  it('is shared among workers, but the longest population is not', () => {
    const alone = { trials: [trial()] }
    const seconds = estimateSeconds([alone], speed, false)
    expect(estimateSeconds([alone, alone, alone, alone], speed, false, 2)).toBeCloseTo(2 * seconds, 12)
    expect(estimateSeconds([alone, alone], speed, false, 8)).toBeCloseTo(seconds, 12)
  })

  it('is shared among workers that train the longest population together, as many as it allows', () => {
    const alone = { trials: [trial({ batch: 1024, datasetSize: 1024, steps: 1000 })] }
    const seconds = estimateSeconds([alone], speed, true)
    expect(estimateSeconds([alone], speed, true, 4)).toBeCloseTo(seconds / 4, 12)
    expect(estimateSeconds([alone], speed, true, 64)).toBeCloseTo(seconds / 32, 12)
    expect(estimateSeconds([alone], speed, false, 4)).toBeCloseTo(seconds, 12)
  })

  it('is linear in steps, in overhead and in work, and adds up over populations', () => {
    const populations = (steps: number) =>
      packForDevice(
        [8, 64, 200].map((n) => trial({ datasetSize: n, batch: n, steps })),
        { ragged: false, maxPadding: 2, maxMembers: 4, maxBytes: 1e12 },
        undefined,
      )
    const seconds = (steps: number, overhead = 1, rate = 1) =>
      estimateSeconds(
        populations(steps),
        { secondsPerStep: 0.002 * overhead, flopPerSecond: 1e9 * rate, secondsPerExponential: 0 },
        false,
      )
    expect(seconds(900)).toBeCloseTo(3 * seconds(300), 9)
    expect(seconds(300, 5, 1 / 5)).toBeCloseTo(5 * seconds(300), 9)
    const [first, ...rest] = populations(300)
    expect(estimateSeconds([first!], speed, false) + estimateSeconds(rest, speed, false)).toBeCloseTo(
      seconds(300),
      12,
    )
  })
})

describe('threads that may train a population together', () => {
  const large = (changes: Partial<Trial> = {}) => ({
    trials: [trial({ batch: 1024, datasetSize: 1024, steps: 100_000, ...changes })],
  })

  it('are no more than the splits of its batch', () => {
    expect(mostThreads(large({ steps: 1_000_000 }), true, SLOW)).toBe(32)
    expect(mostThreads(large({ batch: 63 }), true, SLOW)).toBe(1)
  })

  it('have a quarter of a millisecond of each step, and a second of the whole', () => {
    const seconds = threadSeconds(large(), true)
    expect(mostThreads(large(), true)).toBe(Math.floor(seconds / 100_000 / 0.25e-3))
    expect(mostThreads(large({ steps: 10 }), true, SLOW)).toBe(
      Math.floor(threadSeconds(large({ steps: 10 }), true, SLOW)),
    )
    expect(mostThreads(large({ steps: 1 }), true)).toBe(1)
  })

  it('are one where composed ops train it', () => {
    expect(mostThreads(large(), false, SLOW)).toBe(1)
  })

  it('take each less memory than one alone, and together more', () => {
    const { trials } = large()
    const bytes = (threads: number) => trainingBytes(trials, true, threads)
    for (const threads of [2, 3, 4, 8]) {
      expect(bytes(threads)).toBeLessThan(bytes(1))
      expect(threads * bytes(threads)).toBeGreaterThan(bytes(1))
    }
  })
})

describe('packing for a device', () => {
  const limits = { ragged: true, maxPadding: 1, maxMembers: 64, maxBytes: 1e12 }
  const trials = [8, 16, 32, 64, 128, 256].flatMap((n) =>
    [0, 1, 2].map((seed) => trial({ datasetSize: n, batch: n, seed })),
  )
  const sizes = (pack: ReturnType<typeof packForDevice>) => pack.map(({ trials: members }) => members.length)
  const all = sum(trials.map(flopPerStep))

  it('keeps the work of a step within 50 ms, where a device is that slow', () => {
    const pack = (flopPerSecond: number) =>
      packForDevice(trials, limits, { flopPerSecond, secondsPerStep: 0.001, secondsPerExponential: 0 })
    expect(sizes(pack(20.1 * all))).toEqual([18])
    for (const tenths of [0.9, 0.5, 0.2, 0.1]) {
      const rate = 20 * tenths * all
      const packed = pack(rate)
      expect(packed.flatMap(({ trials: members }) => members.map(({ key }) => key)).toSorted()).toEqual(
        trials.map(({ key }) => key).toSorted(),
      )
      expect(packed.length).toBeGreaterThan(1)
      // One trial alone is trained however large it is.
      for (const { trials: members } of packed)
        if (members.length > 1) expect(sum(members.map(flopPerStep)) / rate).toBeLessThanOrEqual(0.05)
    }
  })

  it('counts padding as work where members are padded', () => {
    const padded = { ...limits, ragged: false, maxPadding: 4 }
    const pair = [trial({ datasetSize: 16, batch: 16 }), trial({ datasetSize: 64, batch: 64 })]
    const rate = 20 * sum(pair.map(flopPerStep))
    expect(
      sizes(
        packForDevice(pair, limits, { flopPerSecond: rate, secondsPerStep: 0.001, secondsPerExponential: 0 }),
      ),
    ).toEqual([2])
    expect(
      sizes(
        packForDevice(pair, padded, { flopPerSecond: rate, secondsPerStep: 0.001, secondsPerExponential: 0 }),
      ),
    ).toEqual([1, 1])
  })

  it('does not split where the overhead of a step is longer than its work', () => {
    const speed = { flopPerSecond: all, secondsPerStep: 1, secondsPerExponential: 0 }
    expect(sizes(packForDevice(trials, limits, speed))).toEqual([18])
  })

  it('keeps to memory, also where nothing was measured', () => {
    const three = trainingBytes(trials.slice(0, 3), true)
    const packed = packForDevice(trials, { ...limits, maxBytes: three }, undefined)
    expect(packed[0]!.trials).toHaveLength(3)
    expect(sizes(packForDevice(trials, limits, undefined))).toEqual([18])
  })
})

describe.each([false, true])('memory, ragged %s', (ragged) => {
  const bytesOf = (one: Trial, members: number) => trainingBytes(Array(members).fill(one), ragged)
  const full = trial({ datasetSize: 64, batch: 64 })

  it('holds at least weights, gradients, moments and the logits, and grows with everything', () => {
    const bytes = bytesOf(full, 3)
    expect(bytes).toBeGreaterThan(4 * 3 * (4 * 1216 + 64 * 8 * 16))
    expect(bytesOf(full, 6)).toBe(2 * bytes)
    expect(bytesOf({ ...full, batch: 65 }, 3)).toBeGreaterThan(bytes)
    // The activations alone: P stays as it is.
    for (const change of [{ layers: 2 }, { width: 16 }, { heads: 4 }, { vocab: 32 }, { seqLen: 16 }]) {
      const larger = { ...full, shape: { ...full.shape, ...change } }
      expect(bytesOf(larger, 3), JSON.stringify(change)).toBeGreaterThan(bytes)
    }
    expect(bytesOf({ ...full, params: 2000 }, 3)).toBeGreaterThan(bytes)
    expect(trainingBytes([], ragged)).toBe(0)
  })
})

it('counts the float32 master of weights that are only computed with in 16 bits', () => {
  const bytes = (settings: Trial['settings']) => trainingBytes([trial({ settings })], true)
  expect(bytes({ precision: 'bfloat16-stored' })).toBe(bytes({}))
  expect(bytes({ precision: 'bfloat16-forward' })).toBe(bytes({}) + 4 * 1216)
})

it('charges members of unlike size for what they hold where they are ragged, and for the widest where they are padded', () => {
  const [small, large] = [trial({ datasetSize: 8, batch: 8 }), trial({ datasetSize: 512, batch: 512 })]
  const both = (ragged: boolean) =>
    trainingBytes([small, large], ragged) / trainingBytes([large, large], ragged)
  expect(both(false)).toBe(1)
  expect(both(true)).toBeLessThan(0.6)
})

it('smaller splits fit while their partial gradients do, in one buffer of half the memory', () => {
  const many = trial({ batch: 512, datasetSize: 512 })
  const partialBytes = (splitRows: number) => 4 * many.params * (1 + (512 * 8) / splitRows)
  const fits = (maxBytes: number, splitRows: number) => fitsSplits([many], maxBytes, splitRows)
  const least = trainingBytes([many], true) + partialBytes(64)
  expect(fits(least, 64)).toBe(true)
  expect(fits(least - 1, 64)).toBe(false)
  expect(fits(least - 1, 128)).toBe(true)
  const split = 2 * partialBytes(1)
  expect(split).toBeGreaterThan(trainingBytes([many], true) + partialBytes(1))
  expect([fits(split, 1), fits(split - 1, 1)]).toEqual([true, false])
})
