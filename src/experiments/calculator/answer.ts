/** The line that answers, and the press's figures for Morris et al. 2025 (arXiv 2505.24832): its 3.6 bits per parameter, times parameters. */
import type { ConfigValues } from '@/core/fields'
import { type CapacityLine, fitCapacityLine, modelCapacities } from '@/core/fit'
import type { TrialRecord } from '@/core/result'

/** Of the paper's summary, which the press multiplied by. */
export const PRESS_BITS_PER_PARAM = 3.6
/** 225 kB and 675 MB. */
export const PRESS_PARAMS: readonly number[] = [500_000, 1_500_000_000]

/** Asked for unless the form says otherwise. */
export const ASKED_PARAMS = 500_000

export const askedParams = (values: ConfigValues | undefined): number => {
  const asked = values?.modelParams
  return typeof asked === 'number' && asked >= 1 ? asked : ASKED_PARAMS
}

export interface Answers {
  readonly line: CapacityLine
  /** Smallest and largest model measured. */
  readonly measured: readonly [least: number, most: number]
  bits(params: number): number
}

/** Undefined with fewer than three models: two always lie on a line. */
export function answersOf(records: readonly TrialRecord[]): Answers | undefined {
  const models = modelCapacities(records)
  const line = models.length < 3 ? undefined : fitCapacityLine(models)
  if (!line || line.slope <= 0) return undefined
  return {
    line,
    measured: [models[0]!.params, models.at(-1)!.params],
    bits: (params) => line.slope * params + line.intercept,
  }
}
