/** Findings: what a model of the size that was asked for could hold, and how the press's figures compare with this run's line. */
import type { FindingOf } from '@/core/findings/finding'
import { MORRIS_SLOPE } from '@/core/findings/morris-table'
import { decideEqual } from '@/core/findings/verdict'
import type { Effect } from '@/core/metrics/effect'
import { finishedRuns, type Run } from '@/core/runs/run'
import type { ConfigValues } from '@/core/sweep/fields'
import { type Answers, answersOf, askedParams, PRESS_BITS_PER_PARAM, PRESS_PARAMS } from './series'

export interface CalculatorValues {
  readonly tooFewModels: object
  /** The asked-for model is smaller than every measured one. */
  readonly tooSmall: { readonly asked: number; readonly least: number }
  readonly answer: {
    readonly asked: number
    readonly bits: number
    /** The same by a line for each seed. */
    readonly bitsBySeed: Effect | undefined
    /** Bits for each further parameter. */
    readonly slope: number
    readonly slopes: Effect | undefined
    /** The largest model measured. */
    readonly most: number
    readonly paperBits: number
  }
  readonly press: {
    /** Bits of a small and a large model: by the press, and by this run's line. */
    readonly sizes: readonly { readonly params: number; readonly press: number; readonly own: number }[]
    /** The line's slope over the paper's in float32, a line for each seed. */
    readonly ratio: Effect
    readonly seedsNeeded: number | undefined
  }
}
export type CalculatorFinding = FindingOf<CalculatorValues>

/** A slope within a tenth of the paper's is the paper's: its own sixteen models lie as far from their line. */
export const SLOPE_MARGIN = 0.1

export function findings({
  runs,
  values,
}: {
  readonly runs: readonly Run[]
  readonly values?: ConfigValues | undefined
}): CalculatorFinding[] {
  const finished = finishedRuns(runs)
  if (finished.length === 0) return []
  const answers = answersOf(finished)
  if (!answers) return [{ id: 'tooFewModels', verdict: 'not reached', values: {} }]
  return [answerFinding(answers, askedParams(values)), ...pressFinding(answers)]
}

function answerFinding(
  { line, measured, bits, bitsBySeed, slopes }: Answers,
  asked: number,
): CalculatorFinding {
  const [least, most] = measured
  if (asked < least || bits(asked) <= 0) {
    return { id: 'tooSmall', verdict: 'not reached', values: { asked, least } }
  }
  return {
    id: 'answer',
    verdict: 'seen',
    values: {
      asked,
      bits: bits(asked),
      bitsBySeed: bitsBySeed(asked),
      slope: line.slope,
      slopes,
      most,
      paperBits: MORRIS_SLOPE.float32 * asked,
    },
  }
}

function pressFinding({ bits, slopes }: Answers): CalculatorFinding[] {
  if (!slopes) return []
  const { standardError } = slopes
  const ratio: Effect = {
    ...slopes,
    mean: slopes.mean / MORRIS_SLOPE.float32,
    standardError: standardError === undefined ? undefined : standardError / MORRIS_SLOPE.float32,
  }
  const { verdict, seedsNeeded } = decideEqual({ ...ratio, mean: ratio.mean - 1 }, SLOPE_MARGIN)
  const sizes = PRESS_PARAMS.map((params) => ({
    params,
    press: PRESS_BITS_PER_PARAM * params,
    own: bits(params),
  }))
  return [{ id: 'press', verdict, values: { sizes, ratio, seedsNeeded } }]
}
