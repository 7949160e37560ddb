/** A sweep in parts of like work, for machines that know nothing of each other. */
import { trialFlop } from './estimate'
import type { Trial } from './trial'

/**
 * The longest trial first, each to the part that has least to do yet: no part then takes longer than 4/3 of what it would in the best partition
 * (Graham 1969, "Bounds on multiprocessing timing anomalies"). Equal trials give equal parts, everywhere.
 * @returns `count` parts, which have every trial once, in its order; some are empty where there are fewer trials.
 */
export function shardsOf(trials: readonly Trial[], count: number): Trial[][] {
  const work = new Array<number>(count).fill(0)
  const shardOf = new Map<Trial, number>()
  for (const trial of trials.toSorted((a, b) => trialFlop(b) - trialFlop(a))) {
    const least = work.indexOf(Math.min(...work))
    work[least]! += trialFlop(trial)
    shardOf.set(trial, least)
  }
  return work.map((_, shard) => trials.filter((trial) => shardOf.get(trial) === shard))
}
