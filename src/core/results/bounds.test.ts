import { describe, expect, it } from 'vitest'
import { multiplicities } from '../data/dataset'
import { readText } from '../data/read-text'
import { ceilingBits } from '../metrics/bits'
import { experimentById, experiments } from '../sweep/experiments'
import { nameOf, withOwnText, withText } from '../sweep/own-text'
import { trainingStringsOf } from '../sweep/training-strings'
import { exampleRecord, exampleTrial } from '../testing/example-record'
import { recordedPresets } from '../testing/recorded-files'
import { createBoundsCheck } from './bounds'
import { readImport } from './read-import'
import { readRecorded } from './recorded'
import type { TrialRecord } from './result'

const documented = Object.entries(
  import.meta.glob<string>('../../../docs/results/*.json', { eager: true, query: '?raw', import: 'default' }),
).map(([path, text]) => [path.split('/').at(-1)!, readRecorded(JSON.parse(text)).records] as const)

const published = [...experiments.keys()]
  .flatMap(recordedPresets)
  .map(({ experiment, preset, recorded }) => [`${experiment}/${preset}`, recorded.records] as const)

const problemsOf = (records: readonly TrialRecord[]) => {
  const problemOf = createBoundsCheck()
  return records.flatMap((record) => problemOf(record) ?? [])
}

describe('what was measured is believed', () => {
  it.each([...published, ...documented])('%s', (_, records) => {
    expect(records.length).toBeGreaterThan(0)
    expect(problemsOf(records)).toEqual([])
  })

  it.each([...experiments.values()].map((experiment) => [experiment.id, experiment] as const))(
    'trials of %s can be known',
    (_, experiment) => {
      const problemOf = createBoundsCheck()
      // Its numbers are no run's: that is all that may be wrong with it, not that its strings cannot be drawn.
      for (const { config } of experiment.presets)
        for (const trial of experiment
          .plan(config)
          .toSorted((a, b) => a.datasetSize - b.datasetSize)
          .slice(0, 8))
          expect(problemOf(exampleRecord(trial, { memorizedBits: 0 })) ?? '').toMatch(
            /^(its (datasetBits|ceilingBits) is .*)?$/,
          )
    },
  )
})

describe('a forged record is refused with a sentence', () => {
  /** A record as readRecord takes it: all that depends on what is changed follows. */
  const forge = (changes: Partial<TrialRecord>): TrialRecord => {
    const record = exampleRecord(exampleTrial(), changes)
    return { ...record, ...changes }
  }
  const problemOf = createBoundsCheck()

  it('unlike an honest one', () => {
    expect(problemOf(forge({}))).toBeUndefined()
  })

  it.each<[string, Partial<TrialRecord>, RegExp]>([
    [
      'ten times the ceiling',
      { ceilingBits: 2320 },
      /^its ceilingBits is 2320, but a model can keep 232 bits of its strings$/,
    ],
    [
      'a dataset of 1e9 bits',
      { datasetBits: 1e9 },
      /^its datasetBits is 1000000000, but its strings have 256 bits$/,
    ],
    [
      'held-out strings that are known',
      { heldoutMemorizedBits: 1e6 },
      /^it memorised 1000000 bits of held-out strings/,
    ],
    [
      'many held-out strings to hide that',
      { heldoutMemorizedBits: 1e6, heldoutStrings: 1e9 },
      /^its heldoutStrings is/,
    ],
    [
      'clipped below 0',
      { memorizedBitsClipped: -5 },
      /^its memorizedBitsClipped is -5, below its memorizedBits of 231.9$/,
    ],
    [
      'clipped below 0 where it knows less than nothing',
      { memorizedBits: -10, memorizedBitsClipped: -5 },
      /below 0$/,
    ],
    ['clipped above what the strings have', { memorizedBitsClipped: 257 }, /above its datasetBits$/],
    [
      'a code that is not what was memorised',
      { trainBitsPerToken: 1 },
      /^its memorizedBits is 231.9, but .* 192$/,
    ],
    ['a device that turns the line', { device: 'GPU \u202egnp.exe' }, /^its device holds characters/],
    ['a device that rings', { device: 'GPU\u0007' }, /^its device holds characters/],
    ['a backend of two lines', { backend: 'wasm\n' }, /^its backend holds characters/],
    ['no date', { finishedAt: 'yesterday' }, /^its finishedAt is no date$/],
    ['a number for a date', { finishedAt: '1' }, /^its finishedAt is no date$/],
    ['a run of ages', { elapsedMs: 1e308 }, /more than a year$/],
    ['a population of all the world', { members: 2 ** 40 }, /more than a sweep has trials$/],
    [
      'code lengths beyond numbers of 32 bits',
      { memorizedBits: -1e300, memorizedBitsClipped: 0, trainBitsPerToken: (256 + 1e300) / 64 },
      /^its trainBitsPerToken is .*, more than a model can say$/,
    ],
    ['held-out strings that cost less than nothing', { heldoutBitsPerToken: -5 }, /which is no code length$/],
    ['held-out strings that cost what nothing does', { heldoutBitsPerToken: 1e308 }, /no code length$/],
    ['held-out strings that cost too little', { heldoutBitsPerToken: 1 }, /^its heldoutMemorizedBits is/],
    [
      'held-out strings of the deepest ignorance',
      { heldoutMemorizedBits: -1e308 },
      /^its heldoutBitsPerToken is .* no code length$/,
    ],
    ['more right answers than questions', { measures: { tokenAccuracy: 1e9 } }, /which is no share$/],
    [
      'a share below 0',
      { traces: { 'look.accuracy.3': [0, -1] } },
      /^its look\.accuracy\.3 is -1, which is no share$/,
    ],
    [
      'steps beyond the last',
      { traces: { 'loss.step': [1, 301], 'loss.bitsPerToken': [4, 3] } },
      /^its loss\.step goes up to 301, but it ran 300 steps$/,
    ],
    ['steps backwards', { traces: { 'loss.step': [2, 1] } }, /not in order$/],
    ['half a step', { traces: { 'loss.step': [1.5] } }, /not in order$/],
    [
      'more steps than losses',
      { traces: { 'loss.step': [1, 2], 'loss.bitsPerToken': [4] } },
      /^its traces of loss are of several lengths$/,
    ],
    ['a loss below nothing', { traces: { 'loss.bitsPerToken': [-1] } }, /no code length$/],
    [
      'strings that do not come to the whole',
      { traces: { 'strings.memorizedBits': Array(8).fill(1) } },
      /^its strings/,
    ],
    [
      'more at eight bits than can be kept',
      { measures: { 'memorizedBits.int8': 300 } },
      /above its ceilingBits$/,
    ],
  ])('%s', (_, changes, sentence) => {
    expect(problemOf(forge(changes))).toMatch(sentence)
  })

  it.each([
    ['strings that no memory holds', { datasetSize: 1e9 }],
    ['an alphabet that no memory holds', { shape: { ...exampleTrial().shape, vocab: 1e9 } }],
    ['templates that no memory holds', { source: { id: 'template', templates: 1e9, slots: 4 } }],
    ['more slots than symbols', { source: { id: 'template', templates: 2, slots: 40 } }],
    ['more symbols than there are', { source: { id: 'alphabet', symbols: 40, skew: 0 } }],
    [
      'more planted than there is room',
      { experiment: 'per-string', settings: { planted: 'copies', repeats: '99', distinct: 1e9 } },
    ],
    [
      'nothing planted, a billion times',
      { experiment: 'per-string', settings: { planted: 'copies', repeats: '0', distinct: 1e9 } },
    ],
  ] as const)('%s', (_, changes) => {
    expect(problemOf(exampleRecord(exampleTrial(changes)))).toMatch(
      /^its strings (are more than|cannot be drawn)/,
    )
  })
})

describe('what is odd and harms nobody', () => {
  const problemOf = createBoundsCheck()
  const text = JSON.stringify(exampleRecord())

  it('takes nothing from the prototypes that a file names', () => {
    const forged = text
      .replace('{', '{"__proto__":{"polluted":1},')
      .replace('"measures":{}', '"measures":{"__proto__":{"polluted":1},"constructor":1}')
      .replace('"traces":{}', '"traces":{"__proto__":[1]}')
    const { records, refused } = readImport(forged)
    expect({ refused, polluted: Reflect.get({}, 'polluted') }).toEqual({ refused: 0, polluted: undefined })
    expect(Object.keys(records[0]!).toSorted()).toEqual(Object.keys(exampleRecord()).toSorted())
    expect(Object.keys(records[0]!.measures)).toEqual(['constructor'])
    expect(Object.keys(records[0]!.traces)).toEqual([])
  })

  it.each([
    ['a number that is none', '"memorizedBits":231.9', '"memorizedBits":NaN', /no JSON/],
    ['a number without end', '"memorizedBits":231.9', '"memorizedBits":1e999', /^record 1: memorizedBits: /],
    ['another seed', '"seed":0', '"seed":1', /its trialKey does not fit its other fields$/],
    [
      'a nest',
      '"measures":{}',
      `"measures":${'{"a":'.repeat(1e4)}1${'}'.repeat(1e4)}`,
      /^record 1: measures/,
    ],
    [
      'a trace that no run has',
      '"traces":{}',
      `"traces":{"a":[${Array(2 ** 14 + 1).fill(0)}]}`,
      /^record 1: traces/,
    ],
  ])('refuses %s', (_, from, to, sentence) => {
    expect(readImport(text.replace(from, to))).toMatchObject({
      records: [],
      firstProblem: expect.stringMatching(sentence),
    })
  })

  it('takes −0 for 0, and a date that is to come', () => {
    expect(problemOf(exampleRecord(exampleTrial(), { memorizedBits: -0 }))).toBeUndefined()
    expect(
      problemOf(exampleRecord(exampleTrial(), { finishedAt: '9999-12-31T00:00:00.000Z' })),
    ).toBeUndefined()
  })
})

describe('a text of one’s own', () => {
  const read = readText('one line of it\nanother line of it\na third\nand the fourth', { cut: 'lines' })
  if (read.status !== 'read') throw new Error('the text is refused')
  const capacity = experimentById('capacity')
  const values = withOwnText(capacity, capacity.presets[0].config, nameOf(read.own))
  const [trial] = capacity.plan(values)
  const [atHand] = withText([trial!], read.own.source.text)
  const strings = trainingStringsOf(atHand!)
  const datasetBits = strings.sourceBits.reduce((sum, bits) => sum + bits, 0)
  const ceiling = ceilingBits(strings.sourceBits, multiplicities(strings))
  // A language is learned: strings that are held back cost less than their source says.
  const honest = {
    datasetBits,
    memorizedBits: 10,
    ceilingBits: ceiling,
    heldoutStrings: 1,
    heldoutMemorizedBits: 30,
  }
  const wrong = { ...honest, datasetBits: datasetBits - 1, ceilingBits: ceiling - 1 }

  it('is known by its limits where it is not at hand', () => {
    const problemOf = createBoundsCheck()
    const told = (changes: Partial<TrialRecord>) => problemOf(exampleRecord(trial, changes))
    expect(told(honest)).toBeUndefined()
    expect(told(wrong)).toBeUndefined()
    expect(told({ ...honest, datasetBits: 1e6 })).toMatch(/^its datasetBits is 1000000, but/)
    expect(told({ ...honest, ceilingBits: datasetBits + 1 })).toMatch(/^its ceilingBits/)
    expect(told({ ...honest, heldoutMemorizedBits: 1e6 })).toMatch(/^it memorised 1000000 bits/)
  })

  it('is known exactly where it is', () => {
    const problemOf = createBoundsCheck()
    const told = (changes: Partial<TrialRecord>) => problemOf(exampleRecord(trial, changes), atHand)
    expect(told(honest)).toBeUndefined()
    expect(told(wrong)).toMatch(/^its datasetBits is .*, but its strings have [\d.]+ bits$/)
    // What was learned of the text while it was at hand does not count where it is not.
    expect(problemOf(exampleRecord(trial, wrong))).toBeUndefined()
  })
})
