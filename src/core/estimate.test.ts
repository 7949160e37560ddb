import { describe, expect, it } from 'vitest'
import { estimateSeconds, totalFlop, trainingBytes, trialFlop } from './estimate'
import { packPopulations } from './sweep'
import { makeTrial, type Trial } from './trial'

const trial = (changes: Partial<Trial> = {}): Trial =>
  makeTrial({
    experiment: 'capacity',
    family: 'gpt2',
    shape: { layers: 1, width: 8, heads: 2, vocab: 16, seqLen: 8, tied: false },
    source: 'uniform',
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

describe('time', () => {
  const speed = { secondsPerStep: 0.002, flopPerSecond: 1e9 }

  it('is steps and work, by hand', () => {
    expect(estimateSeconds([{ trials: [trial()] }], speed)).toBeCloseTo(
      300 * 0.002 + trialFlop(trial()) / 1e9,
      12,
    )
    expect(estimateSeconds([], speed)).toBe(0)
  })

  it('counts steps once for a population, and padding as if it were data', () => {
    const members = [trial(), trial({ batch: 32, datasetSize: 32 })]
    expect(estimateSeconds([{ trials: members }], speed)).toBeCloseTo(
      300 * 0.002 + (2 * trialFlop(trial())) / 1e9,
      12,
    )
  })

  it('is linear in steps, in overhead and in work, and adds up over populations', () => {
    const populations = (steps: number) =>
      packPopulations(
        [8, 64, 200].map((n) => trial({ datasetSize: n, batch: n, steps })),
        { maxPadding: 2, maxMembers: 4, maxBytes: 1e12 },
        trainingBytes,
      )
    const seconds = (steps: number, overhead = 1, rate = 1) =>
      estimateSeconds(populations(steps), { secondsPerStep: 0.002 * overhead, flopPerSecond: 1e9 * rate })
    expect(seconds(900)).toBeCloseTo(3 * seconds(300), 9)
    expect(seconds(300, 5, 1 / 5)).toBeCloseTo(5 * seconds(300), 9)
    const [first, ...rest] = populations(300)
    expect(estimateSeconds([first!], speed) + estimateSeconds(rest, speed)).toBeCloseTo(seconds(300), 12)
  })
})

describe('memory', () => {
  it('holds at least weights, gradients, moments and the logits, and grows with everything', () => {
    const bytes = trainingBytes(trial(), 3, 64)
    expect(bytes).toBeGreaterThan(4 * 3 * (4 * 1216 + 64 * 8 * 16))
    expect(trainingBytes(trial(), 6, 64)).toBe(2 * bytes)
    expect(trainingBytes(trial(), 3, 65)).toBeGreaterThan(bytes)
    // The activations alone: P stays as it is.
    const { shape } = trial()
    for (const change of [{ layers: 2 }, { width: 16 }, { heads: 4 }, { vocab: 32 }, { seqLen: 16 }]) {
      const larger = { ...trial(), shape: { ...shape, ...change } }
      expect(trainingBytes(larger, 3, 64), JSON.stringify(change)).toBeGreaterThan(bytes)
    }
    expect(trainingBytes({ ...trial(), params: 2000 }, 3, 64)).toBeGreaterThan(bytes)
  })
})
