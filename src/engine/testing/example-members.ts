/** What tests train: uniform strings, at a rate that is low enough for rounding not to grow, and how unlike two curves are. */
import { trainingStrings } from '@/core/data/dataset'
import type { ModelShape } from '@/core/model/family'
import type { Member } from '../contract/trainer'

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

/** The largest |a − b| / |b|; infinite where one is longer. */
export const worstRelativeDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  a.length === b.length
    ? Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!) / Math.abs(b[i]!)))
    : Number.POSITIVE_INFINITY
