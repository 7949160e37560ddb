/** The capacity of each model and the fitted line over them, for sweeps that measure capacity. */

import { MORRIS_SLOPE } from '@/core/findings/morris-table'
import type { TrialRecord } from '@/core/results/result'
import {
  type CapacityLine,
  fitCapacityLine,
  type ModelCapacity,
  modelCapacities,
  PLATEAU_GROWTH,
} from '@/core/runs/fit'
import { runsOfRecords } from '@/core/runs/run'
import { countText } from '@/core/text/number'

export function capacitySentences(records: readonly TrialRecord[]): string[] {
  if (!isAboutCapacity(records)) return []
  const capacities = modelCapacities(runsOfRecords(records))
  return [capacities.map(capacityText).join('\n'), lineText(fitCapacityLine(capacities))]
}

/**
 * Whether the most bits that a model memorised are its capacity: with uniform strings, the recipe as it is and one family. Strings with structure,
 * or another recipe, measure something else.
 */
const isAboutCapacity = (records: readonly TrialRecord[]): boolean =>
  records.every(({ source, settings }) => source === 'uniform' && Object.keys(settings).length === 0) &&
  new Set(records.map(({ family, tied }) => `${family} ${tied}`)).size === 1

function capacityText({ params, width, layers, capacityBits, growthAtEnd }: ModelCapacity): string {
  const perParam = (bits: number) => (bits / params).toFixed(3)
  const { mean, min, max, count } = capacityBits
  const figure = `L ${layers}, d ${width}: capacity ${countText(mean)} bits, ${perParam(mean)} bits per parameter`
  const seeds = count === 1 ? '(one seed)' : `[${perParam(min)}..${perParam(max)}] over ${count} seeds`
  return `${figure} ${seeds}; ${plateauText(growthAtEnd)}`
}

function plateauText(growth: number | undefined): string {
  if (growth === undefined) return 'too few dataset sizes to see a plateau'
  const change = `${growth < 0 ? '−' : '+'}${Math.abs(100 * growth).toFixed(1)} % as the data last doubled or more`
  if (growth < -PLATEAU_GROWTH) return `past its plateau (${change})`
  return growth < PLATEAU_GROWTH ? `plateau reached (${change})` : `still growing (${change}): a lower bound`
}

function lineText(line: CapacityLine | undefined): string {
  if (!line) return ''
  const interval =
    line.slopeInterval === undefined
      ? '(one seed: no interval)'
      : `± ${line.slopeInterval.toFixed(3)} (95 %, ${line.seeds} seeds)`
  const intercept = `${line.intercept < 0 ? '−' : '+'} ${countText(Math.abs(line.intercept))}`
  return [
    `Fit over ${line.models} models: capacity = ${line.slope.toFixed(3)}·P ${intercept} bits, slope ${interval}, R² ${line.rSquared.toFixed(4)}`,
    `(slope of Morris et al. 2025: ${MORRIS_SLOPE.float32.toFixed(2)} bits per parameter in float32, as here; ${MORRIS_SLOPE.bfloat16.toFixed(2)} in bfloat16)`,
  ].join('\n')
}
