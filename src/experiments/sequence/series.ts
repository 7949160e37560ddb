/** Accuracy of every string by phases, as probes of finished and training runs have measured it. */
import { MEMORIZED_ACCURACY, stepAtLoss } from '@/core/metrics/phases'
import { curve } from '@/core/runs/curve'
import { repetitionOf } from '@/core/runs/repetition'
import { type Run, type StartedRun, startedRuns } from '@/core/runs/run'
import { versionsOf } from '@/core/sweep/trial'
import { accuracyName, PROCEDURE_VERSION, shownStrings, stepsAString, stringsBefore } from './phases'

export interface SequenceRun {
  readonly trialKey: string
  readonly seed: number
  readonly symbols: number
  /** K: those before the return. */
  readonly strings: number
  readonly phaseSteps: number
  readonly steps: readonly number[]
  /** Accuracy of each string, the one after the return last, at each of `steps`. */
  readonly accuracy: readonly (readonly number[])[]
}

function sequenceOf(run: StartedRun): SequenceRun {
  const { key, seed, datasetSize, steps } = run.trial
  const strings = stringsBefore(datasetSize)
  const curves = Array.from({ length: datasetSize }, (_, i) => curve(run, accuracyName(i)))
  return {
    trialKey: key,
    seed,
    symbols: repetitionOf(run).symbols,
    strings,
    phaseSteps: stepsAString(strings, steps),
    steps: curves[0]?.steps ?? [],
    accuracy: curves.map((own) => own?.values ?? []),
  }
}

/** Runs that were probed, smallest alphabet first. Those by another timetable are left out: they cannot be read by this one. */
export const sequenceRuns = (runs: readonly Run[]): SequenceRun[] =>
  startedRuns(runs)
    .filter(({ trial }) => versionsOf(trial.key).procedure === PROCEDURE_VERSION)
    .map(sequenceOf)
    .filter(({ steps }) => steps.length > 0)
    .toSorted((a, b) => a.symbols - b.symbols || a.seed - b.seed)

/** Accuracy of a string at the end of a phase; undefined before that. */
export function accuracyAfter(run: SequenceRun, phase: number, string: number): number | undefined {
  const probe = run.steps.indexOf((phase + 1) * run.phaseSteps)
  return probe < 0 ? undefined : run.accuracy[string]?.[probe]
}

/** The phase that a run is in the middle of, as of its last probe; undefined between phases and after the last. */
export function phaseNow({ steps, phaseSteps }: SequenceRun): number | undefined {
  const last = steps.at(-1) ?? 0
  return last > 0 && last % phaseSteps === 0 ? undefined : Math.floor(last / phaseSteps)
}

/** Share of what guessing among l symbols leaves: 0 for guessing or worse, 1 for every token right. */
export const aboveChance = (accuracy: number, symbols: number): number =>
  Math.max(0, (accuracy - 1 / symbols) / (1 - 1 / symbols))

/** Steps of a phase until its string is known, between probes; undefined where it was not. */
export function stepsToKnow(run: SequenceRun, phase: number): number | undefined {
  const from = phase * run.phaseSteps
  const own = run.accuracy[shownStrings(run.strings)[phase]!] ?? []
  const probes = run.steps.flatMap((step, i) =>
    step >= from && step <= from + run.phaseSteps ? [{ step: step - from, wrong: 1 - (own[i] ?? 0) }] : [],
  )
  return stepAtLoss(
    probes.map(({ step }) => step),
    probes.map(({ wrong }) => wrong),
    1 - MEMORIZED_ACCURACY,
  )
}
