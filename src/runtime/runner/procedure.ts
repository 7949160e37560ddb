/**
 * What an experiment does beyond the plain run: strings of its own, probes of the models while they train, and measurements at the end.
 * `experiments/<id>/procedure.ts` exports one by default; an experiment without one trains and counts, and no more. Whoever changes what
 * one finds raises the `procedureVersion` in its spec, which is in the keys of its trials.
 */
import type { Dataset } from '@/core/data/dataset'
import type { Grid } from '@/core/metrics/grid'
import type { Measured } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import type { TrialStrings } from '@/core/sweep/trial-strings'
import type { PopulationSpec, PopulationTrainer } from '@/engine/contract/trainer'
import type { Backend } from '@/engine/devices/backend'

export interface Procedure {
  /** The strings of a trial, in place of draws from its source. */
  readonly strings?: (
    trial: Trial,
    referenceTraining: ReferenceTraining,
  ) => TrialStrings | Promise<TrialStrings>
  /** Steps after which it probes, ascending; 0 is before the first. */
  readonly probeSteps?: (trial: Trial) => readonly number[]
  /** Called once for each population, before its first step. */
  begin(session: Session): Measurement
}

/** A population in training: members in the order of `trials`. */
export interface Session {
  readonly trials: readonly Trial[]
  readonly training: readonly Dataset[]
  readonly heldOut: readonly Dataset[]
  readonly trainer: Pick<
    PopulationTrainer,
    'codeLengths' | 'predictions' | 'readWeights' | 'writeWeights' | 'trainOn'
  >
}

/** What it takes to ask a population's models about their strings. */
export type AskedStrings = Pick<Session, 'training' | 'heldOut'> & {
  readonly trainer: Pick<Session['trainer'], 'predictions'>
}

/** Result of a probe for one member. */
export interface Probe {
  /**
   * Shown while it trains. A name with a dot, `attack.auc`, is kept in the record too: as a trace beside the probes' steps, `attack.step`.
   * The procedure rounds them: four to six digits are as many as a chart can show.
   */
  readonly values: Readonly<Record<string, number>>
  /** A picture that is shown while it trains, and not kept in the record. */
  readonly grid?: Grid | undefined
}

/** Trains a further model that the strings or measurements of a population need: a reference. */
export interface ReferenceTraining {
  /** The device: a model on it ends with it. */
  readonly backend: Backend
  /** Trains to the end, and can be paused and stopped as any run. The caller disposes it. @param what it is, as in "Training the reference model" */
  train(spec: PopulationSpec, what: string): Promise<PopulationTrainer>
}

export interface Measurement {
  /** Training waits for it. @returns what it found in each member. */
  probe?(step: number): Promise<readonly Probe[]>
  /** Called after the last step and probe. @returns for each member what goes into its record, beside its probes' traces. */
  finish(codeLengths: FinalCodeLengths): Promise<readonly Measured[]>
}

/** Code lengths of each member's strings after the last step, (N) nats. */
export interface FinalCodeLengths {
  readonly training: readonly Float64Array[]
  readonly heldOut: readonly Float64Array[]
}
