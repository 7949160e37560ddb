/**
 * What an experiment does beyond the plain run: strings of its own, looks at the models while they train, and measurements at the end.
 * `experiments/<id>/run.ts` exports one by default; an experiment without one trains and counts, and no more. Whoever changes what one
 * finds raises the `procedureVersion` in its spec, which is in the keys of its trials.
 */
import type { Dataset } from '@/core/data/dataset'
import type { LookedGrid } from '@/core/figures/figure'
import type { Measured } from '@/core/results/result'
import type { Trial } from '@/core/sweep/trial'
import type { TrialStrings } from '@/core/sweep/trial-strings'
import type { PopulationSpec, PopulationTrainer } from '@/engine/contract/trainer'
import type { Backend } from '@/engine/devices/backend'

export interface Procedure {
  /** The strings of a trial, in place of draws from its source. */
  readonly strings?: (trial: Trial, aside: Aside) => TrialStrings | Promise<TrialStrings>
  /** Steps after which it looks, ascending; 0 is before the first. */
  readonly looks?: (trial: Trial) => readonly number[]
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
  /** Tells whoever watches what a look has found. */
  show(member: number, step: number, values: Readonly<Record<string, number>>, grid?: LookedGrid): void
}

/** For a model that has to be trained beside the population: a reference. */
export interface Aside {
  /** The device: what lives on it ends with it. */
  readonly backend: Backend
  /** Trains to the end, and can be paused and stopped as any run. The caller disposes it. @param what it is, as in "Training the reference model" */
  train(spec: PopulationSpec, what: string): Promise<PopulationTrainer>
}

export interface Measurement {
  /** Training waits for it. */
  look?(step: number): Promise<void>
  /** After the last step and look. @returns for each member what goes into its record. */
  finish(codeLengths: FinalCodeLengths): Promise<readonly Measured[]>
}

/** Of each member's strings after the last step, (N) nats. */
export interface FinalCodeLengths {
  readonly training: readonly Float64Array[]
  readonly heldOut: readonly Float64Array[]
}
