/** What a trainer is asked for, for a population of trials and the strings of each. */
import type { Dataset } from '@/core/data/dataset'
import { type Trial, trainingOptions } from '@/core/sweep/trial'
import type { PopulationSpec } from './trainer'

/** @param trials alike in all but what a member has of its own. @param training strings of each, in the same order. */
export function populationSpec(trials: readonly Trial[], training: readonly Dataset[]): PopulationSpec {
  const { family, shape, steps } = trials[0]!
  return {
    family,
    shape,
    steps,
    options: trainingOptions(trials[0]!),
    members: trials.map(({ seed, learningRate, batch }, i) => ({
      seed,
      tokens: training[i]!.tokens,
      learningRate,
      batch,
    })),
  }
}
