/** Steps at which the independent trainer finds the alphabet of a string of 256 tokens, and learns it (science.md §4, Dynamics). */
import type { TrialRecord } from '../results/result'
import { foundAt, learnedAt, type RepetitionRun, repetitionOf } from '../runs/repetition'
import { runsOfRecords } from '../runs/run'
import type { Check } from './finding'
import { oracleCheck } from './oracle'

/** Steps between two looks of the independent trainer. */
const LOOKS = 10

/**
 * The run as that trainer would have seen it, with straight lines between looks ten steps apart. Where the curve is bent, such a line reaches
 * a level up to two steps later than the curve does, so steps that were found with closer looks are another measure.
 */
function seenByOracle(record: TrialRecord): RepetitionRun {
  const run = repetitionOf(runsOfRecords([record])[0]!)
  const { steps, alphabetMass, bitsPerToken } = run.curve
  const looks = Array.from({ length: Math.floor((steps.at(-1) ?? 0) / LOOKS) }, (_, i) => LOOKS * (i + 1))
  const seen = (values: readonly number[]) => looks.map((step) => valueAt(step, steps, values))
  return {
    ...run,
    curve: { ...run.curve, steps: looks, alphabetMass: seen(alphabetMass), bitsPerToken: seen(bitsPerToken) },
  }
}

/** On the straight line between the two probes around the step. @param steps ascending, from at most `step` to at least `step`. */
function valueAt(step: number, steps: readonly number[], values: readonly number[]): number {
  const after = steps.findIndex((at) => at >= step)
  if (steps[after] === step) return values[after]!
  const [from, to] = [steps[after - 1]!, steps[after]!]
  const share = (step - from) / (to - from)
  return (1 - share) * values[after - 1]! + share * values[after]!
}

/** Every experiment that repeats such a string is held to them. */
export const oracleStringChecks = (): readonly Check[] =>
  [2, 4, 7, 13, 26].flatMap((symbols) => [
    oracleCheck({
      name: `dynamics-l${symbols}`,
      quantity: 'alphabetStep',
      what: `step at which the alphabet has 0.95 of the probability (l ${symbols}, n 256)`,
      value: (record) => foundAt(seenByOracle(record)),
    }),
    oracleCheck({
      name: `dynamics-l${symbols}`,
      quantity: 'learnedStep',
      what: `step at which the loss falls under 0.1 nats per token (l ${symbols}, n 256)`,
      value: (record) => learnedAt(seenByOracle(record)),
    }),
  ])
