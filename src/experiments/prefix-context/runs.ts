/** Recall by context and prefix, seed by seed, as figures and findings need it. */
import { groupBy } from '@/core/group'
import { ofRecord } from '@/core/repetition-curves'
import type { TrialRecord } from '@/core/result'
import { type Context, uniqueLength } from './measure'

export interface Recall {
  readonly symbols: number
  readonly seqLen: number
  /** k from which on substrings are nearly always unique. */
  readonly unique: number
  /** Accuracy on the whole string, least of the seeds. */
  readonly accuracy: number
  readonly prefixes: readonly number[]
  /** For each context and seed the recall at each of `prefixes`. */
  readonly bySeed: Readonly<Record<Context, readonly (readonly number[])[]>>
}

/** One for each alphabet and length, largest alphabet first: its string is known by heart soonest. */
export function recalls(records: readonly TrialRecord[]): Recall[] {
  const asked = records.filter(({ traces }) => traces['recall.k'])
  return [...groupBy(asked, ({ source, seqLen }) => `${source} ${seqLen}`).values()]
    .map((own) => {
      const { symbols, seqLen } = ofRecord(own[0]!)
      const of = (context: Context) => own.map(({ traces }) => traces[`recall.${context}`] ?? [])
      return {
        symbols,
        seqLen,
        unique: uniqueLength(symbols, seqLen),
        accuracy: Math.min(...own.map((record) => ofRecord(record).curve.accuracy.at(-1) ?? 0)),
        prefixes: own[0]!.traces['recall.k']!,
        bySeed: {
          kept: of('kept'),
          shuffled: of('shuffled'),
          resampled: of('resampled'),
          foreign: of('foreign'),
          constant: of('constant'),
          removed: of('removed'),
        },
      }
    })
    .toSorted((a, b) => b.symbols - a.symbols)
}

/** As the caption of the figure explains them. */
export const CONTEXT_LABELS: Readonly<Record<Context, string>> = {
  kept: 'kept',
  shuffled: 'shuffled',
  resampled: 'redrawn',
  foreign: 'foreign',
  constant: 'one symbol',
  removed: 'removed',
}

/** Share that counts as recalling the string. */
const ENOUGH = 0.9

/** The fewest tokens from which on recall stays at 90 % or more, in one seed; undefined where no prefix that was asked for is enough. */
export function enoughTokens(prefixes: readonly number[], recall: readonly number[]): number | undefined {
  const lastMiss = recall.findLastIndex((share) => share < ENOUGH)
  return prefixes[lastMiss + 1]
}
