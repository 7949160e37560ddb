/** The oracle's costs (science.md §4, "What costs bits"), held against the size that they were measured on. */
import type { Check } from '@/core/findings/finding'
import { runsOfRecords } from '@/core/runs/run'
import { type KnobId, knobLabel } from './knobs'
import { variantCosts } from './series'

const ORACLE: readonly (readonly [knob: KnobId, low: number, high: number])[] = [
  ['textbookRate', -0.25, -0.25],
  ['constantRate', -0.25, -0.15],
  ['oneHead', -0.18, -0.18],
  ['fanInInit', -0.13, -0.13],
  ['slowMomentum', -0.08, -0.08],
]

/** The oracle's figures are of several models, to about a point: a fifth either way. */
export const checks: readonly Check[] = ORACLE.map(([knob, low, high]) => ({
  what: `change of the capacity, ${knobLabel(knob)} (V 64, S 16, d 16, 1000 steps)`,
  expected: [low, high],
  tolerance: 0.2,
  source: 'oracle, science.md §4',
  measure: (records) =>
    variantCosts(runsOfRecords(records.filter(({ params, steps }) => params === 8912 && steps === 1000)))
      .filter((cost) => cost.knob === knob)
      .flatMap(({ changes }) => changes),
}))
