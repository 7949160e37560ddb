/** How much is forgotten, whether learning gets faster, and whether what comes back is learned faster than what is new. */
import { meanText } from '@/core/figure-points'
import type { Finding } from '@/core/finding'
import { groupBy } from '@/core/group'
import type { TrialRecord } from '@/core/result'
import { accuracyAfter, fromRecord, type SequenceRun, stepsToKnow } from './runs'

/** Less than this is left, as a share of what was known above guessing, and a string counts as forgotten. */
const FORGOTTEN = 0.5

export const findings = (records: readonly TrialRecord[]): Finding[] => {
  const runs = records.map(fromRecord).filter(({ steps }) => steps.length > 0)
  return [...groupBy(runs, ({ symbols }) => symbols)]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([symbols, own]) => {
      const unknown = own.flatMap((run) =>
        newPhases(run).filter((phase) => stepsToKnow(run, phase) === undefined),
      )
      const notKnown: Finding = {
        verdict: 'not reached',
        text: `l ${symbols}: ${unknown.length} of ${own.length * own[0]!.strings} strings were never known while they were shown. Give each more steps.`,
      }
      return [
        ...(unknown.length > 0 ? [notKnown] : []),
        leftFinding(symbols, own),
        speedFinding(symbols, own),
        returnFinding(symbols, own),
      ]
    })
}

const newPhases = ({ strings }: SequenceRun): number[] => Array.from({ length: strings }, (_, phase) => phase)

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function leftFinding(symbols: number, runs: readonly SequenceRun[]): Finding {
  const chance = 1 / symbols
  /** Mean over strings of one run. */
  const after = (run: SequenceRun, strings: readonly number[], phaseOf: (string: number) => number) =>
    mean(strings.flatMap((string) => accuracyAfter(run, phaseOf(string), string) ?? []))
  const all = (run: SequenceRun) => Array.from({ length: run.strings - 1 }, (_, string) => string)
  const known = runs.map((run) => after(run, all(run), (string) => string))
  const next = runs.map((run) => after(run, all(run), (string) => string + 1))
  const end = runs.map((run) => after(run, all(run), () => run.strings - 1))
  const left = (mean(end) - chance) / (mean(known) - chance)
  return {
    verdict: left < FORGOTTEN ? 'agrees' : 'differs',
    text: `l ${symbols}: of a string that was known, ${meanText(next)} of the tokens are right after the next string, and ${meanText(end)} after the last; guessing gives about ${chance.toFixed(2)}.`,
    paper: 'Speicher et al.: what was memorised earlier is forgotten while new strings are memorised',
  }
}

/** Of one phase, a value for each seed; undefined where a seed did not get there. */
function stepsOf(runs: readonly SequenceRun[], phaseOf: (run: SequenceRun) => number): number[] | undefined {
  const steps = runs.flatMap((run) => stepsToKnow(run, phaseOf(run)) ?? [])
  return steps.length === runs.length ? steps : undefined
}

const text = (steps: readonly number[] | undefined): string =>
  steps ? `${meanText(steps, 0)} steps` : 'more steps than it had'

/** The second, not the first: that one has the warm-up. */
function speedFinding(symbols: number, runs: readonly SequenceRun[]): Finding {
  const second = stepsOf(runs, () => 1)
  const last = stepsOf(runs, ({ strings }) => strings - 1)
  return {
    verdict: second && last ? 'seen' : 'not reached',
    text: `l ${symbols}: the second string takes ${text(second)} to know, string ${runs[0]!.strings} takes ${text(last)}.`,
  }
}

/** Against all new strings from the second on, of all seeds. */
function returnFinding(symbols: number, runs: readonly SequenceRun[]): Finding {
  const again = stepsOf(runs, ({ strings }) => strings)
  const fresh = runs.flatMap((run) =>
    newPhases(run)
      .slice(1)
      .flatMap((phase) => stepsToKnow(run, phase) ?? []),
  )
  if (!again || fresh.length === 0) {
    return {
      verdict: 'not reached',
      text: `l ${symbols}: too few strings became known to say whether one that comes back is learned sooner.`,
    }
  }
  const [least, most] = [Math.min(...fresh), Math.max(...fresh)]
  const sooner = again.every((steps) => steps < least)
  const later = again.every((steps) => steps > most)
  const which = sooner ? 'sooner than any new one' : later ? 'later than any new one' : 'as fast as new ones'
  return {
    verdict: 'seen',
    text: `l ${symbols}: when it comes back, the first string is learned ${which}: ${text(again)}, against ${least.toFixed(0)} to ${most.toFixed(0)} for those that were new, from the second on.`,
  }
}
