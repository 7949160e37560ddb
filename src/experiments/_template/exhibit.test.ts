import { expect, it } from 'vitest'
import type { LinesFigure } from '@/core/figures/figure'
import { runsOfRecords } from '@/core/runs/run'
import { crowded, recordsOf } from './example-records'
import { exhibit } from './exhibit'

it('draws a line for each size, and guessing', () => {
  const [accuracy] = exhibit.figures({ runs: runsOfRecords(recordsOf(crowded)) }) as [LinesFigure]
  expect(accuracy.series.map(({ label }) => label)).toEqual(['N 16', 'N 64', 'guessing'])
  expect(accuracy.series[0]!.points.at(-1)).toEqual({ x: 300, y: 0.85 })
})
