import { describe, expect, it } from 'vitest'
import { type Dataset, heldOutStrings, trainingStrings } from '../data/dataset'
import { uniformCeilingBits } from '../metrics/bits'
import { experimentById } from '../sweep/experiments'
import { makeTrial, trialKey } from '../sweep/trial'
import { readRecord } from './read-record'
import { makeRecord, RESULT_SCHEMA_VERSION, type TrialRecord, trialColumns } from './result'

const capacity = experimentById('capacity')
const trial = capacity.plan(capacity.presets[0].config).find((t) => t.datasetSize === 16 && t.seed === 1)!
const request = { source: { id: 'uniform' }, vocab: 16, seqLen: 8, count: 16, seed: 1 } as const
const training = trainingStrings(request)
const heldOut = heldOutStrings({ ...request, count: 4 }, training)
const circumstances = {
  backend: 'wasm',
  numerics: 'simd128-2',
  device: 'a processor',
  members: 3,
  elapsedMs: 12.5,
  finishedAt: '2026-01-02T03:04:05.678Z',
}
/** Every string costs this many bits. */
const costing = (data: Dataset, bits: number) => Array.from({ length: data.count }, () => bits * Math.LN2)

const atCeiling = ({ ceilingBits, params }: TrialRecord) => ({
  memorizedBits: ceilingBits,
  bitsPerParam: ceilingBits / params,
})

/** 32-bit strings: training strings cost 2 bits each but one, which costs 42; held-out strings cost 40. */
const outcome = {
  training,
  heldOut,
  trainingNats: costing(training, 2).with(3, 42 * Math.LN2),
  heldOutNats: costing(heldOut, 40),
}
const record = makeRecord(trial, outcome, circumstances)

describe('a record', () => {
  it('counts the bits of code lengths that were made by hand', () => {
    expect(record.datasetBits).toBe(512)
    expect(record.memorizedBits).toBeCloseTo(15 * 30 - 10, 9)
    expect(record.memorizedBitsClipped).toBeCloseTo(15 * 30, 9)
    expect(record.bitsPerParam).toBeCloseTo(440 / 1216, 12)
    expect(record.ceilingBits).toBeCloseTo(uniformCeilingBits(16, 8, 16), 9)
    expect(record.trainBitsPerToken).toBeCloseTo((15 * 2 + 42) / 128, 12)
    expect(record.heldoutBitsPerToken).toBeCloseTo(5, 12)
    expect(record.heldoutMemorizedBits).toBeCloseTo(-32, 9)
    expect(record.heldoutStrings).toBe(4)
  })

  it.each([
    ['a clock that was set back', { elapsedMs: -3_600_000 }, { elapsedMs: 0 }],
    ['a device with a long name', { device: 'x'.repeat(300) }, { device: 'x'.repeat(256) }],
  ])('can be read again, also from %s', (_, odd, kept) => {
    const made = makeRecord(trial, outcome, { ...circumstances, ...odd })
    expect(readRecord(JSON.parse(JSON.stringify(made)))).toEqual({ ...record, ...kept })
  })

  it('says what was trained and how', () => {
    expect(record).toMatchObject({
      schemaVersion: 4,
      experiment: 'capacity',
      trialKey: 'capacity/gpt2-L1-d8-H2-V16-S8/uniform-N16/t300-lr0.1-B16-r1/s1',
      family: 'gpt2',
      layers: 1,
      width: 8,
      heads: 2,
      tied: false,
      vocab: 16,
      seqLen: 8,
      params: 1216,
      positions: 'learned',
      source: 'uniform',
      datasetSize: 16,
      seed: 1,
      steps: 300,
      learningRate: 0.1,
      batch: 16,
      settings: {},
      measures: {},
      traces: {},
      ...circumstances,
    })
  })

  it('has the columns that the command line promises', () => {
    const promised =
      'experiment trialKey family params vocab seqLen layers width heads datasetSize datasetBits steps seed memorizedBits memorizedBitsClipped ceilingBits bitsPerParam trainBitsPerToken heldoutBitsPerToken heldoutMemorizedBits backend device elapsedMs schemaVersion'
    expect(Object.keys(record)).toEqual(expect.arrayContaining(promised.split(' ')))
  })

  it('refuses code lengths of other data', () => {
    const outcome = { training, heldOut, trainingNats: [1], heldOutNats: costing(heldOut, 1) }
    expect(() => makeRecord(trial, outcome, circumstances)).toThrow(/16 strings but 1/)
  })
})

describe('reading a record', () => {
  it('gives back what was written as JSON', () => {
    expect(readRecord(JSON.parse(JSON.stringify(record)))).toEqual(record)
  })

  it.each([
    [undefined],
    [null],
    [7],
    ['{}'],
    [[]],
    [{}],
    [{ ...record, schemaVersion: undefined }],
    [{ ...record, schemaVersion: '1' }],
    [{ ...record, schemaVersion: 1.5 }],
    [[record]],
  ])('refuses what is no record: %j', (raw) => {
    expect(() => readRecord(raw)).toThrow()
  })

  it('names a version that it does not know, older or newer', () => {
    for (const schemaVersion of [0, -1, -1e9])
      expect(() => readRecord({ ...record, schemaVersion })).toThrow(
        `record version ${schemaVersion} is unknown`,
      )
    const newer = RESULT_SCHEMA_VERSION + 1
    expect(() => readRecord({ ...record, schemaVersion: newer })).toThrow(`record version ${newer} is newer`)
  })

  it('names the field of every value of a wrong type, and every field that is missing', () => {
    for (const [name, value] of Object.entries(record)) {
      if (name === 'schemaVersion') continue
      const wrong =
        typeof value === 'number' ? [String(value), Number.NaN, Number.POSITIVE_INFINITY, null] : [7, null]
      for (const value of [...wrong, undefined, [], { 'no name': 1 }])
        expect(() => readRecord({ ...record, [name]: value }), `${name}: ${value}`).toThrow(name)
      const without = Object.fromEntries(Object.entries(record).filter(([other]) => other !== name))
      expect(() => readRecord(without), name).toThrow(name)
    }
  })

  it.each<keyof TrialRecord>([
    'params',
    'datasetSize',
    'datasetBits',
    'vocab',
    'seqLen',
    'layers',
    'width',
    'heads',
    'steps',
    'batch',
    'learningRate',
    'members',
  ])('refuses a %s of 0 and below: charts divide by it or take its logarithm', (name) => {
    expect(() => readRecord({ ...record, [name]: 0 })).toThrow(name)
    expect(() => readRecord({ ...record, [name]: -8 })).toThrow(name)
  })

  it('allows what may be 0 or negative', () => {
    const barren = {
      ...record,
      trialKey: makeTrial({ ...trial, seed: 0 }).key,
      seed: 0,
      elapsedMs: 0,
      memorizedBits: -3,
      ceilingBits: 0,
      bitsPerParam: -3 / 1216,
      heldoutMemorizedBits: 1,
    }
    expect(readRecord(barren)).toEqual(barren)
    expect(() => readRecord({ ...record, seed: 1.5 })).toThrow('seed')
    expect(() => readRecord({ ...record, elapsedMs: -1 })).toThrow('elapsedMs')
  })

  it('believes what makeRecord writes, of every trial of every preset and of rates and seeds as odd as they come', () => {
    const planned = capacity.presets.flatMap((preset) => capacity.plan(preset.config))
    const odd = [1e-7, 0.1 + 0.2, 1 / 3, 1e21].flatMap((learningRate) =>
      [0, 2 ** 32 - 1].map((seed) => makeTrial({ ...trial, learningRate, seed })),
    )
    const nats = { trainingNats: costing(training, 0), heldOutNats: costing(heldOut, 40) }
    for (const each of [...planned, ...odd]) {
      const made = makeRecord(each, { training, heldOut, ...nats }, circumstances)
      expect(readRecord(JSON.parse(JSON.stringify({ ...made, ...atCeiling(made) })))).toMatchObject({
        trialKey: each.key,
      })
    }
  })

  it('reads what was made under another version of the recipe', () => {
    for (const version of [2, 10, 123]) {
      const older = { ...record, trialKey: trialKey(trial, { recipe: version, procedure: 1 }) }
      expect(older.trialKey).toContain(`-r${version}/s1`)
      expect(readRecord(older)).toEqual(older)
    }
  })

  it('reads what was made by another version of its procedure', () => {
    const later = { ...record, trialKey: makeTrial(trial, 2).key }
    expect(later.trialKey).toContain('-r1-p2/s1')
    expect(readRecord(later)).toEqual(later)
  })

  it('upgrades what was written before there were settings and measures', () => {
    const { positions, settings, measures, traces, commit, numerics, ...old } = record
    expect(readRecord({ ...old, schemaVersion: 1 })).toEqual({ ...record, numerics: '1' })
  })

  it('upgrades what was written before there were commits, and names none for it', () => {
    const { commit, numerics, ...old } = makeRecord(trial, outcome, { ...circumstances, commit: '1a2b3c4' })
    expect(commit).toBe('1a2b3c4')
    expect(readRecord({ ...old, schemaVersion: 2 })).toEqual({ ...record, commit: '', numerics: '1' })
  })

  it('names the first arithmetic for what was written before there were names', () => {
    const { numerics, ...old } = record
    expect(numerics).toBe('simd128-2')
    expect(readRecord({ ...old, schemaVersion: 3 })).toEqual({ ...record, numerics: '1' })
  })

  it.each(['', 'SIMD', 'two words', '<b>', 'x'.repeat(65)])(
    'refuses "%s" as the name of an arithmetic',
    (numerics) => {
      expect(() => readRecord({ ...record, numerics })).toThrow(/numerics/)
    },
  )

  it('believes the same trial of any build, and refuses what is no commit', () => {
    for (const commit of ['', '1a2b3c4', '1a2b3c4-dirty', 'f'.repeat(40)])
      expect(readRecord({ ...record, commit }).trialKey).toBe(record.trialKey)
    for (const commit of ['1a2', 'main', '1a2b3c4 ', '1a2b3c4-dirtier', '-dirty', 'f'.repeat(65)])
      expect(() => readRecord({ ...record, commit }), commit).toThrow('commit')
  })

  it('keeps settings, measures and traces, and refuses them by name where they are out of bounds', () => {
    const unlike = makeTrial({ ...trial, settings: { weightDecay: 0.5, schedule: 'constant' } })
    expect(unlike.key).toContain('-r1/schedule=constant/weightDecay=0.5/s1')
    const made = {
      ...record,
      ...trialColumns(unlike),
      measures: { auc: 0.5 },
      traces: { 'loss.step': [1, 2], 'loss.bits': [4, 3.5] },
    }
    expect(readRecord(JSON.parse(JSON.stringify(made)))).toEqual(made)
    expect(() => readRecord({ ...made, settings: {} })).toThrow('its trialKey does not fit')
    const many = Object.fromEntries(Array.from({ length: 257 }, (_, i) => [`m${i}`, i]))
    expect(() => readRecord({ ...made, measures: many })).toThrow('measures')
    expect(() => readRecord({ ...made, measures: { 'a b': 1 } })).toThrow('measures')
    expect(() => readRecord({ ...made, traces: { long: new Array(20_000).fill(0) } })).toThrow('traces')
  })

  it('refuses a family or a source that is unknown here', () => {
    for (const family of ['gpt9', '__proto__', 'toString', ''])
      expect(() =>
        readRecord({ ...record, family, trialKey: record.trialKey.replace('gpt2', family) }),
      ).toThrow(`its family "${family}" or source "uniform" is unknown here`)
    for (const source of ['zipf', 'constructor', ''])
      expect(() =>
        readRecord({ ...record, source, trialKey: record.trialKey.replace('uniform', source) }),
      ).toThrow(`its family "gpt2" or source "${source}" is unknown here`)
  })

  it.each<Partial<TrialRecord>>([
    { experiment: 'other' },
    { layers: 2 },
    { width: 16 },
    { heads: 4 },
    { tied: true },
    { vocab: 17 },
    { seqLen: 9 },
    { datasetSize: 17 },
    { seed: 2 },
    { steps: 301 },
    { learningRate: 0.10000000000000002 },
    { batch: 15 },
    ...[
      '',
      'junk',
      record.trialKey.replace('-r1', ''),
      ...['rNaN', 'r', 'r0', 'r01', 'r-1', 'r1.5', 'r1e3', 'rInfinity', `r${'9'.repeat(40)}`].map((recipe) =>
        record.trialKey.replace('r1', recipe),
      ),
      ...['p1', 'p0', 'p', 'p02'].map((procedure) => record.trialKey.replace('r1', `r1-${procedure}`)),
      `${record.trialKey} `,
      `x${record.trialKey}`,
      record.trialKey.replace('/s1', '/s01'),
      record.trialKey.toUpperCase(),
    ].map((trialKey) => ({ trialKey })),
  ])('refuses a key that does not fit the other fields: %j', (change) => {
    expect(() => readRecord({ ...record, ...change })).toThrow('its trialKey does not fit its other fields')
  })

  it('refuses params that do not fit the model', () => {
    for (const params of [1215, 1217, 1])
      expect(() => readRecord({ ...record, params, bitsPerParam: record.memorizedBits / params })).toThrow(
        'its params do not fit its model',
      )
  })

  it('refuses more memorised bits than the ceiling, but for rounding', () => {
    const claiming = (share: number) => {
      const memorizedBits = record.ceilingBits * share
      return { ...record, memorizedBits, bitsPerParam: memorizedBits / record.params }
    }
    for (const share of [0, 0.5, 1, 1 + 1e-7]) expect(readRecord(claiming(share))).toEqual(claiming(share))
    for (const share of [1 + 1e-5, 1.1, 1000])
      expect(() => readRecord(claiming(share))).toThrow('it memorised more than its ceiling')
  })

  it('refuses bits per parameter that are not memorised bits by parameters, but for rounding', () => {
    const wrong = 'its bitsPerParam is not memorizedBits / params'
    for (const bitsPerParam of [0, -record.bitsPerParam, record.bitsPerParam * (1 + 1e-5), 3.6, 1e300])
      expect(() => readRecord({ ...record, bitsPerParam })).toThrow(wrong)
    expect(() => readRecord({ ...record, memorizedBits: record.memorizedBits - 1 })).toThrow(wrong)
    const rounded = { ...record, bitsPerParam: record.bitsPerParam * (1 + 1e-8) }
    expect(readRecord(rounded)).toEqual(rounded)
  })

  it('refuses fields that it does not know, and texts without end', () => {
    expect(() => readRecord({ ...record, colour: 'red' })).toThrow('colour')
    for (const name of ['experiment', 'trialKey', 'family', 'source', 'backend', 'device', 'finishedAt'])
      expect(() => readRecord({ ...record, [name]: 'x'.repeat(10_000) }), name).toThrow(name)
  })

  it('lets no __proto__ through', () => {
    const text = JSON.stringify(record)
    const hostile = JSON.parse(`{"__proto__":{"polluted":true},${text.slice(1)}`)
    let read: object = {}
    try {
      read = readRecord(hostile)
    } catch {
      // Refused: just as well.
    }
    expect(Object.getPrototypeOf(read)).toBe(Object.prototype)
    expect('polluted' in read).toBe(false)
    expect('polluted' in {}).toBe(false)
  })
})
