/** The models that every engine of the bench trains: two of every benchmark's, and smaller ones. */
import { BENCHMARK_MODELS, type BenchmarkModel } from '@/core/benchmark/models'
import type { ModelShape } from '@/core/model/family'
import type { Target } from './dawn'

export const MODEL_IDS = ['XS', 'S'] as const
/** What a visitor without a GPU trains first, with so many strings, then the others. */
export const PROCESSOR_MODEL_IDS = ['Tiny-8', 'Tiny-64', 'Tiny-256', ...MODEL_IDS] as const
export type ModelId = (typeof PROCESSOR_MODEL_IDS)[number] | typeof TRIAL_MODEL

/** Small enough for a processor that imitates a GPU: it shows that the engines run and learn, and its times mean nothing. */
export const TRIAL_MODEL = 'trial'

/** Of the preset Tiny; 1,216 parameters. */
const TINY_SHAPE: ModelShape = { layers: 1, width: 8, heads: 2, vocab: 16, seqLen: 8, tied: false }

export const MODELS: Readonly<Record<ModelId, BenchmarkModel>> = {
  'Tiny-8': { id: 'Tiny-8', shape: TINY_SHAPE, batch: 8 },
  'Tiny-64': { id: 'Tiny-64', shape: TINY_SHAPE, batch: 64 },
  'Tiny-256': { id: 'Tiny-256', shape: TINY_SHAPE, batch: 256 },
  XS: BENCHMARK_MODELS.XS,
  S: BENCHMARK_MODELS.S,
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
