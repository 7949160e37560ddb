/**
 * A trial as far as it has come: planned, training or finished. Everything that shows or judges results (figures, findings, checks,
 * tables, files, the command line's report) takes runs, so that nobody joins plans, records and live values a second time.
 */
import { uniformDatasetBits } from '../metrics/bits'
import type { Grid } from '../metrics/grid'
import { type TrialRecord, trialOf } from '../results/result'
import type { Trial } from '../sweep/trial'

/** Values at ascending steps. */
export interface Curve {
  readonly steps: readonly number[]
  /** One for each step; NaN where a probe had no value. */
  readonly values: readonly number[]
}

/** Values that a member in training has reported so far. */
export interface LiveValues {
  /** Steps taken. */
  readonly step: number
  /** −log2 p_source of all its strings. */
  readonly datasetBits: number
  /** Mean loss over the latest step's batch. */
  readonly trainBitsPerToken: number
  /** Bits of its data less what they cost now: exact for a full batch, an estimate for a smaller one. */
  readonly memorizedBits: number
  /** Its loss (`loss.bitsPerToken`) and what probes have found, by the names of the record's traces. */
  readonly curves: Readonly<Record<string, Curve>>
  /** The latest picture of a probe. */
  readonly grid: Grid | undefined
}

export interface PlannedRun {
  readonly state: 'planned'
  readonly trial: Trial
}

export interface TrainingRun {
  readonly state: 'training'
  readonly trial: Trial
  readonly live: LiveValues
}

export interface FinishedRun {
  readonly state: 'finished'
  readonly trial: Trial
  readonly record: TrialRecord
}

export type Run = PlannedRun | TrainingRun | FinishedRun
/** A run that has something to show. */
export type StartedRun = TrainingRun | FinishedRun

/**
 * The only join of what is planned, what has finished and what trains now.
 * @param trials of one sweep, in its order. @param records, @param live by trial key; those of other sweeps are left out.
 */
export const joinRuns = (
  trials: readonly Trial[],
  records: ReadonlyMap<string, TrialRecord>,
  live: ReadonlyMap<string, LiveValues> = new Map(),
): Run[] =>
  trials.map((trial): Run => {
    const record = records.get(trial.key)
    if (record) return { state: 'finished', trial, record }
    const values = live.get(trial.key)
    return values ? { state: 'training', trial, live: values } : { state: 'planned', trial }
  })

/** The same runs with what trains now among them: those that are only planned and have live values. */
export const withLive = (runs: readonly Run[], live: ReadonlyMap<string, LiveValues>): readonly Run[] =>
  live.size === 0
    ? runs
    : runs.map((run): Run => {
        const values = run.state === 'planned' ? live.get(run.trial.key) : undefined
        return values ? { state: 'training', trial: run.trial, live: values } : run
      })

/** Runs of records whose plan is not at hand: recorded results, imported files. @throws RangeError as {@link trialOf}. */
export const runsOfRecords = (records: readonly TrialRecord[]): FinishedRun[] =>
  records.map((record) => ({ state: 'finished', trial: trialOf(record), record }))

export const isFinished = (run: Run): run is FinishedRun => run.state === 'finished'
export const isTraining = (run: Run): run is TrainingRun => run.state === 'training'
export const isStarted = (run: Run): run is StartedRun => run.state !== 'planned'

export const finishedRuns = (runs: readonly Run[]): FinishedRun[] => runs.filter(isFinished)
export const startedRuns = (runs: readonly Run[]): StartedRun[] => runs.filter(isStarted)
export const recordsOf = (runs: readonly Run[]): TrialRecord[] =>
  finishedRuns(runs).map(({ record }) => record)

/** Whether there are runs and all of them have finished. */
export const isWhole = (runs: readonly Run[]): boolean => runs.length > 0 && runs.every(isFinished)

/** −log2 p_source of a started run's strings. */
export const datasetBitsOf = (run: StartedRun): number =>
  run.state === 'finished' ? run.record.datasetBits : run.live.datasetBits

/** Memorised bits, signed: as recorded, or as of the latest step. */
export const memorizedBitsOf = (run: StartedRun): number =>
  run.state === 'finished' ? run.record.memorizedBits : run.live.memorizedBits

/** Mean training loss, bits per token: over all strings after the last step, or over the latest step's batch. */
export const trainLossOf = (run: StartedRun): number =>
  run.state === 'finished' ? run.record.trainBitsPerToken : run.live.trainBitsPerToken

/** −log2 p of strings as many and as long, if a uniform source had given them: known before a run. */
export const uniformBitsOf = ({ trial: { datasetSize, shape } }: Run): number =>
  uniformDatasetBits(datasetSize, shape.seqLen, shape.vocab)

/** Bits of data for each parameter. */
export const dataPerParam = (run: StartedRun): number => datasetBitsOf(run) / run.trial.params

/** Memorised bits for each parameter. */
export const memorizedPerParam = (run: StartedRun): number => memorizedBitsOf(run) / run.trial.params
