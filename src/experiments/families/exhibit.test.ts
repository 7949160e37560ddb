import { expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { families } from '@/core/model/families'
import { LOSS_CURVE } from '@/core/runs/curve'
import { joinRuns, type LiveValues, type Run, runsOfRecords } from '@/core/runs/run'
import { heldBy, trials } from './example-records'
import { exhibit } from './exhibit'

const figuresOf = (runs: readonly Run[]) => exhibit.figures({ runs }) as [LinesFigure, LinesFigure]

it('has a line for every family, and the loss of each on the most data', () => {
  const [bits, learning] = figuresOf(runsOfRecords(heldBy(trials, 0)))
  expect(bits.series.map(({ key }) => key)).toEqual([...families.keys()])
  expect(bits.series[0]!.points).toHaveLength(5)
  // An even guess among 16 symbols costs 4 bits.
  expect(learning.series.map(({ points }) => points)).toEqual(
    [...families.keys()].map(() => [
      { x: 1, y: 0 },
      { x: 300, y: 2 },
    ]),
  )
})

it('has its lines and axes from the plan on, and shows what trains', () => {
  const [planned] = figuresOf(joinRuns(trials, new Map()))
  expect(planned.series.map(({ points }) => points)).toEqual([...families.keys()].map(() => []))
  const [trial] = trials
  const live: LiveValues = {
    step: 10,
    datasetBits: 512,
    trainBitsPerToken: 3,
    memorizedBits: 128,
    curves: { [LOSS_CURVE]: { steps: [1, 10], values: [4, 3] } },
    grid: undefined,
  }
  const [bits, learning] = figuresOf(joinRuns(trials, new Map(), new Map([[trial!.key, live]])))
  const own = bits.series.find(({ key }) => key === trial!.family)!
  expect(own.points).toMatchObject([{ x: 512 / trial!.params, y: 128 / trial!.params, live: true }])
  expect([bits.x.min, bits.x.max]).toEqual([planned.x.min, planned.x.max])
  expect(learning.series.map(({ key, points }) => [key, points.map(({ y }) => y)])).toEqual([
    [trial!.family, [0, 1]],
  ])
})
