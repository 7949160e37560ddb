/** What looks have seen of every string, by phases, from finished and from training trials. */
import type { FigureInput } from '@/core/figures/figure'
import { MEMORIZED_ACCURACY, stepAtLoss } from '@/core/metrics/phases'
import type { TrialRecord } from '@/core/results/result'
import { ofRecord } from '@/core/runs/repetition'
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
  /** For each string, the one after the return last, at each of `steps`. */
  readonly accuracy: readonly (readonly number[])[]
}

const indices = (count: number) => Array.from({ length: count }, (_, i) => i)

/** Runs by another timetable cannot be read by this one. */
const isReadable = ({ trialKey }: { readonly trialKey: string }): boolean =>
  versionsOf(trialKey).procedure === PROCEDURE_VERSION

export function finishedRuns(records: readonly TrialRecord[]): SequenceRun[] {
  return records
    .filter(isReadable)
    .map((record) => ({
      trialKey: record.trialKey,
      seed: record.seed,
      symbols: ofRecord(record).symbols,
      ...timesOf(record),
      steps: record.traces['look.step'] ?? [],
      accuracy: indices(record.datasetSize).map((i) => record.traces[`look.${accuracyName(i)}`] ?? []),
    }))
    .filter(({ steps }) => steps.length > 0)
}

function timesOf({ datasetSize, steps }: Pick<TrialRecord, 'datasetSize' | 'steps'>) {
  const strings = stringsBefore(datasetSize)
  return { strings, phaseSteps: stepsAString(strings, steps) }
}

/** Those with looks; smallest alphabet first. */
export function sequenceRuns({ planned, records, live }: FigureInput): SequenceRun[] {
  const finished = new Set(records.map(({ trialKey }) => trialKey))
  const training = live.flatMap(({ trialKey, looked }): SequenceRun[] => {
    const trial = planned.find(({ key }) => key === trialKey)
    if (!trial || !looked || finished.has(trialKey) || trial.source.id !== 'alphabet') return []
    const { seed, datasetSize, source, steps } = trial
    return [
      {
        trialKey,
        seed,
        symbols: source.symbols,
        ...timesOf({ datasetSize, steps }),
        steps: looked.steps,
        accuracy: indices(datasetSize).map((i) => looked.values[accuracyName(i)] ?? []),
      },
    ]
  })
  return [...finishedRuns(records), ...training.filter(({ steps }) => steps.length > 0)].toSorted(
    (a, b) => a.symbols - b.symbols || a.seed - b.seed,
  )
}

/** Accuracy of a string at the end of a phase; undefined before that. */
export function accuracyAfter(run: SequenceRun, phase: number, string: number): number | undefined {
  const look = run.steps.indexOf((phase + 1) * run.phaseSteps)
  return look < 0 ? undefined : run.accuracy[string]?.[look]
}

/** The phase that a run is in the middle of, as of its last look; undefined between phases and after the last. */
export function phaseNow({ steps, phaseSteps }: SequenceRun): number | undefined {
  const last = steps.at(-1) ?? 0
  return last > 0 && last % phaseSteps === 0 ? undefined : Math.floor(last / phaseSteps)
}

/** Share of what guessing among l symbols leaves: 0 for guessing or worse, 1 for every token right. */
export const aboveChance = (accuracy: number, symbols: number): number =>
  Math.max(0, (accuracy - 1 / symbols) / (1 - 1 / symbols))

/** Steps of a phase until its string is known, between looks; undefined where it was not. */
export function stepsToKnow(run: SequenceRun, phase: number): number | undefined {
  const from = phase * run.phaseSteps
  const own = run.accuracy[shownStrings(run.strings)[phase]!] ?? []
  const looks = run.steps.flatMap((step, i) =>
    step >= from && step <= from + run.phaseSteps ? [{ step: step - from, wrong: 1 - (own[i] ?? 0) }] : [],
  )
  return stepAtLoss(
    looks.map(({ step }) => step),
    looks.map(({ wrong }) => wrong),
    1 - MEMORIZED_ACCURACY,
  )
}

/** `2`, and `1 again` for the return. */
export const phaseName = ({ strings }: SequenceRun, phase: number): string =>
  phase === strings ? '1 again' : String(shownStrings(strings)[phase]! + 1)
