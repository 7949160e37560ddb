/** How far a benchmark is. */
import type { BenchmarkModelId, BenchmarkReport, BenchmarkRow, Trainer } from './report'

/** What is measured by itself. */
export type BenchmarkPart =
  | { readonly kind: 'open' }
  | { readonly kind: 'peak'; readonly trainer: Trainer }
  | {
      readonly kind: 'train'
      readonly trainer: Trainer
      readonly model: BenchmarkModelId
      readonly members: number
    }

export interface BenchmarkProgress {
  /** Under way now. */
  readonly part: BenchmarkPart
  /** Parts that are over, of all. */
  readonly done: number
  readonly of: number
  readonly rows: readonly BenchmarkRow[]
  readonly peaks: BenchmarkReport['peaks']
}
