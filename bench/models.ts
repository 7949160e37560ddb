/** The models that every engine trains, and the strings that it trains them on. */
import type { ModelShape } from '@/core/family'
import { randomStream } from '@/core/rng'

export const MODEL_IDS = ['XS', 'S'] as const
export type ModelId = (typeof MODEL_IDS)[number] | typeof TRIAL_MODEL

/** Small enough for a processor that imitates a GPU: it shows that the engines run and learn, and its times mean nothing. */
export const TRIAL_MODEL = 'trial'

export interface BenchModel {
  readonly id: ModelId
  readonly shape: ModelShape
  /** B, strings in a step; the same ones each step. */
  readonly batch: number
}

export const MODELS: Readonly<Record<ModelId, BenchModel>> = {
  /** 13.8 k parameters. */
  XS: {
    id: 'XS',
    shape: { layers: 1, width: 32, heads: 2, vocab: 16, seqLen: 16, tied: true },
    batch: 64,
  },
  /** 106 k parameters. */
  S: {
    id: 'S',
    shape: { layers: 2, width: 64, heads: 4, vocab: 64, seqLen: 32, tied: true },
    batch: 64,
  },
  trial: {
    id: 'trial',
    shape: { layers: 1, width: 8, heads: 2, vocab: 4, seqLen: 8, tied: true },
    batch: 4,
  },
}

/** Adam's rate for every engine. */
export const LEARNING_RATE = 1e-3

/** (B, S) uniform token ids of one member. */
export function uniformTokens({ shape, batch }: BenchModel, member: number): Int32Array {
  const stream = randomStream('data', member)
  return Int32Array.from({ length: batch * shape.seqLen }, () => stream.integer(shape.vocab))
}
