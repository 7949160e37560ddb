/** What tests train: uniform strings, at a rate that is low enough for rounding not to grow, and how unlike two curves are. */
import { trainingStrings } from '@/core/data/dataset'
import type { ModelShape } from '@/core/model/family'
import type { Member, PopulationSpec } from '../contract/trainer'

/** A full batch of `count` strings, unless `overrides` says otherwise. */
export const exampleMember = (
  { vocab, seqLen }: ModelShape,
  count: number,
  seed: number,
  overrides: Partial<Member> = {},
): Member => ({
  seed,
  tokens: trainingStrings({ source: { id: 'uniform' }, vocab, seqLen, count, seed }).tokens,
  learningRate: 0.001,
  batch: count,
  ...overrides,
})

/** Two unlike members of a model whose head size, 6, is no multiple of four. */
export function examplePopulation(steps: number): PopulationSpec {
  const shape: ModelShape = { layers: 1, width: 24, heads: 4, vocab: 16, seqLen: 8, tied: false }
  return {
    family: 'gpt2',
    shape,
    steps,
    members: [
      exampleMember(shape, 9, 1, { learningRate: 0.02 }),
      exampleMember(shape, 7, 2, { learningRate: 0.01, batch: 5 }),
    ],
  }
}

/** The largest |a − b| / |b|; infinite where one is longer. */
export const worstRelativeDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!) / Math.abs(b[i]!)))
    : Number.POSITIVE_INFINITY
