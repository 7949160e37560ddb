import { describe, expect, it } from 'vitest'
import { PRECISIONS } from '@/core/model/precision'
import { firstConfig } from '@/core/testing/example-record'
import { checks } from './checks'
import { recordsOf } from './example-records'
import { precisionOf } from './formats'
import experiment from './spec'

const config = (preset: string) => firstConfig(experiment, preset)
const planned = experiment.plan(config('tiny'))

describe('precision', () => {
  it('plans float32 as the plain run, and each other way by its name', () => {
    expect(planned).toHaveLength(2 * PRECISIONS.length)
    expect(planned.filter(({ settings }) => Object.keys(settings).length === 0)).toHaveLength(2)
    expect(new Set(planned.map(({ settings }) => precisionOf(settings)))).toEqual(new Set(PRECISIONS))
    expect(experiment.plan(config('after'))).toHaveLength(3)
    expect(experiment.plan(config('lecture'))[0]).toMatchObject({ params: 8912, datasetSize: 371 })
    const many = {
      ...config('tiny'),
      datasetSizes: [...Array(12).keys()].map((i) => i + 8),
      seeds: [...Array(16).keys()],
    }
    expect(experiment.problems(many)).toEqual([
      { field: 'seeds', message: 'makes 1152 trials; at most 1000 fit in one sweep' },
    ])
  })

  it('is held against the independent trainer at the independent trainer’s size only', () => {
    const int7 = checks.find(({ what }) => what.includes('int7'))!
    const measured = int7.measure(recordsOf(experiment.plan(config('lecture'))))
    expect(measured).toHaveLength(3)
    expect(measured[0]).toBeCloseTo(2 * 0.96, 9)
    expect(int7.measure(recordsOf(planned))).toEqual([])
  })

  it('says in the form that 16 bits are emulated', () => {
    expect(experiment.fields.precision!.help).toContain('Rounding is emulated')
  })
})
