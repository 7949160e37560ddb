import { describe, expect, it } from 'vitest'
import { presetTrials } from '@/core/testing/example-record'
import { checks } from './checks'
import { decayRecords, falling, peaked, recordsOf, trialsOf } from './example-records'
import experiment from './spec'

describe('double descent', () => {
  it('has presets whose sizes resolve the peak, and whose notes count their runs', () => {
    for (const { id, note } of experiment.presets) {
      const counted = /(\d+) runs/.exec(note)?.[1]
      if (counted !== undefined) expect(presetTrials(experiment, id), id).toHaveLength(Number(counted))
    }
    const sizes = [...new Set(trialsOf('quick').map(({ datasetSize }) => datasetSize))]
    // Runs that were recorded with fewer sizes are runs of this preset too.
    expect(sizes).toEqual(expect.arrayContaining([29, 58, 92, 122, 180, 243, 487]))
    const gaps = sizes.slice(2).map((size, i) => size / sizes[i]!)
    expect(Math.max(...gaps.slice(0, 6))).toBeLessThanOrEqual(2)
  })

  it('plans weight decay as a setting only where it is not the recipe’s', () => {
    expect(trialsOf('tiny').every(({ settings }) => Object.keys(settings).length === 0)).toBe(true)
    const decayed = trialsOf('decay')
    expect(decayed).toHaveLength(40)
    expect(decayed.filter(({ settings }) => settings.weightDecay === 0.5)).toHaveLength(20)
    expect(new Set(trialsOf('models').map(({ params }) => params))).toContain(7376)
  })

  it('holds records against the independent trainer by their strings', () => {
    const check = checks.find(({ what }) => what.includes('token at 1.9 '))!
    expect(check.measure(recordsOf('quick', peaked))).toEqual([20, 20])
    expect(check.measure(recordsOf('tiny', peaked))).toEqual([])
  })

  it('holds strong weight decay against it, size by size', () => {
    const check = checks.find(({ what }) => what.includes('with weight decay 0.5, at 1.9 '))!
    const left = falling({ ...trialsOf('decay')[0]!, datasetSize: 92 })
    expect(check.measure(decayRecords(falling))).toEqual([left, left])
    expect(check.measure(recordsOf('quick', peaked))).toEqual([])
  })

  it('has a preset of the independent trainer’s uniform strings, and the check finds its runs', () => {
    const check = checks.find(({ what }) => what.includes('at 3 bits of data per parameter (uniform'))!
    expect(new Set(trialsOf('uniform-64').map(({ params }) => params))).toEqual(new Set([8912]))
    const records = recordsOf('uniform-64', ({ datasetSize }) => (datasetSize === 279 ? 47 : 9))
    expect(check.measure(records)).toEqual([47])
    expect(check.measure(records.map((record) => ({ ...record, heads: 4 })))).toEqual([])
  })
})
