/** Initial weights: drawn in the family's order from each member's own `init` stream, the same alone or in any population. */
import type { ParameterSpec } from '@/core/family'
import { randomStream } from '@/core/rng'

export const elementCount = (spec: ParameterSpec): number => spec.shape.reduce((product, n) => product * n, 1)

/** @returns for each parameter its values with the member axis in front, (M, …shape), row-major. */
export function initialParameters(specs: readonly ParameterSpec[], seeds: readonly number[]): Float32Array[] {
  const values = specs.map((spec) => new Float32Array(seeds.length * elementCount(spec)))
  seeds.forEach((seed, member) => {
    const random = randomStream('init', seed)
    specs.forEach((spec, p) => {
      const size = elementCount(spec)
      const view = values[p]!.subarray(member * size, (member + 1) * size)
      if (spec.init.kind === 'constant') view.fill(spec.init.value)
      else for (let i = 0; i < size; i++) view[i] = spec.init.std * random.normal()
    })
  })
  return values
}
