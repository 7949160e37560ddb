/** How much is forgotten, whether learning gets faster, and whether what comes back is learned faster than what is new. */
import { meanText } from '@/core/figures/figure-points'
import type { Finding } from '@/core/findings/finding'
import { ENOUGH_SEEDS } from '@/core/findings/seed-verdict'
import { groupBy } from '@/core/group'
import type { TrialRecord } from '@/core/results/result'
import { changeText } from '@/core/text/number'
import { lookSpacing } from './phases'
import { accuracyAfter, finishedRuns, type SequenceRun, stepsToKnow } from './series'

/** Less than this is left, as a share of what was known above guessing, and a string counts as forgotten. */
const FORGOTTEN = 0.5

export const findings = (records: readonly TrialRecord[]): Finding[] => {
  return [...groupBy(finishedRuns(records), ({ symbols }) => symbols)]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([symbols, own]) => {
      const unknown = own.flatMap((run) =>
        newPhases(run).filter((phase) => stepsToKnow(run, phase) === undefined),
      )
      const notKnown: Finding = {
        verdict: 'not reached',
        text: `l ${symbols}: ${unknown.length} of ${own.length * own[0]!.strings} strings ${unknown.length === 1 ? 'was' : 'were'} not known by the end of ${unknown.length === 1 ? 'its' : 'their'} time. Give each more steps.`,
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

/** Of strings that were known while they were shown: what never was known cannot be forgotten. The last one is not: nothing comes after it. */
function leftFinding(symbols: number, runs: readonly SequenceRun[]): Finding {
  const chance = 1 / symbols
  const learned = runs
    .map((run) => ({
      run,
      strings: newPhases(run).filter(
        (phase) => phase < run.strings - 1 && stepsToKnow(run, phase) !== undefined,
      ),
    }))
    .filter(({ strings }) => strings.length > 0)
  const paper = 'Speicher et al.: what was memorised earlier is forgotten while new strings are memorised'
  if (learned.length === 0) {
    return {
      verdict: 'not reached',
      text: `l ${symbols}: no string was known before the next one came, so nothing could be forgotten. Give each more steps.`,
      paper,
    }
  }
  /** Mean over strings, for each run. */
  const after = (phaseOf: (string: number, run: SequenceRun) => number) =>
    learned.map(({ run, strings }) =>
      mean(strings.flatMap((string) => accuracyAfter(run, phaseOf(string, run), string) ?? [])),
    )
  const known = after((string) => string)
  const next = after((string) => string + 1)
  const end = after((_, run) => run.strings - 1)
  const left = (mean(end) - chance) / (mean(known) - chance)
  return {
    verdict: left < FORGOTTEN ? 'agrees' : 'differs',
    text: `l ${symbols}: of a string that was known, ${meanText(next)} of the tokens are right after the next string, and ${meanText(end)} after string ${runs[0]!.strings}; guessing gives about ${chance.toFixed(2)}.`,
    paper,
  }
}

/** Of one phase, a value for each seed; undefined where a seed did not get there. */
function stepsOf(runs: readonly SequenceRun[], phaseOf: (run: SequenceRun) => number): number[] | undefined {
  const steps = runs.flatMap((run) => stepsToKnow(run, phaseOf(run)) ?? [])
  return steps.length === runs.length ? steps : undefined
}

const text = (steps: readonly number[] | undefined): string =>
  steps ? `takes ${meanText(steps, 0, 'steps')} to know` : 'is not known after its steps'

/** The second, not the first: that one has the warm-up. */
function speedFinding(symbols: number, runs: readonly SequenceRun[]): Finding {
  const second = stepsOf(runs, () => 1)
  const last = stepsOf(runs, ({ strings }) => strings - 1)
  return {
    verdict: second && last ? 'seen' : 'not reached',
    text: `l ${symbols}: the second string ${text(second)}, string ${runs[0]!.strings} ${text(last)}.`,
  }
}

/** Against the new string that follows it: by then strings are learned faster anyway. */
function returnFinding(symbols: number, runs: readonly SequenceRun[]): Finding {
  const again = stepsOf(runs, ({ strings }) => strings)
  if (!again) {
    return {
      verdict: 'not reached',
      text: `l ${symbols}: the first string was not known again in its time, so that it was learned sooner cannot be said. Give each more steps.`,
    }
  }
  const control = stepsOf(runs, ({ strings }) => strings + 1)
  const spacing = lookSpacing(runs[0]!.phaseSteps)
  // What was not known in its time took longer than all of it.
  const ratios = runs.map((run, i) => (stepsToKnow(run, run.strings + 1) ?? run.phaseSteps) / again[i]!)
  const sooner = ratios.every((ratio) => ratio > 1 + spacing)
  const later = control !== undefined && ratios.every((ratio) => ratio < 1 / (1 + spacing))
  const which = sooner
    ? runs.length < ENOUGH_SEEDS
      ? `sooner; whether something of it was still there, only ${ENOUGH_SEEDS} seeds and more would tell`
      : 'sooner: something of it was still there'
    : later
      ? 'later'
      : `no sooner than looks can tell apart (${changeText(spacing)})`
  return {
    verdict: 'seen',
    text: `l ${symbols}: when it comes back, the first string ${text(again)}, a new one right after it ${text(control)}: ${which}.`,
  }
}
