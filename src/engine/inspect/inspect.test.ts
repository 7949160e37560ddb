/** The interpreter against the families' float64 references, and switched-off parts against models whose weights say the same. */
import { describe, expect, it } from 'vitest'
import { families } from '@/core/model/families'
import type { ModelShape } from '@/core/model/family'
import { modelParts } from '@/core/model/parts'
import { elementCount, initialParameters } from '../contract/parameters'
import type { ReferenceParameters } from '../testing/reference-math'
import { predict, stringNats } from './inspect'
import { inspectedModel } from './model-weights'

const references = import.meta.glob<{
  referenceCodeLengths(
    parameters: ReferenceParameters,
    shape: ModelShape,
    tokens: readonly number[],
  ): number[]
}>('../../families/*/reference.ts', { eager: true })

const SHAPE: ModelShape = { layers: 2, width: 24, heads: 2, vocab: 13, seqLen: 9, tied: false }
const TOKENS = [3, 12, 0, 7, 7, 1, 9, 4, 11]

/** Weights large enough for attention and MLPs to matter. */
const weightsOf = (family: string, shape: ModelShape): Float32Array =>
  Float32Array.from(
    initialParameters(families.get(family)!.parameters(shape), [5], 0.4).flatMap((values) =>
      Array.from(values),
    ),
  )

const modelOf = (family: string, shape: ModelShape = SHAPE) =>
  inspectedModel(family, shape, weightsOf(family, shape))

/** The same model with some parameters changed. */
function changed(family: string, change: (name: string, values: Float32Array) => void) {
  const weights = weightsOf(family, SHAPE)
  let at = 0
  for (const spec of families.get(family)!.parameters(SHAPE)) {
    change(spec.name, weights.subarray(at, at + elementCount(spec)))
    at += elementCount(spec)
  }
  return inspectedModel(family, SHAPE, weights)
}

describe.each([...families.keys()])('%s', (family) => {
  it.each([SHAPE, { ...SHAPE, tied: true, heads: 1 }])('is its reference, tied $tied', (shape) => {
    const model = modelOf(family, shape)
    const parameters = new Map(
      [...model.parameters].map(([name, values]) => [name, Float64Array.from(values)]),
    )
    const { referenceCodeLengths } = references[`../../families/${family}/reference.ts`]!
    const expected = referenceCodeLengths(parameters, shape, TOKENS)
    const { nats, logits } = predict(model, Int32Array.from(TOKENS))
    expect(logits).toHaveLength(9 * 13)
    nats.forEach((own, t) => {
      expect(own).toBeCloseTo(expected[t]!, 10)
    })
    const [whole] = stringNats(model, Int32Array.from(TOKENS))
    expect(whole).toBeCloseTo(
      expected.reduce((sum, own) => sum + own, 0),
      9,
    )
  })

  it('sees only what comes before: a shorter string has the same predictions', () => {
    const model = modelOf(family)
    const whole = predict(model, Int32Array.from(TOKENS))
    const short = predict(model, Int32Array.from(TOKENS.slice(0, 5)))
    expect([...short.logits]).toEqual([...whole.logits.subarray(0, 5 * 13)])
  })

  it('shares out all of a head’s attention among the inputs so far', () => {
    const { attention } = predict(modelOf(family), Int32Array.from(TOKENS), [], 4)
    expect(attention).toHaveLength(2)
    for (const layer of attention) {
      expect(layer).toHaveLength(2 * 5)
      for (const head of [0, 1]) {
        const own = layer.subarray(head * 5, (head + 1) * 5)
        expect(own.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
        expect(Math.min(...own)).toBeGreaterThan(0)
      }
    }
  })

  it('without an MLP is the model whose last MLP matrix is zero', () => {
    const part = { kind: 'mlp', layer: 1 } as const
    const same = changed(family, (name, values) => {
      if (name.startsWith('h1.mlpOut')) values.fill(0)
    })
    const off = predict(modelOf(family), Int32Array.from(TOKENS), [part])
    expect([...off.nats]).toEqual([...predict(same, Int32Array.from(TOKENS)).nats])
    expect([...off.nats]).not.toEqual([...predict(modelOf(family), Int32Array.from(TOKENS)).nats])
  })

  it('without a head is the model whose attention output reads zeros there', () => {
    const same = changed(family, (name, values) => {
      // Rows of the second head, 12 channels: inputs 12 … 23.
      if (name === 'h0.attnOut.weight') values.fill(0, 12 * 24)
    })
    const off = predict(modelOf(family), Int32Array.from(TOKENS), [{ kind: 'head', layer: 0, head: 1 }])
    predict(same, Int32Array.from(TOKENS)).nats.forEach((own, t) => {
      expect(off.nats[t]).toBeCloseTo(own, 12)
    })
  })

  it('knows nothing of the string without embeddings', () => {
    const model = modelOf(family)
    const off = modelParts(family, SHAPE).filter(({ kind }) => kind === 'embedding')
    const [a, b] = [TOKENS, TOKENS.toReversed()].map((tokens) => predict(model, Int32Array.from(tokens), off))
    expect([...a!.logits]).toEqual([...b!.logits])
  })
})

it('refuses weights of another model', () => {
  expect(() => inspectedModel('gpt2', SHAPE, new Float32Array(7))).toThrow(RangeError)
})
