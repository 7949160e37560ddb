import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import { totalFlop } from '@/core/sweep/estimate'
import type { Trial } from '@/core/sweep/trial'
import { exampleRecord } from '@/core/testing/example-record'
import { checks } from './checks'
import { exhibit } from './exhibit'
import { embeddingShare, finishedModels, partSlopes } from './models'
import experiment from './spec'

const config = (preset: string) => experiment.presets.find(({ id }) => id === preset)!.config
const trialsOf = (preset: string): Trial[] => experiment.plan(config(preset))
const recordsOf = (trials: readonly Trial[], bits: (trial: Trial) => number): TrialRecord[] =>
  trials.map((trial) => exampleRecord(trial, { memorizedBits: bits(trial) }))
const findings = (records: readonly TrialRecord[]) => exhibit.findings(records)
const figures = (planned: readonly Trial[], records: readonly TrialRecord[], live = []) =>
  exhibit.figures({ planned, records, live }) as LinesFigure[]

/** 1.8 bits for each parameter less 100, and a little from the seed. */
const onLine = ({ params, seed }: Trial): number => 1.8 * params - 100 + seed

describe('scaling', () => {
  it('plans widths by layers by vocabularies, each past its capacity', () => {
    const tiny = trialsOf('tiny')
    expect(tiny).toHaveLength(3 * 2 * 3)
    expect(new Set(tiny.map(({ params }) => params))).toEqual(new Set([416, 1216, 2400]))
    // Twice the data tells whether a model is full.
    expect(tiny.filter(({ seed }) => seed === 0).map(({ datasetSize }) => datasetSize)).toEqual([
      52, 105, 152, 308, 300, 608,
    ])
    expect(totalFlop(tiny) / 1e9).toBeCloseTo(121, 0)
    expect(new Set(trialsOf('embeddings').map(({ shape }) => shape.vocab))).toEqual(new Set([16, 64, 256]))
    expect(trialsOf('line').find(({ shape }) => shape.width === 16)).toMatchObject({
      params: 8912,
      steps: 1000,
    })
  })

  it('counts the trials of all vocabularies together', () => {
    const many = {
      ...config('tiny'),
      vocab: [8, 16, 32, 64, 128],
      seeds: Array.from({ length: 16 }, (_, i) => i),
    }
    const wide = { ...many, width: [4, 8, 12, 16, 20, 24, 28], heads: [1] }
    expect(experiment.problems(many)).toEqual([])
    expect(experiment.problems(wide)).toEqual([
      { field: 'vocab', message: 'makes 1120 trials; at most 1000 fit in one sweep' },
    ])
  })

  it('fits the line with an interval from its seeds, and says that the models are full', () => {
    const [line, full] = findings(recordsOf(trialsOf('tiny'), onLine))
    expect(line).toMatchObject({ verdict: 'agrees' })
    expect(line!.text).toContain('each further parameter holds 1.80 ± 0.00 bits (95 % interval over 3 seeds')
    expect(line!.text).toContain('capacity = 1.80·P − 99 bits, R² 1.0000 over 3 models')
    expect(full).toMatchObject({
      verdict: 'seen',
      text: expect.stringContaining(
        'All 3 models are full: twice the data changed what they hold by 0.0 % to 0.0 %',
      ),
    })
    const once = trialsOf('tiny').filter(({ datasetSize }) => [52, 152, 300].includes(datasetSize))
    expect(findings(recordsOf(once, onLine))[1]!.text).toMatch(
      /offered more than it could hold: at most \d\d % of what/,
    )
    const layers = findings(recordsOf(trialsOf('layers'), onLine))[2]!
    expect(layers.text).toMatch(/mean over the same widths: 1\.\d\d with L 1, 1\.\d\d with L 2/)
    expect(layers.paper).toContain('3.73 with L 1, 4.06 with L 2')
  })

  it('claims no line and no capacity that the runs do not show', () => {
    const tiny = trialsOf('tiny')
    const growing = findings(recordsOf(trialsOf('layers'), ({ datasetSize }) => 20 * datasetSize))
    expect(growing[1]!.text).toContain('12 of 12 models still held over 10 % more')
    const saturating = findings(recordsOf(tiny, ({ params }) => (params < 1000 ? 2 * params : 2000)))
    expect(saturating[0]).toMatchObject({ verdict: 'differs' })
    expect(saturating[0]!.text).toMatch(
      /The model with d 4 and L 1 is farthest from it, with 832 bits in place of [\d,]+\.$/,
    )
    const small = tiny.filter(({ datasetSize }) => [52, 152, 300].includes(datasetSize))
    const brimful = findings(recordsOf(small, ({ params }) => 2.7 * params))
    expect(brimful[1]).toMatchObject({ verdict: 'not reached' })
    expect(brimful[1]!.text).toContain('so it may not be full')
    const two = recordsOf(tiny, onLine).filter(({ width }) => width < 12)
    expect(findings(two)).toEqual([expect.objectContaining({ verdict: 'not reached' })])
  })

  it('calls nothing a line that was not measured full, or over a wide range', () => {
    const tiny = trialsOf('tiny')
    const growing = findings(
      recordsOf(tiny, ({ params, datasetSize }) => (datasetSize === 608 ? 2.2 : 1.8) * params),
    )
    expect(growing[0]).toMatchObject({
      verdict: 'not reached',
      text: expect.stringContaining('Not all of these models were full'),
    })
    expect(growing[1]).toMatchObject({ verdict: 'not reached' })
    const forgetting = findings(
      recordsOf(tiny, ({ params, datasetSize }) => (datasetSize === 105 ? 1.2 : 1.8) * params),
    )
    expect(forgetting.map(({ verdict }) => verdict)).toEqual(['not reached', 'not reached'])
    expect(forgetting[1]!.text).toContain('1 of 3 models held over 10 % less when their data doubled')
    const narrow = trialsOf('embeddings').filter(({ shape }) => shape.width === 8)
    expect(findings(recordsOf(narrow, onLine))[0]).toMatchObject({
      verdict: 'not reached',
      text: expect.stringContaining('within a factor of 4'),
    })
  })

  it('tells what embeddings hold from vocabularies, and only from them', () => {
    const bits = (trial: Trial) => {
      const { vocab, width, seqLen } = trial.shape
      const embedding = (2 * vocab + 1 + seqLen) * width
      return 3 * embedding + 2 * (trial.params - embedding) - 50
    }
    const models = finishedModels(recordsOf(trialsOf('embeddings'), bits))
    const slopes = partSlopes(models)!
    expect(slopes.embedding).toBeCloseTo(3, 6)
    expect(slopes.body).toBeCloseTo(2, 6)
    expect(embeddingShare(models[0]!)).toBeCloseTo(((2 * 16 + 1 + 16) * 8) / models[0]!.params, 9)
    expect(partSlopes(finishedModels(recordsOf(trialsOf('tiny'), bits)))).toBeUndefined()
  })

  it('draws the paper’s table beside what was measured, and live models among them', () => {
    const tiny = trialsOf('tiny')
    const records = recordsOf(tiny, onLine)
    const [capacity, table, share] = figures(tiny, records)
    expect(capacity!.series.map(({ label }) => label)).toEqual(['L 1', 'fit: 1.80', 'paper, fp32: 3.91'])
    expect(table!.series.find(({ key }) => key === 'float32')!.points).toHaveLength(16)
    expect(table!.x).toMatchObject({ min: 416, max: 6_859_520 })
    expect(share!.series[0]!.points.every(({ x, y }) => x > 0 && x < 100 && y < 3)).toBe(true)
    const [one] = tiny
    const live = {
      trialKey: one!.key,
      datasetBits: 900,
      trainBitsPerToken: 2,
      memorizedBits: 500,
      looked: undefined,
    }
    const [training] = exhibit.figures({
      planned: tiny,
      records: [],
      live: [live],
    }) as LinesFigure[]
    expect(training!.series[0]!.points).toEqual([{ x: one!.params, y: 500, live: true }])
    expect(training!.series.map(({ key }) => key)).not.toContain('fit')
  })

  it('holds records against the independent trainer’s line', () => {
    const slope = checks.find(({ what }) => what.includes('slope'))!
    const records = recordsOf(trialsOf('line'), ({ params }) => 2.97 * params - 1421)
    expect(slope.measure(records)).toHaveLength(3)
    expect(slope.measure(records)[0]).toBeCloseTo(2.97, 6)
    expect(slope.expected.mean).toBeCloseTo(2.97, 1)
    expect(slope.measure(recordsOf(trialsOf('tiny'), onLine))).toEqual([])
    expect(slope.measure(records.filter(({ width }) => width !== 12))).toEqual([])
    const d16 = checks.find(({ what }) => what.includes('d 16'))!
    expect(d16.measure(records)).toHaveLength(3)
  })
})
