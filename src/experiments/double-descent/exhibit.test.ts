import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import { type Run, runsOfRecords } from '@/core/runs/run'
import { exampleTraining, plannedWith } from '@/core/testing/example-run'
import { decayRecords, falling, peaked, recordsOf, trialsOf } from './example-records'
import { exhibit } from './exhibit'

const figuresOf = (runs: readonly Run[]) =>
  exhibit.figures({ runs }) as [LinesFigure, LinesFigure, LinesFigure]
const finished = (records: readonly TrialRecord[]) => figuresOf(runsOfRecords(records))

describe('the figures of double descent', () => {
  it('draw test loss against data over capacity, and shade what is more than the model held', () => {
    const [loss] = finished(recordsOf('quick', peaked))
    expect(loss.x.label).toBe('data, multiples of what the model holds')
    const top = loss.series[0]!.points.find(({ y }) => y === 20)!
    expect(top.x).toBeCloseTo((92 * 44) / 3300, 9)
    expect(loss.bands).toEqual([{ from: 1, to: loss.x.max, label: 'more than it holds' }])
  })

  it('split the bits of every weight decay', () => {
    const [, split] = finished(decayRecords(() => 3.4))
    expect(split.series.map(({ label }) => label)).toEqual([
      'mem., 0.01',
      'gen., 0.01',
      'new, 0.01',
      'mem., 0.5',
      'gen., 0.5',
      'new, 0.5',
    ])
  })

  it('draw the source’s entropy from the records themselves, and split bits exactly', () => {
    const [loss, split, training] = finished(recordsOf('tiny', peaked))
    expect(loss.series.find(({ key }) => key === 'entropy')!.points[0]!.y).toBeCloseTo(2.5, 9)
    const last = (key: string) => split.series.find((series) => series.key === key)!.points.at(-1)!.y
    expect(last('memorised')).toBeCloseTo(3400 / 2152, 9)
    // 365 strings of 16 tokens of 4 bits, less the 44 bits that the source gives each, and what single strings cost more than that.
    expect(last('generalised')).toBeCloseTo((365 * (64 - 44) - 100) / 2152, 9)
    // As many new strings, of 4 bits a token, at the 3.5 that they cost; far below 0 at the peak, and off the chart.
    expect(last('new strings')).toBeCloseTo((365 * 16 * 0.5) / 2152, 9)
    expect(split.y.min).toBe(-1)
    expect(training.series.map(({ label }) => label).slice(0, 3)).toEqual([
      '22 strings',
      '29 strings',
      '41 strings',
    ])
    expect(training.series).toHaveLength(10)
  })

  it('draw training of the least weight decay where the recipe’s was not run', () => {
    const alone = decayRecords(falling).filter(({ settings }) => settings.weightDecay)
    expect(finished(alone)[2].series).toHaveLength(10)
  })

  it('put models side by side where they saw the same strings', () => {
    const [loss, , training] = finished(recordsOf('models', () => 5))
    expect(loss.x.label).toBe('parameters')
    expect(loss.bands).toEqual([])
    expect(training.series.map(({ label }) => label)).toEqual([
      'width 2',
      'width 4',
      'width 8',
      'width 12',
      'width 16',
      'width 32',
    ])
  })

  it('show both losses of what trains, and its test loss so far', () => {
    const trials = trialsOf('tiny')
    const run = exampleTraining(trials[0]!, {
      datasetBits: 3228,
      trainBitsPerToken: 3,
      curves: { 'test.bitsPerToken': { steps: [1, 9], values: [4, 6] } },
    })
    const [loss, , training] = figuresOf(plannedWith(trials, run))
    // Of 3 bits for each of 2,152 parameters.
    expect(loss.series.slice(0, 2).map(({ points }) => points)).toEqual([
      [{ x: 0.5, y: 6, live: true }],
      [{ x: 0.5, y: 3, live: true }],
    ])
    expect(training.series.map(({ points }) => points)).toEqual([
      [
        { x: 1, y: 4 },
        { x: 9, y: 6 },
      ],
    ])
  })
})
