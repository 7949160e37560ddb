/** The three linked figures, as drawing, table and file take them. */
import { describe, expect, it } from 'vitest'
import type { FigureReference, FigureSeries, LinesFigure } from '@/core/figures/figure'
import { uniformCeilingBits } from '@/core/metrics/bits'
import { joinRuns, type Run, runsOfRecords } from '@/core/runs/run'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { exampleTraining, plannedWith } from '@/core/testing/example-run'
import { exhibit } from './exhibit'

/** Memorised bits of two models, two sizes and two seeds: all different. */
const trials = [8, 16].flatMap((width) =>
  [8, 32].flatMap((datasetSize) => [0, 1].map((seed) => exampleTrial({ width, datasetSize, seed }))),
)
const records = trials.map((trial, i) =>
  exampleRecord(trial, {
    memorizedBits: 100 + 10 * i,
    trainBitsPerToken: 1 + i / 10,
    heldoutBitsPerToken: 5 + i,
  }),
)
/** N strings of 8 tokens of 4 bits. */
const dataBits = (count: number) => 32 * count

function figuresOf(runs: readonly Run[]) {
  const [memorized, capacity, loss] = exhibit.figures({ runs }) as LinesFigure[]
  return { memorized: memorized!, capacity: capacity!, loss: loss! }
}
const finished = figuresOf(runsOfRecords(records))
const seriesNamed = ({ series }: LinesFigure, label: string): FigureSeries =>
  series.find((one) => one.label === label)!
const referenceNamed = ({ references = [] }: LinesFigure, label: string): FigureReference =>
  references.find((one) => one.label === label)!

describe('memorised bits against data', () => {
  it('has a point for each model and size with its seeds, and the ceiling there', () => {
    const { memorized } = finished
    const points = ['1,216 parameters', '3,968 parameters'].map((label) =>
      seriesNamed(memorized, label).points.map(({ x, y, low, high, singles }) => [x, y, low, high, singles]),
    )
    expect(points).toEqual(
      [0, 1].map((m) =>
        [8, 32].map((count, n) => {
          const least = 100 + 10 * (4 * m + 2 * n)
          return [dataBits(count), least + 5, least, least + 10, [least, least + 10]]
        }),
      ),
    )
    expect(referenceNamed(memorized, 'ceiling').listed).toEqual(
      [8, 32].map((count) => ({ x: dataBits(count), y: uniformCeilingBits(count, 8, 16) })),
    )
  })

  it('says that a model is full once all of its runs have finished and more data brought no more bits', () => {
    const own = trials.filter(({ shape }) => shape.width === 8)
    const holding = (bits: (datasetSize: number) => number) =>
      own.map((trial) => exampleRecord(trial, { memorizedBits: bits(trial.datasetSize) }))
    const calloutOf = (runs: readonly Run[]) => figuresOf(runs).memorized.series[0]!.callout
    const flat = holding((size) => (size === 8 ? 200 : 208))
    expect(calloutOf(runsOfRecords(flat))).toMatchObject({
      x: dataBits(32),
      y: 208,
      name: ['full: 208 bits', 'full: 208'],
    })
    expect(calloutOf(runsOfRecords(holding((size) => 10 * size)))).toBeUndefined()
    const unfinished = new Map(flat.slice(1).map((record) => [record.trialKey, record]))
    expect(calloutOf(joinRuns(own, unfinished))).toBeUndefined()
  })

  it('has its axes from the plan, whatever trains', () => {
    const { x, y } = figuresOf(joinRuns(trials, new Map())).memorized
    const training = plannedWith(trials, exampleTraining(trials[0]!, { memorizedBits: 1e9 }))
    expect(figuresOf(training).memorized).toMatchObject({ x, y })
    expect(figuresOf(training).memorized.series[0]!.points).toMatchObject([{ live: true, y: 1e9 }])
  })

  it('names ceilings by their strings where there are two kinds', () => {
    const other = exampleTrial({ shape: { ...exampleTrial().shape, vocab: 32 } })
    const mixed = figuresOf(runsOfRecords([...records, exampleRecord(other)])).memorized
    expect(mixed.references!.map(({ label }) => label)).toEqual([
      'all the data',
      'ceiling, 16 symbols, 8 long',
      'ceiling, 32 symbols, 8 long',
    ])
  })

  it('lists held-out strings that look memorised as an alarm', () => {
    const table = (heldoutMemorizedBits: number) =>
      figuresOf(runsOfRecords([exampleRecord(trials[0], { heldoutMemorizedBits })])).memorized.table!.groups
    expect(table(-5)[0]!.rows[0]!.at(-1)).toBe('−5')
    expect(table(5)[0]!.rows[0]!.at(-1)).toEqual({ alarm: '5' })
  })

  it('lists seeds under what they have in common', () => {
    const { columns, groups } = finished.memorized.table!
    expect(groups).toHaveLength(4)
    expect(groups[0]!.shared).toEqual(['1,216 parameters', '1,216', '8', '256', '105 (100–110)'])
    expect(groups[0]!.rows.map(([seed]) => seed)).toEqual(['0', '1'])
    for (const { shared, rows } of groups)
      for (const row of rows) expect(shared.length + row.length).toBe(columns.length)
  })
})

describe('capacity against parameters', () => {
  it('has each model’s most, and the lines that it is held against at the same parameters', () => {
    const { capacity } = finished
    expect(seriesNamed(capacity, '1,216 parameters').points).toMatchObject([
      { x: 1216, y: 125, low: 120, high: 130, singles: [120, 130] },
    ])
    const large = seriesNamed(capacity, '3,968 parameters').points[0]!.x
    expect(referenceNamed(capacity, 'paper, fp32').listed).toEqual([
      { x: 1216, y: expect.closeTo(3.83 * 1216, 9) },
      { x: large, y: expect.closeTo(3.83 * large, 9) },
    ])
    // Two models lie on their line.
    expect(referenceNamed(capacity, 'this fit').listed!.map(({ y }) => y)).toEqual([
      expect.closeTo(125, 6),
      expect.closeTo(165, 6),
    ])
  })

  it('has no fit before two models are complete', () => {
    const three = new Map(records.slice(0, 6).map((record) => [record.trialKey, record]))
    expect(referenceNamed(figuresOf(joinRuns(trials, three)).capacity, 'this fit')).toBeUndefined()
  })
})

describe('loss against data / capacity', () => {
  it('has test and train over data / capacity, and what guessing costs', () => {
    const { loss } = finished
    expect(seriesNamed(loss, '1,216 parameters, test').points).toMatchObject([
      { x: dataBits(8) / 125, y: 5.5, low: 5, high: 6 },
      { x: dataBits(32) / 125, y: 7.5, low: 7, high: 8 },
    ])
    expect(seriesNamed(loss, '3,968 parameters, train').points.map(({ y }) => y)).toEqual([
      expect.closeTo(1.45, 9),
      expect.closeTo(1.65, 9),
    ])
    expect(referenceNamed(loss, 'guessing, log₂ 16').listed).toEqual([
      { x: dataBits(8) / 165, y: 4 },
      { x: dataBits(32) / 125, y: 4 },
    ])
  })

  it('names the peak of the model that tests worst, and the others where they are pointed at', () => {
    const peaked = [8, 16].flatMap((width) =>
      [8, 16, 32].map((datasetSize) =>
        exampleRecord(exampleTrial({ width, datasetSize }), {
          memorizedBits: 256,
          heldoutBitsPerToken: width + (datasetSize === 16 ? 9 : 0),
        }),
      ),
    )
    const { series } = figuresOf(runsOfRecords(peaked)).loss
    expect(series.flatMap(({ label, callout }) => (callout ? [[label, callout]] : []))).toMatchObject([
      ['1,216 parameters, test', { x: 2, y: 17, onlyPointed: true }],
      ['3,968 parameters, test', { x: 2, y: 25, name: ['peak 25.0 at 2.0× capacity', 'peak 25.0 at 2.0×'] }],
    ])
  })

  it('names only the largest of many models', () => {
    const many = [4, 8, 16, 32].map((width) => exampleRecord(exampleTrial({ width })))
    const { series } = figuresOf(runsOfRecords(many)).loss
    expect(series.map(({ atEnd }) => atEnd![0])).toEqual([...Array(6).fill(''), 'test', 'train'])
  })
})

it('shows a model and a size under one name in all figures', () => {
  const names = Object.values(finished).map(({ series }) => new Set(series.map(({ highlight }) => highlight)))
  expect(names[0]!.size).toBe(2)
  for (const other of names) expect(other).toEqual(names[0])
  for (const figure of [finished.memorized, finished.loss]) {
    expect(figure.series[0]!.points.map(({ highlight }) => highlight)).toEqual(['8', '32'])
  }
})

it('keeps the names that its charts had, for links and files', () => {
  expect(Object.values(finished).map(({ name }) => name)).toEqual(['memorized', 'capacity', 'loss'])
})
