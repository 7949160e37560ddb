/** Initial weights: drawn in the family's order from each member's own `init` stream, the same alone or in any population. */

import { type RandomStream, randomStream } from '@/core/data/rng'
import type { ParameterSpec } from '@/core/model/family'
import { RECIPE_OPTIONS } from '@/core/model/recipe'

/** Elements of a parameter of one member. */
export const elementCount = (spec: ParameterSpec): number => spec.shape.reduce((product, n) => product * n, 1)

/**
 * Draws the initial weights of all members.
 * @param initStd scales every draw by its ratio to the recipe's own: the same numbers, larger or smaller.
 * @returns for each parameter its values with the member axis in front, (M, …shape), row-major.
 */
export function initialParameters(
  specs: readonly ParameterSpec[],
  seeds: readonly number[],
  initStd: number = RECIPE_OPTIONS.initStd,
): Float32Array[] {
  const scale = initStd / RECIPE_OPTIONS.initStd
  const values = specs.map((spec) => new Float32Array(seeds.length * elementCount(spec)))
  seeds.forEach((seed, member) => {
    const random = randomStream('init', seed)
    specs.forEach((spec, p) => {
      const size = elementCount(spec)
      fill(values[p]!.subarray(member * size, (member + 1) * size), spec, scale, random)
    })
  })
  return values
}

function fill(view: Float32Array, { init, shape }: ParameterSpec, scale: number, random: RandomStream): void {
  switch (init.kind) {
    case 'constant':
      view.fill(init.value)
      return
    case 'normal':
      for (let i = 0; i < view.length; i++) view[i] = scale * init.std * random.normal()
      return
    case 'sinusoidal': {
      const columns = shape.at(-1)!
      for (let i = 0; i < view.length; i++) {
        const column = i % columns
        const angle = Math.floor(i / columns) / 10_000 ** ((column - (column % 2)) / columns)
        view[i] = init.amplitude * (column % 2 === 0 ? Math.sin(angle) : Math.cos(angle))
      }
      return
    }
    default:
      throw init satisfies never
  }
}
