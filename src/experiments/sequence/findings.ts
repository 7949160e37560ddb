/** How much is forgotten, whether learning gets faster, and whether what comes back is learned faster than what is new. */
import type { ExhibitInput } from '@/core/figures/figure'
import type { FindingOf } from '@/core/findings/finding'
import { type Decision, decideAbove, verdictAlone } from '@/core/findings/verdict'
import { groupBy } from '@/core/group'
import { effectOf } from '@/core/metrics/effect'
import { isMost, mean } from '@/core/metrics/stats'
import { finishedRuns } from '@/core/runs/run'
import { probeSpacing } from './phases'
import { accuracyAfter, type SequenceRun, sequenceRuns, stepsToKnow } from './series'

/** Less than this is left, as a share of what was known above guessing, and a string counts as forgotten. */
const FORGOTTEN = 0.5

/** Steps until a string is known, one for each seed that got there; undefined where most did not. */
type StepsOfSeeds = readonly number[] | undefined

export interface Values {
  /** Strings that were never known. */
  readonly unknown: {
    readonly symbols: number
    readonly unknown: number
    /** Strings in all seeds. */
    readonly strings: number
  }
  /** Mean accuracies of the strings that were known: a value for each seed that knew one. */
  readonly left: {
    readonly symbols: number
    /** K, strings of the sequence. */
    readonly strings: number
    readonly afterNext: readonly number[]
    readonly afterLast: readonly number[]
    /** Accuracy of guessing. */
    readonly chance: number
    /** Share of what was known above guessing that is left after the last string, one for each seed. */
    readonly leftShare: readonly number[]
    readonly seedsNeeded: number | undefined
  }
  readonly speed: {
    readonly symbols: number
    readonly strings: number
    readonly second: StepsOfSeeds
    readonly last: StepsOfSeeds
  }
  readonly return: {
    readonly symbols: number
    /** Steps of the first string when it comes back, and of the new one after it. */
    readonly again: StepsOfSeeds
    readonly control: StepsOfSeeds
    /** Seeds in which the first was not known again, where it was in most. */
    readonly leftOut: number
    /** Whether the first is known sooner: ln of the steps of the new string over its own; undefined where it was not known again in most seeds. */
    readonly sooner: Decision | undefined
  }
}

export type SequenceFinding = FindingOf<Values>

export const findings = ({ runs }: ExhibitInput): SequenceFinding[] =>
  [...groupBy(sequenceRuns(finishedRuns(runs)), ({ symbols }) => symbols).values()].flatMap((own) => [
    ...unknownFinding(own),
    leftFinding(own),
    speedFinding(own),
    returnFinding(own),
  ])

/** Phases in which strings are shown that are new then, before the return. */
const newPhases = ({ strings }: SequenceRun): number[] => Array.from({ length: strings }, (_, phase) => phase)

const isKnown = (run: SequenceRun, phase: number): boolean => stepsToKnow(run, phase) !== undefined

function unknownFinding(runs: readonly SequenceRun[]): SequenceFinding[] {
  const [{ symbols, strings }] = runs as [SequenceRun]
  const unknown = runs.flatMap((run) => newPhases(run).filter((phase) => !isKnown(run, phase))).length
  if (unknown === 0) return []
  return [
    { id: 'unknown', verdict: 'not reached', values: { symbols, unknown, strings: runs.length * strings } },
  ]
}

/**
 * Of strings that were known while they were shown: what never was known cannot be forgotten. The last one is not: nothing comes after it.
 * The margin is 0: the share that counts as forgotten is a choice already.
 */
function leftFinding(runs: readonly SequenceRun[]): SequenceFinding {
  const [{ symbols, strings }] = runs as [SequenceRun]
  const chance = 1 / symbols
  const learned = runs
    .map((run) => ({
      run,
      known: newPhases(run).filter((phase) => phase < strings - 1 && isKnown(run, phase)),
    }))
    .filter(({ known }) => known.length > 0)
  /** Mean over strings, for each seed. */
  const after = (phaseOf: (string: number) => number) =>
    learned.map(({ run, known }) =>
      mean(known.flatMap((string) => accuracyAfter(run, phaseOf(string), string) ?? [])),
    )
  const [atEnd, afterLast] = [after((string) => string), after(() => strings - 1)]
  const leftShare = afterLast.map((accuracy, i) => (accuracy - chance) / (atEnd[i]! - chance))
  const decision =
    leftShare.length === 0 ? undefined : decideAbove(effectOf(leftShare.map((share) => FORGOTTEN - share)))
  return {
    id: 'left',
    verdict: decision?.verdict ?? 'not reached',
    values: {
      symbols,
      strings,
      afterNext: after((string) => string + 1),
      afterLast,
      chance,
      leftShare,
      seedsNeeded: decision?.seedsNeeded,
    },
  }
}

function stepsOf(runs: readonly SequenceRun[], phase: number): StepsOfSeeds {
  const steps = runs.flatMap((run) => stepsToKnow(run, phase) ?? [])
  return isMost(steps, runs) ? steps : undefined
}

/** The second, not the first: that one has the warm-up. */
function speedFinding(runs: readonly SequenceRun[]): SequenceFinding {
  const [{ symbols, strings }] = runs as [SequenceRun]
  const [second, last] = [stepsOf(runs, 1), stepsOf(runs, strings - 1)]
  return {
    id: 'speed',
    verdict: second && last ? 'seen' : 'not reached',
    values: { symbols, strings, second, last },
  }
}

/**
 * Against the new string that follows it: by then strings are learned faster anyway. A new one that was not known in its time took longer than
 * all of it. The margin is how far probes lie apart.
 */
function returnFinding(runs: readonly SequenceRun[]): SequenceFinding {
  const [{ symbols, strings, phaseSteps }] = runs as [SequenceRun]
  const known = runs.filter((run) => isKnown(run, strings))
  const again = stepsOf(runs, strings)
  const control = stepsOf(known, strings + 1)
  const sooner =
    again &&
    decideAbove(
      effectOf(known.map((run, i) => Math.log((stepsToKnow(run, strings + 1) ?? phaseSteps) / again[i]!))),
      Math.log(1 + probeSpacing(phaseSteps)),
    )
  return {
    id: 'return',
    verdict: sooner ? verdictAlone(sooner) : 'not reached',
    values: { symbols, again, control, leftOut: again ? runs.length - again.length : 0, sooner },
  }
}

/** Presets that decide what smaller ones leave open. */
export const settledBy = { left: 'quick', unknown: 'quick' } as const satisfies Partial<
  Record<SequenceFinding['id'], string>
>
