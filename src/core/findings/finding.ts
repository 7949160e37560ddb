/** What a run has shown, in words that its own numbers fill, and what was expected of it. */
import type { TrialRecord } from '../results/result'
import type { Expected } from './mean-against-mean'

export interface Finding {
  /** One sentence with its numbers and their uncertainty. */
  readonly text: string
  /** `not reached`: the run does not support a statement, and the text says what would (train longer, more data, more seeds). */
  readonly verdict: 'agrees' | 'differs' | 'not reached' | 'seen'
  /** The paper's own figure, with the paper's name. */
  readonly paper?: string
}

/** A figure to hold a run against: a line of docs/reproduction.md. */
export interface Check {
  /** `bits per parameter, d 16, r = 4`. */
  readonly what: string
  readonly expected: Expected
  /** What differences are a share of, where that is not the expected mean: 1 for a share of strings. */
  readonly scale?: number
  /** Where the expectation is from: `oracle, science.md §4` (the independent trainer, docs/oracle/README.md), `Morris et al., Table 1`. */
  readonly source: string
  /** One value for each seed; empty where the records do not hold it. */
  measure(records: readonly TrialRecord[]): readonly number[]
}
