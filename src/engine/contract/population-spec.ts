/** From trials to what a trainer is asked for. */
import type { Dataset } from '@/core/data/dataset'
import { type Trial, trainingOptions } from '@/core/sweep/trial'
import type { PopulationSpec } from './trainer'

/**
 * @param trials of one population: they differ in what a {@link Member} has of its own, and in nothing else.
 * @param training their strings, in the same order.
 */
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
