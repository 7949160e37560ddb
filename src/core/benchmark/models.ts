/** The models that a benchmark trains, and the strings that it trains them on. `bench/` trains two of them with other engines too. */
import { randomStream } from '../data/rng'
import { familyById } from '../model/families'
import type { ModelShape } from '../model/family'
import type { BenchmarkModelId, BenchmarkRow } from './report'

export interface BenchmarkModel {
  readonly id: string
  readonly shape: ModelShape
  /** B, strings in a step; the same ones each step. */
  readonly batch: number
}

const QUICK = { layers: 2, vocab: 64, seqLen: 32, tied: false } as const

export const BENCHMARK_MODELS: Readonly<Record<BenchmarkModelId, BenchmarkModel>> = {
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
  /** The two models of capacity's preset Quick, on its largest datasets. */
  'Quick-8': { id: 'Quick-8', shape: { ...QUICK, width: 8, heads: 4 }, batch: 191 },
  'Quick-16': { id: 'Quick-16', shape: { ...QUICK, width: 16, heads: 8 }, batch: 573 },
}

/** Adam's rate for every engine. */
export const LEARNING_RATE = 1e-3

/** Work of a step in floating-point operations by the usual count: 6 per parameter and token (2 forward, 4 backward). */
export function nominalFlop({ shape, batch }: BenchmarkModel): number {
  return 6 * familyById('gpt2').parameterCount(shape) * batch * shape.seqLen
}

/** Of all members together. */
export const flopPerSecond = ({ model, members, msPerStep }: Omit<BenchmarkRow, 'trainer'>): number =>
  (members * nominalFlop(BENCHMARK_MODELS[model]) * 1000) / msPerStep

/** (B, S) uniform token ids of one member. */
export function uniformTokens({ shape, batch }: BenchmarkModel, member: number): Int32Array {
  const stream = randomStream('data', member)
  return Int32Array.from({ length: batch * shape.seqLen }, () => stream.integer(shape.vocab))
}
