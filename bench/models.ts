/** The models that every engine trains, and the strings that it trains them on. */

import { randomStream } from '@/core/data/rng'
import type { ModelShape } from '@/core/model/family'
import type { Target } from './dawn'

export const MODEL_IDS = ['XS', 'S'] as const
/** What a visitor without a GPU trains first, with so many strings, then the others. */
export const PROCESSOR_MODEL_IDS = ['Tiny-8', 'Tiny-64', 'Tiny-256', ...MODEL_IDS] as const
export type ModelId = (typeof PROCESSOR_MODEL_IDS)[number] | typeof TRIAL_MODEL

/** Small enough for a processor that imitates a GPU: it shows that the engines run and learn, and its times mean nothing. */
export const TRIAL_MODEL = 'trial'

export interface BenchModel {
  readonly id: ModelId
  readonly shape: ModelShape
  /** B, strings in a step; the same ones each step. */
  readonly batch: number
}

/** Of the preset Tiny; 1,216 parameters. */
const TINY_SHAPE: ModelShape = { layers: 1, width: 8, heads: 2, vocab: 16, seqLen: 8, tied: false }

export const MODELS: Readonly<Record<ModelId, BenchModel>> = {
  'Tiny-8': { id: 'Tiny-8', shape: TINY_SHAPE, batch: 8 },
  'Tiny-64': { id: 'Tiny-64', shape: TINY_SHAPE, batch: 64 },
  'Tiny-256': { id: 'Tiny-256', shape: TINY_SHAPE, batch: 256 },
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

/**
 * B, strings in a step. Dawn's null backend holds at most 512 MiB, which 64 members of S need more than twice: there they take fewer strings.
 * What the host does for a step does not depend on how many there are.
 */
export const batchOn = (target: Target, model: ModelId, members: number): number =>
  target === 'null' && model === 'S' && members === 64 ? 16 : MODELS[model].batch

/** Adam's rate for every engine. */
export const LEARNING_RATE = 1e-3

/** (B, S) uniform token ids of one member. */
export function uniformTokens({ shape, batch }: BenchModel, member: number): Int32Array {
  const stream = randomStream('data', member)
  return Int32Array.from({ length: batch * shape.seqLen }, () => stream.integer(shape.vocab))
}
