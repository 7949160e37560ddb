/**
 * Golden losses decide whether a device is trusted, so they are held to arithmetic that shares nothing with the engine's ops, gradients or
 * update: the families' float64 references, central differences for gradients, and the recipe's AdamW (science.md §4) written out here.
 * From the engine come the weights that a seed draws, which are data.
 */
import { expect, it } from 'vitest'
import { batchIndices } from '@/core/data/batch-order'
import { familyById } from '@/core/model/families'
import { initialParameters } from '../contract/parameters'
import type { Member } from '../contract/trainer'
import type { ReferenceParameters } from '../testing/reference-math'
import {
  goldenLosses,
  SELF_TEST_MEMBERS,
  SELF_TEST_SCHEDULE,
  SELF_TEST_SHAPE,
  SELF_TEST_STEPS,
} from './self-test'

interface ReferenceModule {
  referenceCodeLengths(
    parameters: ReferenceParameters,
    shape: typeof SELF_TEST_SHAPE,
    tokens: readonly number[],
  ): number[]
}
const references = import.meta.glob<ReferenceModule>('../../families/*/reference.ts', { eager: true })
const families = Object.entries(references).map(([path, reference]) => ({
  id: path.split('/').at(-2)!,
  reference,
}))

const RECIPE = { beta1: 0.8, beta2: 0.99, epsilon: 1e-8, weightDecay: 0.01, clipNorm: 1, warmup: 1 / 20 }
/** Central differences of float64 losses near 2.8: truncation and rounding stay near 1e-11, a thousandth of AdamW's ε. */
const NUDGE = 1e-5
/** The goldens are float32 arithmetic, kept to six decimals: worst relative difference measured over all four families 1.7e-7. */
const TOLERANCE = 1e-6

/** Losses looked at of each member: the first, of three times the strings a step, is dear, and the second takes all steps alike. */
const LOOKED = [2, SELF_TEST_STEPS]

/** A member's losses of its first steps, nats per token, in float64: some 45,000 forward passes of a string for both, seconds of processor time. */
function referenceLosses(
  id: string,
  { referenceCodeLengths }: ReferenceModule,
  member: Member,
  steps: number,
): number[] {
  const specs = familyById(id).parameters(SELF_TEST_SHAPE)
  const weights = initialParameters(specs, [member.seed]).map((values) => Float64Array.from(values))
  const named = new Map(specs.map(({ name }, p) => [name, weights[p]!]))
  const moments = weights.map(({ length }) => ({
    first: new Float64Array(length),
    second: new Float64Array(length),
  }))
  const { seqLen } = SELF_TEST_SHAPE
  const count = member.tokens.length / seqLen
  const losses: number[] = []

  for (let step = 1; step <= steps; step++) {
    const strings = Array.from(
      member.batch < count
        ? batchIndices(member.seed, step - 1, member.batch, count)
        : Array.from({ length: count }, (_, n) => n),
      (n) => [...member.tokens.subarray(n * seqLen, (n + 1) * seqLen)],
    )
    const loss = () => {
      const nats = strings.flatMap((string) => referenceCodeLengths(named, SELF_TEST_SHAPE, string))
      return nats.reduce((sum, value) => sum + value, 0) / nats.length
    }
    losses.push(loss())
    // No loss is looked at after the last update.
    if (step === steps) break
    const gradients = weights.map((own) =>
      own.map((value, i) => {
        own[i] = value + NUDGE
        const above = loss()
        own[i] = value - NUDGE
        const below = loss()
        own[i] = value
        return (above - below) / (2 * NUDGE)
      }),
    )
    const norm = Math.sqrt(gradients.reduce((sum, own) => own.reduce((total, g) => total + g * g, sum), 0))
    const clip = RECIPE.clipNorm / Math.max(norm, RECIPE.clipNorm)
    const rate = member.learningRate * Math.min(1, step / (RECIPE.warmup * SELF_TEST_SCHEDULE))
    weights.forEach((own, p) => {
      const { first, second } = moments[p]!
      own.forEach((weight, i) => {
        const gradient = clip * gradients[p]![i]!
        first[i] = RECIPE.beta1 * first[i]! + (1 - RECIPE.beta1) * gradient
        second[i] = RECIPE.beta2 * second[i]! + (1 - RECIPE.beta2) * gradient ** 2
        const mean = first[i]! / (1 - RECIPE.beta1 ** step)
        const deviation = Math.sqrt(second[i]! / (1 - RECIPE.beta2 ** step)) + RECIPE.epsilon
        own[i] = weight - rate * (mean / deviation + RECIPE.weightDecay * weight)
      })
    })
  }
  return losses
}

it.each(families)('golden losses of $id are those of float64 arithmetic', (family) => {
  const golden = goldenLosses(family.id)
  expect(golden).toHaveLength(SELF_TEST_STEPS * SELF_TEST_MEMBERS.length)
  expect(LOOKED).toHaveLength(SELF_TEST_MEMBERS.length)
  SELF_TEST_MEMBERS.forEach((member, m) => {
    const want = referenceLosses(family.id, family.reference, member, LOOKED[m]!)
    want.forEach((nats, step) => {
      const got = golden[step * SELF_TEST_MEMBERS.length + m]!
      expect(Math.abs(got - nats) / nats, `step ${step + 1}, member ${m}: ${nats}`).toBeLessThan(TOLERANCE)
    })
  })
})
