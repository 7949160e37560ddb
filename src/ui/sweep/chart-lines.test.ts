import { describe, expect, it } from 'vitest'
import { uniformCeilingBits } from '@/core/metrics/bits'
import { exampleRecord, exampleTrial } from '@/core/testing/example-record'
import { capacityLines, linesCsv, lossLines, memorizedLines } from './chart-lines'
import { sweepSeries } from './series'

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
const series = sweepSeries({ planned: trials, records, live: new Map() })
/** N strings of 8 tokens of 4 bits. */
const dataBits = (count: number) => 32 * count

const rowsOf = (csv: string) =>
  csv
    .trim()
    .split('\r\n')
    .map((line) => line.replaceAll('"', '').split(','))

describe('the file of a linked chart', () => {
  it('of memorised bits has a row for each model and size, with its spread, and the ceiling there', () => {
    const [header, ...rows] = rowsOf(linesCsv(memorizedLines(series)).replaceAll(', L 1', ''))
    expect(header).toEqual(['Line', 'bits in the dataset', 'memorised bits', 'least', 'most', 'seeds'])
    const models = ['d 8', 'd 16'].flatMap((name, m) =>
      [8, 32].map((count, n) => {
        const least = 100 + 10 * (4 * m + 2 * n)
        return [name, dataBits(count), least + 5, least, least + 10, 2].map(String)
      }),
    )
    const ceilings = [8, 32].map((count) => {
      const ceiling = uniformCeilingBits(count, 8, 16)
      return ['ceiling', dataBits(count), ceiling, ceiling, ceiling, 1].map(String)
    })
    expect(rows).toEqual([...models, ...ceilings])
  })

  it('of capacities has each model’s most, and the lines that it is held against at the same parameters', () => {
    const { x, series: lines } = capacityLines(series)
    expect(x.label).toBe('parameters')
    expect(lines.map(({ label }) => label)).toEqual([
      'd 8, L 1',
      'd 16, L 1',
      'paper, fp32',
      'paper, bf16',
      'this fit',
    ])
    const [small, large, float32, , fit] = lines
    expect(small!.points).toMatchObject([{ x: 1216, y: 125, low: 120, high: 130, singles: [120, 130] }])
    expect(float32!.points).toEqual(
      [small, large].map((line) => ({ x: line!.points[0]!.x, y: expect.anything() })),
    )
    expect(float32!.points[0]!.y).toBeCloseTo(3.83 * 1216, 9)
    // Two models lie on their line.
    expect(fit!.points.map(({ y }) => y)).toEqual([expect.closeTo(125, 6), expect.closeTo(165, 6)])
  })

  it('of losses has test and train over data / capacity, and what guessing costs', () => {
    const { series: lines } = lossLines(series)
    const points = (label: string) => lines.find((line) => line.label === label)!.points
    expect(points('d 8, L 1, test')).toMatchObject([
      { x: dataBits(8) / 125, y: 5.5, low: 5, high: 6 },
      { x: dataBits(32) / 125, y: 7.5, low: 7, high: 8 },
    ])
    expect(points('d 16, L 1, train').map(({ y }) => y)).toEqual([
      expect.closeTo(1.45, 9),
      expect.closeTo(1.65, 9),
    ])
    expect(points('guessing, log₂ 16')).toEqual([
      { x: dataBits(8) / 165, y: 4 },
      { x: dataBits(32) / 125, y: 4 },
    ])
  })

  it('has a header and no rows before anything has finished', () => {
    const empty = sweepSeries({ planned: trials, records: [], live: new Map() })
    for (const lines of [memorizedLines(empty), capacityLines(empty), lossLines(empty)]) {
      expect(rowsOf(linesCsv(lines))).toHaveLength(1)
    }
  })

  it('names ceilings by their strings where there are two kinds', () => {
    const other = exampleTrial({ shape: { ...exampleTrial().shape, vocab: 32 } })
    const both = [...records, exampleRecord(other)]
    const mixed = sweepSeries({ planned: [], records: both, live: new Map() })
    expect(
      memorizedLines(mixed)
        .series.map(({ label }) => label)
        .filter((label) => label.startsWith('ceiling')),
    ).toEqual(['ceiling, V 16, S 8', 'ceiling, V 32, S 8'])
  })
})
