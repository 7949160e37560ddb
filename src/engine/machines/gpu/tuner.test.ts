/** The chooser on devices that exist in numbers only: what it takes, what it leaves, and what noise can make of it. */
import { describe, expect, it } from 'vitest'
import { randomStream } from '@/core/data/rng'
import { type Challenge, type Choice, createTuner, DEFAULT, type Tuner } from './tuner'
import { type TimePair, verdictOf } from './verdict'

const pairsOf = (...ratios: number[]): TimePair[] => ratios.map((ratio) => ({ own: 10, other: 10 * ratio }))

describe('the verdict over pairs of times', () => {
  it.each([
    ['nothing is known', [], 'undecided'],
    ['seven clear pairs are too few', Array(7).fill(0.5), 'undecided'],
    ['eight clear pairs are enough', Array(8).fill(0.9), 'faster'],
    ['a gain under eight per cent is none', Array(16).fill(0.93), 'not faster'],
    ['ties', [1, 1, 1], 'not faster'],
    ['one pair twice as slow may be chance', [2], 'undecided'],
    ['two pairs twice as slow', [2, 2.1], 'not faster'],
    ['two pairs half as slow again say nothing yet', [1.5, 1.5], 'undecided'],
    ['a pair that was disturbed asks for more', [...Array(8).fill(0.8), 5], 'undecided'],
    ['and counts for no more than one', [...Array(11).fill(0.8), 5], 'faster'],
    [
      'eight pairs that agree on no more than the direction',
      [0.9, 0.3, 0.95, 0.4, 0.99, 0.5, 0.98, 0.5],
      'undecided',
    ],
    ['three pairs that say no', [1.01, 1.02, 0.99], 'not faster'],
    ['unclear to the end', Array(24).fill([0.6, 1.2, 0.7]).flat().slice(0, 24), 'not faster'],
  ] as const)('%s', (_, ratios, verdict) => {
    expect(verdictOf(pairsOf(...(ratios as number[])), 0.08)).toBe(verdict)
  })
})

/** Milliseconds of a step by choice, as a simulated device takes them. */
type Device = (choice: Choice) => number

interface Simulation {
  readonly alternatives: readonly number[]
  readonly device: Device
  readonly submits: number
  readonly admit?: (challenge: Challenge) => Promise<boolean>
  /** Ends when a choice is settled, and not after all submits. */
  readonly untilSettled?: boolean
  /** Submits that are under way at once. */
  readonly ahead?: number
}

interface Outcome {
  readonly settled: Choice | undefined
  readonly gain: number
  /** Of all submits, by choice of each. */
  readonly choices: readonly Choice[]
}

/** Trains by submits of 8 steps, each reported a few submits after it was sent, as by the loop in `engine/train.ts`. */
async function simulate(simulation: Simulation): Promise<Outcome> {
  const { alternatives, device, submits, admit = async () => true, ahead = 3, untilSettled } = simulation
  let settled: Choice | undefined
  let gain = 0
  const tuner: Tuner = createTuner({
    alternatives,
    admit,
    settled(choice, saved) {
      expect(settled).toBeUndefined()
      settled = choice
      gain = saved
    },
  })
  const choices: Choice[] = []
  const underWay: (() => void)[] = []
  for (let i = 0; i < submits && !(untilSettled && settled); i++) {
    const turn = tuner.next()
    choices.push(turn.choice)
    const ms = 8 * device(turn.choice)
    underWay.push(() => turn.report(8, ms))
    if (underWay.length > ahead) underWay.shift()!()
    await Promise.resolve()
  }
  return { settled, gain, choices }
}

/** A device with a factor on its time for each alternative of each slot. */
const exactly =
  (factors: readonly (readonly number[])[]): Device =>
  (choice) =>
    choice.reduce((ms, own, slot) => ms * (own === DEFAULT ? 1 : factors[slot]![own]!), 1)

describe('a tuner', () => {
  const FACTORS = [[1.5, 0.7, 0.8], [0.97, 1], [0.85]] as const
  const alternatives = FACTORS.map((own) => own.length)

  it('takes the best of each slot that is clearly better, and nothing else', async () => {
    const { settled, gain } = await simulate({ alternatives, device: exactly(FACTORS), submits: 400 })
    expect(settled).toEqual([1, DEFAULT, 0])
    expect(gain).toBeCloseTo(1 - 0.7 * 0.85, 2)
  })

  it('goes on with what it has settled on', async () => {
    const { settled, choices } = await simulate({ alternatives, device: exactly(FACTORS), submits: 400 })
    expect(choices.slice(-100).every((choice) => choice === settled)).toBe(true)
  })

  it('keeps the default where all take the same time, and says so', async () => {
    const { settled, gain } = await simulate({ alternatives, device: () => 1, submits: 400 })
    expect(settled).toEqual([DEFAULT, DEFAULT, DEFAULT])
    expect(gain).toBe(0)
  })

  it('has nothing to do without alternatives', async () => {
    const { settled } = await simulate({ alternatives: [], device: () => 1, submits: 3 })
    expect(settled).toEqual([])
  })

  it.each([
    ['is refused', async () => false],
    ['throws', () => Promise.reject(new Error('the driver does not compile it'))],
  ])('passes over an alternative that %s', async (_, refuse) => {
    const { settled, choices } = await simulate({
      alternatives,
      device: exactly(FACTORS),
      submits: 400,
      admit: (challenge) =>
        challenge.slot === 0 && challenge.alternative === 1 ? refuse() : Promise.resolve(true),
    })
    expect(choices.every((choice) => choice[0] !== 1)).toBe(true)
    expect(settled).toEqual([2, DEFAULT, 0])
  })

  it('goes on by the default while an alternative is being compiled, be it for ever', async () => {
    const admit = () => new Promise<boolean>(() => undefined)
    const { settled, choices } = await simulate({
      alternatives,
      device: exactly(FACTORS),
      submits: 50,
      admit,
    })
    expect(settled).toBeUndefined()
    expect(choices.every((choice) => choice.every((own) => own === DEFAULT))).toBe(true)
  })

  it('waits without harm for times that never come: a lost device', async () => {
    const { settled } = await simulate({
      alternatives,
      device: exactly(FACTORS),
      submits: 60,
      ahead: Number.POSITIVE_INFINITY,
    })
    expect(settled).toBeUndefined()
  })

  it('gives up where a clock tells nothing', async () => {
    const { settled } = await simulate({ alternatives, device: () => 0, submits: 900 })
    expect(settled).toEqual([DEFAULT, DEFAULT, DEFAULT])
  })
})

describe('noise', () => {
  /** Times by a log-normal factor, and some five times as long. */
  function noisy(device: Device, seed: number, spread: number, outliers: number): Device {
    const random = randomStream('probe', seed)
    return (choice) =>
      device(choice) * Math.exp(spread * random.normal()) * (random.float() < outliers ? 5 : 1)
  }

  const RUNS = 200
  const SLOTS = [3, 3, 3]

  /** What the settled choices of many runs take by the true clock, relative to the default. */
  async function settledTimes(device: Device, spread: number, outliers: number): Promise<number[]> {
    const times: number[] = []
    for (let run = 0; run < RUNS; run++) {
      const { settled } = await simulate({
        alternatives: SLOTS,
        device: noisy(device, 1 + run, spread, outliers),
        submits: 900,
        untilSettled: true,
      })
      times.push(device(settled!))
    }
    return times
  }

  it.each([
    [0.02, 0],
    [0.1, 0],
    [0.1, 0.05],
    [0.3, 0],
    [0.3, 0.05],
    [0.6, 0.05],
  ])('of %s with %s outliers never makes it take 5 % longer', async (spread, outliers) => {
    const worse = exactly([
      [1.05, 1.06, 1.1],
      [1, 1.2, 1.07],
      [1.05, 1.05, 1.05],
    ])
    const times = await settledTimes(worse, spread, outliers)
    expect(Math.max(...times)).toBeLessThan(1.05)
  })

  it.each([
    [0.02, 0],
    [0.1, 0],
    [0.1, 0.05],
  ])('of %s with %s outliers hides no gain of a quarter', async (spread, outliers) => {
    const better = exactly([
      [1.3, 0.75, 1],
      [1, 1, 1],
      [1, 1, 1],
    ])
    const times = await settledTimes(better, spread, outliers)
    expect(times.filter((time) => time <= 0.75).length).toBeGreaterThan(0.9 * RUNS)
  })

  it('a whole training with nothing to gain takes at most 3 % longer for the search', async () => {
    const device = exactly([
      [1.5, 3, 1.1],
      [1.05, 1, 1.2],
      [2, 1.3, 1.01],
    ])
    const { choices } = await simulate({ alternatives: SLOTS, device, submits: 900 })
    const total = choices.reduce((sum, choice) => sum + device(choice), 0)
    expect(total).toBeLessThan(1.03 * choices.length)
  })
})
