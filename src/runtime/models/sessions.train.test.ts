/** Models that are looked into, on wasm in Node: what is told of them is what their records say, however they were trained. */
import { afterEach, describe, expect, it } from 'vitest'
import { readText } from '@/core/data/read-text'
import type { TrialRecord } from '@/core/results/result'
import { presetById } from '@/core/sweep/experiment'
import { experimentById } from '@/core/sweep/experiments'
import type { ConfigValues } from '@/core/sweep/fields'
import { makeTrial, type Trial } from '@/core/sweep/trial'
import type { LabLink } from '../link'
import type { RunRequest } from '../protocol'
import type { Lens } from '../questions'
import { nodeTestHost, openPortThread, portPool } from '../testing/port-pool'

const trialsOf = (experiment: string, config: ConfigValues): readonly Trial[] => {
  const spec = experimentById(experiment)
  return spec.plan({ ...presetById(spec, 'tiny').config, seeds: [0], ...config })
}
const [TRIAL] = trialsOf('capacity', { datasetSizes: [24], steps: 200 }) as [Trial]

const asTrained = (step: number): Lens => ({ step, bits: undefined, without: [] })
const sum = (values: ArrayLike<number>) => Array.from(values).reduce((total, value) => total + value, 0)

const threads: LabLink[] = []
afterEach(() => {
  for (const thread of threads.splice(0)) thread.close()
})

/** A lab's thread with a pool of so many workers. */
function lab(workers: number): LabLink {
  const thread = openPortThread({ ...nodeTestHost, pool: portPool(workers).pool })
  threads.push(thread)
  return thread
}

async function run(thread: LabLink, request: Omit<RunRequest, 'backend'>): Promise<TrialRecord[]> {
  const records: TrialRecord[] = []
  const end = await thread.run({ backend: 'wasm', models: 'keep', force: true, ...request }, (event) => {
    expect(event.type).not.toBe('model-trained')
    if (event.type === 'trial-finished') records.push(event.record)
  })
  expect(end.type).toBe('finished')
  return records
}

const noProgress = () => undefined
const open = (thread: LabLink, trial: Trial, session = 1, onProgress: () => void = noProgress) =>
  thread.openModel({ session, trial, retrainOn: 'wasm' }, onProgress)

/** As if each step took a second: for such a population all workers form a crew. */
const SLOW = { flopPerSecond: 1e6, secondsPerStep: 0, secondsPerExponential: 0 }

describe('memorised bits', () => {
  it.each([
    ['one thread', 1, [TRIAL], undefined],
    ['a pool', 2, trialsOf('capacity', { datasetSizes: [8, 24], steps: 60 }), undefined],
    ['a crew', 2, trialsOf('capacity', { datasetSizes: [601], steps: 10 }), SLOW],
    ['planted strings', 1, trialsOf('per-string', { steps: 60 }).slice(0, 1), undefined],
    ['a skewed alphabet', 1, trialsOf('string-factors', { steps: 40 }).slice(-1), undefined],
  ] as const)('are those of the record: %s', async (_, workers, trials, speed) => {
    const thread = lab(workers)
    const records = await run(thread, { trials, speed })
    expect(records).toHaveLength(trials.length)
    for (const [i, record] of records.entries()) {
      const trial = trials.find(({ key }) => key === record.trialKey)!
      const opened = await open(thread, trial, i)
      expect(opened).toMatchObject({ retrained: false, strings: trial.datasetSize })
      expect(opened!.ceilingBits).toBe(record.ceilingBits)
      const last = opened!.steps.at(-1)!
      expect([opened!.steps[0], last]).toEqual([0, trial.steps])
      const answer = await thread.askModel(i, { type: 'bits', lens: asTrained(last) })
      expect(answer!.bits).toHaveLength(trial.datasetSize)
      expect(Math.abs(sum(answer!.bits) / record.memorizedBits - 1)).toBeLessThan(1e-6)
      const index = Math.min(3, trial.datasetSize - 1)
      const string = { of: 'training', index } as const
      const one = await thread.askModel(i, { type: 'string', lens: asTrained(last), string, position: 0 })
      expect(sum(one!.bits)).toBeCloseTo(answer!.bits[index]!, 9)
      const course = await thread.askModel(i, { type: 'course', lens: asTrained(0), string })
      expect(course!.steps).toEqual(opened!.steps)
      expect(course!.bits.at(-1)).toBeCloseTo(answer!.bits[index]!, 9)
    }
  })

  it('are none before the first step, and most of them go when the weights are rounded to two bits', async () => {
    const thread = lab(1)
    await run(thread, { trials: [TRIAL] })
    await open(thread, TRIAL)
    const bits = async (lens: Lens) => sum((await thread.askModel(1, { type: 'bits', lens }))!.bits)
    const whole = await bits(asTrained(200))
    expect(whole).toBeGreaterThan(400)
    expect(Math.abs(await bits(asTrained(0)))).toBeLessThan(20)
    expect(await bits({ ...asTrained(200), bits: 8 })).toBeGreaterThan(0.9 * whole)
    expect(await bits({ ...asTrained(200), bits: 2 })).toBeLessThan(0.1 * whole)
    const heads = [0, 1].map((head) => ({ kind: 'head', layer: 0, head }) as const)
    expect(await bits({ ...asTrained(200), without: heads })).toBeLessThan(0.7 * whole)
  })
})

describe('a string', () => {
  it('is told symbol by symbol, and goes on as it was learned', async () => {
    const thread = lab(1)
    await run(thread, { trials: [TRIAL] })
    await open(thread, TRIAL)
    const string = { of: 'training', index: 0 } as const
    const lens = asTrained(200)
    const answer = (await thread.askModel(1, { type: 'string', lens, string, position: 5 }))!
    expect(answer.tokens).toHaveLength(8)
    expect(answer.attention.map((layer) => layer.length)).toEqual([2 * 6])
    expect(answer.expected[0]!.symbol).toBe(answer.said[5])
    expect(sum(answer.choiceBits)).toBeCloseTo(Math.log2(24), 9)
    const goesOn = (await thread.askModel(1, { type: 'continuation', lens, string, prefix: 3 }))!
    expect([...goesOn.tokens]).toEqual([...answer.tokens])
    const unseen = { of: 'heldOut', index: 0 } as const
    const guesses = (await thread.askModel(1, { type: 'continuation', lens, string: unseen, prefix: 3 }))!
    expect([...guesses.tokens.slice(0, 3)]).toEqual([...guesses.right.slice(0, 3)])
    expect([...guesses.tokens]).not.toEqual([...guesses.right])
    const tokens = [...answer.tokens].with(6, (answer.tokens[6]! + 1) % 16)
    const altered = (await thread.askModel(1, { type: 'string', lens, string, tokens, position: 5 }))!
    expect(altered.bits[6]).toBeLessThan(0)
    expect([...altered.bits.slice(0, 6)]).toEqual([...answer.bits.slice(0, 6)])
  })

  it('that is long goes on for some symbols, and its course has some steps', async () => {
    const thread = lab(1)
    const [long] = trialsOf('dynamics', { seqLen: 512, alphabets: [7], steps: 30 }) as [Trial]
    await run(thread, { trials: [long] })
    const { steps } = (await open(thread, long))!
    const string = { of: 'heldOut', index: 0 } as const
    const ask = { lens: asTrained(30), string }
    const goesOn = (await thread.askModel(1, { type: 'continuation', ...ask, prefix: 100 }))!
    expect(goesOn.tokens.length).toBeGreaterThanOrEqual(108)
    expect(goesOn.tokens.length).toBeLessThanOrEqual(164)
    expect(goesOn.right).toHaveLength(goesOn.tokens.length)
    const course = (await thread.askModel(1, { type: 'course', ...ask }))!
    expect(course.steps.length).toBeLessThan(steps.length)
    expect(course.steps.at(-1)).toBe(30)
    expect(course.steps).toEqual(course.steps.toSorted((a, b) => a - b))
    expect(course.bits).toHaveLength(course.steps.length)
  })

  it('that is not there, or a step that was not kept, is refused', async () => {
    const thread = lab(1)
    await run(thread, { trials: [TRIAL] })
    await open(thread, TRIAL)
    const ask = (step: number, index: number) =>
      thread.askModel(1, {
        type: 'string',
        lens: asTrained(step),
        string: { of: 'training', index },
        position: 0,
      })
    await expect(ask(200, 24)).rejects.toThrow('no string 24')
    await expect(ask(199, 0)).rejects.toThrow('no weights of step 199')
  })
})

it('writes the symbols of a visitor’s own text, which only the model has', async () => {
  const text = 'the cat sat\nthe dog ran\na hen flew\nan owl sat\na fox hid'
  const read = readText(text, { cut: 'lines', seqLen: 11 })
  if (read.status !== 'read') throw new Error('refused')
  const { source, strings } = read.own
  const { source: _, shape, ...rest } = TRIAL
  const parts = {
    ...rest,
    shape: { ...shape, vocab: strings.symbols.length, seqLen: 11 },
    datasetSize: 4,
    batch: 4,
  }
  const { text: taken, ...named } = source
  const thread = lab(1)
  await run(thread, { trials: [makeTrial({ ...parts, source })] })
  const asked = makeTrial({ ...parts, source: named })
  const opened = (await open(thread, asked))!
  expect(opened).toMatchObject({ retrained: false, strings: 4, symbols: strings.symbols })
  const string = { of: 'training', index: 0 } as const
  const answer = await thread.askModel(1, { type: 'string', lens: asTrained(200), string, position: 0 })
  const written = Array.from(answer!.tokens, (token) => opened.symbols![token]).join('')
  expect(taken.split('\n')).toContain(written.trimEnd())
})

describe('a model that is gone', () => {
  it('is said to be, where it is not to be trained again', async () => {
    const thread = lab(1)
    expect(await thread.openModel({ session: 1, trial: TRIAL }, noProgress)).toBeUndefined()
    await expect(thread.askModel(1, { type: 'bits', lens: asTrained(0) })).rejects.toThrow('not open')
  })

  it('is trained again from its trial to the same bits, with progress', async () => {
    const [record] = await run(lab(1), { trials: [TRIAL] })
    const thread = lab(1)
    const progress: unknown[] = []
    const opened = await open(thread, TRIAL, 1, (...told: unknown[]) => void progress.push(told[0]))
    expect(opened!.retrained).toBe(true)
    expect(progress[0]).toEqual({ what: undefined, step: 0, steps: 200 })
    expect(progress.at(-1)).toEqual({ what: undefined, step: 200, steps: 200 })
    const answer = await thread.askModel(1, { type: 'bits', lens: asTrained(200) })
    expect(Math.abs(sum(answer!.bits) / record!.memorizedBits - 1)).toBeLessThan(1e-6)
    expect((await open(thread, TRIAL, 2))!.retrained).toBe(false)
  })

  it('is not waited for where the session is closed meanwhile, and cannot be asked', async () => {
    const thread = lab(1)
    const endless = trialsOf('capacity', { datasetSizes: [24], steps: 100_000 })[0]!
    const opening = open(thread, endless, 1, () => thread.closeModel(1))
    await expect(opening).rejects.toThrow('aborted')
    await expect(thread.askModel(1, { type: 'bits', lens: asTrained(0) })).rejects.toThrow('not open')
  })

  it('is said to be gone where there is no thread to train it again', async () => {
    const thread = openPortThread(nodeTestHost)
    threads.push(thread)
    await expect(open(thread, TRIAL)).rejects.toThrow('no thread')
  })

  it('does not keep a run waiting, and a run does not keep it', async () => {
    const thread = lab(1)
    const order: string[] = []
    const opening = open(thread, TRIAL).then(() => order.push('model'))
    const other = trialsOf('capacity', { datasetSizes: [4], steps: 5 })
    await run(thread, { trials: other }).then(() => order.push('run'))
    await opening
    expect(order).toEqual(['run', 'model'])
  })
})

it('gives up a long answer for the next one, and when it is told to', async () => {
  const thread = lab(1)
  const [large] = trialsOf('capacity', { datasetSizes: [4000], steps: 1 }) as [Trial]
  await run(thread, { trials: [large] })
  await open(thread, large)
  const ask = () => thread.askModel(1, { type: 'bits', lens: asTrained(1) })
  const [first, second] = [ask(), ask()]
  expect(await first).toBeUndefined()
  expect((await second)!.bits).toHaveLength(4000)
  const third = ask()
  thread.abandonAnswer(1)
  expect(await third).toBeUndefined()
})
