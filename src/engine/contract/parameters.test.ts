import { expect, it } from 'vitest'
import type { ParameterSpec } from '@/core/model/family'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import { initialParameters } from './parameters'

const SPECS: readonly ParameterSpec[] = [
  { name: 'gain', shape: [3], init: { kind: 'constant', value: 1 } },
  { name: 'wide', shape: [4, 5], init: { kind: 'normal', std: 0.04 } },
  { name: 'residual', shape: [50, 40], init: { kind: 'normal', std: 0.02 } },
]
const SEEDS = [7, 0]

it('draws each member the same alone as beside others', () => {
  const together = initialParameters(SPECS, SEEDS)
  SEEDS.forEach((seed, m) => {
    initialParameters(SPECS, [seed]).forEach((alone, p) => {
      expect(together[p]!.slice(m * alone.length, (m + 1) * alone.length)).toEqual(alone)
    })
  })
})

it('scales the draws, not their order, and constants not at all', () => {
  const recipe = initialParameters(SPECS, SEEDS)
  expect(initialParameters(SPECS, SEEDS, RECIPE_OPTIONS.initStd)).toEqual(recipe)
  const larger = initialParameters(SPECS, SEEDS, 8 * RECIPE_OPTIONS.initStd)
  expect(larger[0]).toEqual(recipe[0])
  // Eight times is exact in binary.
  expect(larger.slice(1)).toEqual(recipe.slice(1).map((values) => values.map((value) => 8 * value)))
  const spread = Math.sqrt(larger[2]!.reduce((sum, value) => sum + value ** 2, 0) / larger[2]!.length)
  expect(spread / (8 * 0.02)).toBeCloseTo(1, 1)
})
