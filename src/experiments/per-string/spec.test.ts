import { describe, expect, it } from 'vitest'
import { configOf, trialsOf } from './example-records'
import experiment from './spec'

describe('which strings are kept', () => {
  it('plans what is planted as settings, and nothing where nothing is', () => {
    expect(trialsOf('tiny')[0]!.settings).toEqual({
      planted: 'canaries',
      repeats: '1-2-4-16-64',
      distinct: 2,
    })
    expect(trialsOf('rare').every(({ settings }) => Object.keys(settings).length === 0)).toBe(true)
  })

  it('refuses more planted strings than data, and an alphabet that does not fit', () => {
    const values = configOf('tiny')
    expect(experiment.problems({ ...values, datasetSizes: [174] })).toEqual([
      { field: 'repeats', message: expect.stringContaining('come to 174 planted strings') },
    ])
    expect(experiment.problems({ ...values, datasetSizes: [174], planted: 'none' })).toEqual([])
    expect(experiment.problems({ ...values, source: 'alphabet-16-1', vocab: 8 })).toEqual([
      expect.objectContaining({ field: 'vocab' }),
    ])
  })
})
