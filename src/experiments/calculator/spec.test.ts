import { describe, expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import { exampleRecord } from '@/core/testing/example-record'
import { exhibit } from './exhibit'
import experiment from './spec'

const { config } = experiment.presets[0]
const planned = experiment.plan(config)
/** Three bits for each parameter less 100, and a little from the seed. */
const records: TrialRecord[] = planned.map((trial) =>
  exampleRecord(trial, { memorizedBits: (3 + 0.01 * trial.seed) * trial.params - 100 }),
)
const { findings, figures } = exhibit

describe('calculator', () => {
  it('trains nothing again for another size', () => {
    expect(planned).toHaveLength(9)
    const other = experiment.plan({ ...config, modelParams: 1.5e9 })
    expect(other.map(({ key }) => key)).toEqual(planned.map(({ key }) => key))
  })

  it('answers for the size that was asked for, and says how far it reaches', () => {
    const [half] = findings(records)
    expect(half).toMatchObject({ verdict: 'seen' })
    // Slopes of 3.00, 3.01 and 3.02: t·s/√n is 4.303 · 0.01 / √3 = 0.025 bits for each parameter, 1.55 kB for all of them.
    expect(half!.text).toContain(
      'a model of 500,000 parameters could hold 188 kB ± 1.55 kB of random strings: 3.01 ± 0.02 bits for each parameter (95 % intervals over 3 seeds), extrapolated to 208 times the largest model measured',
    )
    const [single] = findings(records.filter(({ seed }) => seed === 0))
    expect(single!.text).toContain(
      'could hold 187 kB of random strings: 3.00 bits for each parameter (one seed, so no interval)',
    )
    expect(half!.paper).toContain('3.91 bits for each parameter in float32, which would be 244 kB')
    const [large] = findings(records, { modelParams: 1.5e9 })
    expect(large!.text).toContain('1,500,000,000 parameters could hold 564 MB')
    expect(findings(records, { modelParams: 1000 })[0]!.text).toContain('between models that were measured')
  })

  it('does not answer below what was measured, or without a line', () => {
    expect(findings(records, { modelParams: 100 })[0]).toMatchObject({ verdict: 'not reached' })
    expect(findings(records.slice(0, 3))).toEqual([expect.objectContaining({ verdict: 'not reached' })])
    expect(findings([])).toEqual([])
  })

  it('holds the press’s figures against its own line', () => {
    const press = findings(records)[1]!
    expect(press.verdict).toBe('differs')
    expect(press.text).toContain('The press’s 225 kB for 500 thousand parameters and 675 MB for 1.5 billion')
    expect(press.text).toContain('would be 188 kB and 564 MB')
    expect(press.text).toContain('whose slope is 77 % of the paper’s in float32')
  })

  it('draws solid what was measured and dashed what extends it', () => {
    const [figure] = figures({ planned, records, live: [], values: { modelParams: 3e9 } }) as [LinesFigure]
    const series = (key: string) => figure.series.find((own) => own.key === key)!
    expect(series('fit').points.at(-1)!.x).toBe(2400)
    expect(series('beyond').style).toBe('dashed-curve')
    expect(series('beyond').points.at(-1)!.x).toBe(3e9)
    expect(series('asked').points[0]!.x).toBe(3e9)
    expect(series('paper').points.at(-1)!.x).toBe(6_859_520)
    expect(series('press').points.map(({ y }) => y)).toEqual([1.8e6, 5.4e9])
    const [before] = figures({ planned, records: [], live: [] }) as [LinesFigure]
    expect(before.series.map(({ key }) => key)).toEqual([
      'measured',
      'paper below',
      'paper',
      'paper above',
      'press',
    ])
  })
})
