/** Findings: whether guessing comes before memorising, what the string's entropy does, and that nothing leaks. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf } from '@/core/findings/finding'
import { type Decision, decideAbove, decideEqual } from '@/core/findings/verdict'
import { groupBy } from '@/core/group'
import { effectOf } from '@/core/metrics/effect'
import { guessingSpan } from '@/core/metrics/phases'
import { isMost } from '@/core/metrics/stats'
import type { Positions } from '@/core/model/family'
import { byConfig, meansOfSeeds } from '@/core/runs/group'
import {
  foundAt,
  learnedAt,
  probeSpacing,
  type RepetitionRun,
  repetitionRuns,
  runLabel,
} from '@/core/runs/repetition'
import { type FinishedRun, finishedRuns } from '@/core/runs/run'
import { changesAlong } from '@/core/runs/trend'
import { positionCorrelation } from './series'

/** Bits per token by which a held-out loss may lie below its source: a few strings do not use all symbols equally often. */
export const HELD_OUT_SLACK = 0.1

/** Steps of the strings of a line until something happens. */
interface OrderValues {
  /** Bits per token of each string's source, ascending. */
  readonly entropies: readonly number[]
  /** Steps of each string, one value for each seed that got there. */
  readonly steps: readonly (readonly number[])[]
  /** Change of ln steps from the least entropy to the largest, one for each seed; none where a string did not get there in most. */
  readonly changes: readonly number[]
  /** Seeds without a change, where most have one. */
  readonly leftOut: number
  readonly seedsNeeded: number | undefined
}

export interface Values {
  readonly guessing: {
    /** `l 7`. */
    readonly label: string
    readonly positions: Positions
    /** Steps at which each seed begins to guess, and at which it has left that; fewer values where seeds did not get there. */
    readonly from: readonly number[]
    readonly to: readonly number[]
    /** Steps at which the string is learned, one for each seed that learned it. */
    readonly learned: readonly number[]
    /** Seeds that did not learn it, where most did: all steps are without theirs. */
    readonly leftOut: number
    /** Steps of the whole run, and the loss of each seed after them, bits per token. */
    readonly totalSteps: number
    readonly endLoss: readonly number[]
    /** ln of the end of guessing over its beginning; undefined where most seeds did not learn the string. */
    readonly decision: Decision | undefined
  }
  readonly found: OrderValues
  readonly learned: OrderValues
  readonly position: {
    /** Rank correlation of position and time of learning, mean over the strings of each seed. */
    readonly decision: Decision
    readonly runs: number
  }
  readonly heldOut: {
    /** Loss of strings that were never shown at the end of each run, bits per token. */
    readonly losses: readonly number[]
    /** Runs in which they cost less than their source allows, more than {@link HELD_OUT_SLACK} less. */
    readonly leaking: number
  }
}

export type DynamicsFinding = FindingOf<Values>

export function findings({ runs }: ExhibitInput): DynamicsFinding[] {
  const finished = finishedRuns(runs)
  const probed = repetitionRuns(finished)
  if (probed.length === 0) return []
  // From the least entropy on, as the runs themselves.
  const strings = [...groupBy(probed, runLabel).values()]
  // Steps between probes are interpolated: what differs by less than probes lie apart may be the interpolation's.
  const margin = Math.log(1 + probeSpacing(probed))
  return [
    ...strings.map((own) => guessing(own, margin)),
    ...(strings.length < 2
      ? []
      : [order('found', strings, foundAt, 1, margin), order('learned', strings, learnedAt, -1, margin)]),
    ...position(probed),
    heldOut(finished),
  ]
}

function guessing(own: readonly RepetitionRun[], margin: number): DynamicsFinding {
  const each = own.map((run) => ({ ...guessingSpan(run.curve, run.sourceBits), learned: learnedAt(run) }))
  const whole = each.filter((steps) => Object.values(steps).every((step) => step !== undefined))
  const isCovered = isMost(whole, each)
  const stepsOf = (name: 'from' | 'to' | 'learned') =>
    (isCovered ? whole : each).flatMap((steps) => steps[name] ?? [])
  const [from, to] = [stepsOf('from'), stepsOf('to')]
  const decision = isCovered
    ? decideAbove(effectOf(from.map((step, i) => Math.log(to[i]! / step))), margin)
    : undefined
  const [{ positions, totalSteps }] = own as [RepetitionRun]
  return {
    id: 'guessing',
    verdict: decision?.verdict ?? 'not reached',
    values: {
      label: runLabel(own[0]!),
      positions,
      from,
      to,
      learned: stepsOf('learned'),
      leftOut: isCovered ? each.length - whole.length : 0,
      totalSteps,
      endLoss: own.map(({ curve }) => curve.bitsPerToken.at(-1)!),
      decision,
    },
  }
}

/**
 * Whether steps rise with the entropy of the source, or fall.
 * @param strings seeds of each, from the least entropy on. @param expected the paper's: 1 for rising, −1 for falling.
 */
function order(
  id: 'found' | 'learned',
  strings: readonly (readonly RepetitionRun[])[],
  stepOf: (run: RepetitionRun) => number | undefined,
  expected: 1 | -1,
  margin: number,
): DynamicsFinding {
  const along = changesAlong(
    strings.flat().map((run) => ({ seed: run.seed, x: run.sourceBits, steps: stepOf(run) })),
  )
  const decision = along && decideAbove(effectOf(along.changes.map((change) => expected * change)), margin)
  return {
    id,
    verdict: decision?.verdict ?? 'not reached',
    values: {
      entropies: strings.map(([run]) => run!.sourceBits),
      steps: strings.map((own) => own.flatMap((run) => stepOf(run) ?? [])),
      changes: along?.changes ?? [],
      leftOut: along?.leftOut ?? 0,
      seedsNeeded: decision?.seedsNeeded,
    },
  }
}

/** A weak correlation: up to here, position explains less than a tenth of the order. */
export const WEAK_CORRELATION = 0.3

/** The paper: tokens are memorised in no order of position. */
function position(runs: readonly RepetitionRun[]): DynamicsFinding[] {
  const correlations = runs.flatMap((run) => {
    const value = positionCorrelation(run)
    return value === undefined ? [] : [{ seed: run.seed, value }]
  })
  if (correlations.length === 0) return []
  const decision = decideEqual(effectOf(meansOfSeeds(correlations)), WEAK_CORRELATION)
  return [{ id: 'position', verdict: decision.verdict, values: { decision, runs: correlations.length } }]
}

/**
 * What was never shown cannot be known, so new strings must not cost less than their source: judged by the mean over the seeds of each
 * string, as one run out of many may lie beyond the slack by chance.
 */
function heldOut(runs: readonly FinishedRun[]): DynamicsFinding {
  const beyondSlack = ({ record: { heldoutMemorizedBits, heldoutStrings, seqLen } }: FinishedRun) =>
    heldoutMemorizedBits / (heldoutStrings * seqLen) - HELD_OUT_SLACK
  const strings = byConfig(runs).map((own) => decideAbove(effectOf(own.map(beyondSlack))))
  const beyond = strings.filter(({ effect }) => effect.mean > 0)
  const leaks = beyond.some(({ verdict }) => verdict === 'agrees')
  return {
    id: 'heldOut',
    verdict: leaks ? 'differs' : beyond.length > 0 ? 'not told apart' : 'seen',
    values: {
      losses: runs.map(({ record }) => record.heldoutBitsPerToken),
      leaking: runs.filter((run) => beyondSlack(run) > 0).length,
    },
  }
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = {
  guessing: 'quick',
  found: 'quick',
  learned: 'quick',
  position: 'quick',
} as const satisfies Partial<Record<DynamicsFinding['id'], string>>
