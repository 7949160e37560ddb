/** What one thread of the processor does for a benchmark, as plain data. */
import type { BenchmarkModelId } from './report'

/** For a moment each. */
export type ThreadTask =
  | { readonly kind: 'peak'; readonly budgetMs: number }
  | { readonly kind: 'train'; readonly model: BenchmarkModelId; readonly budgetMs: number }

export interface ThreadTiming {
  readonly flopPerSecond: number
  /** Of what trained. */
  readonly numerics?: string
}
