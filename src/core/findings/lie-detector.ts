/**
 * Held-out strings must not look memorised. A model that never saw strings beats their own source by b bits or more with a probability
 * of at most 2^−b (the expectation of p_model / p_source under the source is 1, then Markov's inequality): on a source that can be
 * learned, a few bits above 0 are chance, and 20 are a bug or a leak. On uniform strings nothing can be learned, so any bit counts.
 * Natural text has no source that could be asked, a reference model stands in for it: a model that knows the language better is no lie.
 * A visitor's own text is counted as if all strings were equally likely: what shows on held-back strings is what the model learned of the language.
 */
import type { TrialRecord } from '../results/result'
import { countText, plural } from '../text/number'

/** By chance once in a million runs. */
const CHANCE_BITS = 20

export interface LieDetector {
  readonly runs: number
  readonly min: number
  readonly max: number
  /** Runs whose held-out strings came out cheaper than their source allows: a bug or a leak. */
  readonly positive: number
  /** Whether some source could be learned: then a model may know something of strings that it never saw. */
  readonly learnable: boolean
  /** Whether a reference model stood in for some source: there is no bound then. */
  readonly referenced: boolean
  /** Whether some source was a visitor's own text: there is no bound then either. */
  readonly own: boolean
}

export function lieDetector(records: readonly TrialRecord[]): LieDetector | undefined {
  if (records.length === 0) return undefined
  const bits = records.map((record) => record.heldoutMemorizedBits)
  return {
    runs: records.length,
    min: Math.min(...bits),
    max: Math.max(...bits),
    positive: records.filter((record) => record.heldoutMemorizedBits > allowedBits(record)).length,
    learnable: records.some(({ source }) => source !== 'uniform'),
    referenced: records.some(isReferenced),
    own: records.some(isOwn),
  }
}

const isReferenced = ({ source }: TrialRecord): boolean => source === 'text'
const isOwn = ({ source }: TrialRecord): boolean => source.startsWith('own-')

function allowedBits(record: TrialRecord): number {
  if (isReferenced(record) || isOwn(record)) return Number.POSITIVE_INFINITY
  return record.source === 'uniform' ? 0 : CHANCE_BITS
}

/** The check in one line; without a finished run, what will be checked. */
export function sanityText(result: LieDetector | undefined): string {
  if (!result) return 'On strings it never saw, a model must score nothing. Every run is checked.'
  const { positive, runs, max, learnable, referenced, own } = result
  if (positive > 0)
    return `${countText(positive)} of ${plural(runs, 'model')} scored above zero on strings they never saw. ${WARNING}`
  if (max > 0 && own)
    return 'On strings of your text that it never saw, a model may score above zero: that is language, not memory.'
  if (max > 0 && referenced)
    return 'On text it never saw, a model may beat its reference: that is language, not memory.'
  const bound = referenced
    ? 'beat its reference'
    : learnable && !own
      ? 'beat the source that drew them'
      : 'scored above zero'
  const chance = max > 0 ? ' by more than chance' : ''
  return `On strings it never saw, no model ${bound}${chance} (${countText(runs)} of ${countText(runs)}).`
}

/** What the figure means. */
export function lieExplanation(result: LieDetector | undefined): string {
  if (!result) return REASON
  if (result.positive > 0) return `A model cannot know strings it never saw. ${WARNING}`
  if (result.own) return OWN
  if (result.referenced) return REFERENCED
  return result.learnable ? LEARNABLE : REASON
}

const WARNING = 'Something leaks or is miscounted: do not trust this sweep.'
const REASON =
  'A model cannot know random strings it never saw. If it seemed to, the count of memorised bits would be wrong.'
const LEARNABLE =
  'A model may learn the source, but no model knows strings it never saw better than the source that drew them: beyond a few bits of chance the count would be wrong.'
const REFERENCED =
  'Nobody knows the source of natural text, so these bits are counted against a reference model: a model that knows the language better than its reference would show here, with bits above 0 that are no memory.'
const OWN =
  'These strings of your text were held back: no model saw them. Bits are counted as if any string were as likely as another, so bits above 0 are what the model learned of the language. As many for each trained string are language too, and no memory.'
