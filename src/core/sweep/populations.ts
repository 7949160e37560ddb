/** Chooses which trials are left to do, and which of them train together. */
import { groupBy } from '../group'
import { printShape, type Trial, trainingOptions } from './trial'

export interface Population {
  readonly trials: readonly Trial[]
}

export interface PackingLimits {
  /** Whether members of any sizes lie end to end, none padded to another. */
  readonly ragged: boolean
  /** For devices that are not ragged: the largest factor by which a member may be padded to the longest. 1 packs equal sizes only. */
  readonly maxPadding: number
  readonly maxMembers: number
  /** Bytes that one population may take while it trains. */
  readonly maxBytes: number
}

/** @param finished by trial key. */
export const remainingTrials = (
  trials: readonly Trial[],
  finished: { has(trialKey: string): boolean },
): Trial[] => trials.filter((trial) => !finished.has(trial.key))

/**
 * Groups trials of one family, shape, step count and training options into populations within the limits, like sizes together, in order
 * of dataset size. How trials are packed changes no result (the members of a population do not see each other).
 * @param fits whether the device can train these trials together; they come in order of size, and one alone is not asked about.
 */
export function packPopulations(
  trials: readonly Trial[],
  limits: Pick<PackingLimits, 'ragged' | 'maxPadding' | 'maxMembers'>,
  fits: (trials: readonly Trial[]) => boolean,
): Population[] {
  const groups = groupBy(trials, (trial) =>
    [trial.family, printShape(trial.shape), trial.steps, ...Object.values(trainingOptions(trial))].join(' '),
  )
  return [...groups.values()].flatMap((group) => {
    const populations: Trial[][] = []
    let current: Trial[] = []
    for (const trial of group.toSorted(
      (a, b) => a.batch - b.batch || a.datasetSize - b.datasetSize || a.seed - b.seed,
    )) {
      const smallest = current[0]
      const joins =
        smallest !== undefined &&
        current.length < limits.maxMembers &&
        (limits.ragged || trial.batch <= smallest.batch * limits.maxPadding) &&
        fits([...current, trial])
      if (joins) current.push(trial)
      else {
        current = [trial]
        populations.push(current)
      }
    }
    return populations.map((members) => ({ trials: members }))
  })
}
