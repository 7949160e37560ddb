/**
 * What runs have shown, as data: a verdict and the numbers behind it. The sentence is made apart (an experiment's `texts.ts`), so that
 * tests hold verdicts and numbers and not English, and another language is a second catalogue.
 */
import type { TrialRecord } from '../results/result'
import type { Expected } from './mean-against-mean'

/**
 * - `agrees`, `differs`: with the paper, beyond chance and the margin.
 * - `no effect`: none beyond the margin.
 * - `not told apart`: chance could have made it; more seeds would tell.
 * - `not reached`: the runs do not cover what the statement is about (larger data, more steps, more models would).
 * - `seen`: a number that no statement of a paper is held against.
 */
export type Verdict = 'agrees' | 'differs' | 'no effect' | 'not told apart' | 'not reached' | 'seen'

export interface Finding<Id extends string = string, Values = object> {
  /** Names the statement, and so its sentence; the same in every run. Findings on several models share it. */
  readonly id: Id
  readonly verdict: Verdict
  /** The numbers and names that its sentence is filled with; numbers of seeds as one value for each. */
  readonly values: Values
}

/** The union of an experiment's findings. @example type Own = FindingOf<{ certain: { auc: readonly number[] } }> */
export type FindingOf<Values> = {
  [Id in keyof Values & string]: Finding<Id, Values[Id]>
}[keyof Values & string]

/** The most words of a headline. */
export const HEADLINE_WORDS = 12

export interface Sentence {
  /** What was found, for a reader who knows no statistics, in at most {@link HEADLINE_WORDS} words. */
  readonly headline: string
  /** The numbers behind it, in one or two sentences with their uncertainty; whole without the headline. */
  readonly text: string
  /** The paper's own figure, with the paper's name. */
  readonly paper?: string
  /** Colour of the model that it is about, as its lines have it: a step of the size scale, 0 (small) … 11 (large). */
  readonly color?: number
}

/** A sentence for each of an experiment's findings. */
export type Sentences<Values> = {
  readonly [Id in keyof Values]: (values: Values[Id], verdict: Verdict) => Sentence
}

export const sentenceOf = <Values, Id extends keyof Values & string>(
  sentences: Sentences<Values>,
  { id, values, verdict }: Finding<Id, Values[Id]>,
): Sentence => sentences[id](values, verdict)

/** Whether runs left a statement open: others would decide it. */
export const isOpen = ({ verdict }: { readonly verdict: Verdict }): boolean =>
  verdict === 'not reached' || verdict === 'not told apart'

/** A figure to hold a run against: a line of docs/reproduction.md. */
export interface Check {
  /** `bits per parameter, d 16, r = 4`. */
  readonly what: string
  readonly expected: Expected
  /** The value that differences are given as a share of, unless it is the expected mean: 1 for a share of strings. */
  readonly scale?: number
  /** Source of the expectation: `oracle, science.md §4` (the independent trainer, docs/oracle/README.md), `Morris et al., Table 1`. */
  readonly source: string
  /** One value for each seed; empty where the records do not hold it. */
  measure(records: readonly TrialRecord[]): readonly number[]
}
