/** Findings: what a model of the size that was asked for could hold, and how the press's figures compare with this run's line. */
import { linearRegression } from 'simple-statistics'
import type { FindingOf } from '@/core/findings/finding'
import { MORRIS_SLOPE } from '@/core/findings/morris-table'
import { type Decision, decideEqual, verdictAlone } from '@/core/findings/verdict'
import { type Effect, effectOf } from '@/core/metrics/effect'
import { commonSeeds, modelCapacities } from '@/core/runs/fit'
import { type FinishedRun, finishedRuns, type Run } from '@/core/runs/run'
import type { ConfigValues } from '@/core/sweep/fields'
import { type Answers, answersOf, askedParams, PRESS_BITS_PER_PARAM, PRESS_PARAMS } from './series'

export interface CalculatorValues {
  /** The largest model, and what a line through the others says of it: bits, one value for each seed. */
  readonly prediction: {
    readonly params: number
    readonly models: number
    readonly measured: readonly number[]
    readonly predicted: readonly number[]
    /** Measured over predicted, less 1, within a seed. */
    readonly decision: Decision
  }
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
  return [
    answerFinding(answers, askedParams(values)),
    ...predictionFinding(finished),
    ...pressFinding(answers),
  ]
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

/** A prediction within this share came true. */
const PREDICTION_MARGIN = 0.05

/** Puts the line to the test: the largest model foretold by the others. No paper says how well that works. */
function predictionFinding(runs: readonly FinishedRun[]): CalculatorFinding[] {
  const models = modelCapacities(runs)
  const largest = models.at(-1)
  const others = models.filter(({ params }) => params < (largest?.params ?? 0))
  const seeds = commonSeeds(models)
  // A line through two points fits them whatever they are.
  if (!largest || new Set(others.map(({ params }) => params)).size < 3 || seeds.length === 0) return []
  const measured = seeds.map((seed) => largest.bySeed.get(seed)!)
  const predicted = seeds.map((seed) => {
    const { m, b } = linearRegression(others.map(({ params, bySeed }) => [params, bySeed.get(seed)!]))
    return m * largest.params + b
  })
  const decision = decideEqual(
    effectOf(measured.map((bits, i) => bits / predicted[i]! - 1)),
    PREDICTION_MARGIN,
  )
  return [
    {
      id: 'prediction',
      verdict: verdictAlone(decision),
      values: { params: largest.params, models: others.length, measured, predicted, decision },
    },
  ]
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
