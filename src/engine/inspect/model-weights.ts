/** A trained model at hand: its shape and weights, each parameter by its name. */
import { familyById } from '@/core/model/families'
import type { ModelShape } from '@/core/model/family'
import { elementCount } from '../contract/parameters'

export interface InspectedModel {
  readonly family: string
  readonly shape: ModelShape
  /** Values of each parameter, row-major. */
  readonly parameters: ReadonlyMap<string, Float32Array>
}

/**
 * @param weights as `PopulationTrainer.readWeights` returns those of one member: end to end in the family's order.
 * @throws RangeError where they are not as many as the family has.
 */
export function inspectedModel(family: string, shape: ModelShape, weights: Float32Array): InspectedModel {
  const parameters = new Map<string, Float32Array>()
  let at = 0
  for (const spec of familyById(family).parameters(shape)) {
    const end = at + elementCount(spec)
    parameters.set(spec.name, weights.subarray(at, end))
    at = end
  }
  if (at !== weights.length) throw new RangeError(`${weights.length} weights for a model of ${at}`)
  return { family, shape, parameters }
}
