import { describe, expect, it } from 'vitest'
import type { LiveValues } from '@/core/runs/run'
import { experimentById } from '@/core/sweep/experiments'
import type { Trial } from '@/core/sweep/trial'
import { plannedData, SIZE_COLORS, sweepModels, sweepSeries } from './series'

const capacity = experimentById('capacity')
const plan = (preset: string): Trial[] => capacity.plan(capacity.presets.find((p) => p.id === preset)!.config)

const member = (memorizedBits: number): LiveValues => ({
  step: 100,
  datasetBits: 256,
  trainBitsPerToken: 2,
  memorizedBits,
  curves: {},
  grid: undefined,
})

describe('sweepSeries', () => {
  it('names models no longer than needed and gives each size a colour, small to large', () => {
    const models = sweepModels(plan('lecture'), [])
    expect(models.map((m) => m.label)).toEqual(['d 8, L 2', 'd 12, L 2', 'd 16, L 2', 'd 24, L 2'])
    const colors = models.map((m) => m.color)
    expect(colors).toEqual([...new Set(colors)].sort((a, b) => a - b))
    expect(Math.max(...colors)).toBeLessThan(SIZE_COLORS)
  })

  it('tells models apart that share width and layers', () => {
    const [trial] = plan('tiny')
    const other = { ...trial!, key: 'x', shape: { ...trial!.shape, heads: 4 } }
    expect(sweepModels([trial!, other], []).map((m) => m.label)).toEqual([
      'd 8, L 1, H 2, V 16, S 8',
      'd 8, L 1, H 4, V 16, S 8',
    ])
  })

  it('draws members while they train, and is not complete before all have finished', () => {
    const planned = plan('tiny')
    const [first, second] = planned
    const live = new Map([first!, second!].map((trial, i) => [trial.key, member(100 * (i + 1))]))
    const [model] = sweepSeries({ planned, records: [], live })
    expect(model).toMatchObject({ complete: false, capacityBits: 3 * 1216 })
    expect(model!.sizes[0]).toMatchObject({
      training: 2,
      heldOut: undefined,
      memorized: { min: 100, max: 200 },
    })
  })

  it('ignores members of other sweeps', () => {
    const planned = plan('tiny')
    const [other] = plan('quick')
    const [model] = sweepSeries({ planned, records: [], live: new Map([[other!.key, member(5)]]) })
    expect(model!.sizes).toEqual([])
  })

  it('knows the data of a plan before anything has trained', () => {
    const bits = plannedData(plan('tiny'), []).map((d) => d.datasetBits)
    expect([Math.min(...bits), Math.max(...bits)]).toEqual([256, 8192])
  })
})
