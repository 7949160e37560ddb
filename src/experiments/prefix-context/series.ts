/** Recall by context and prefix, seed by seed, as figures and findings need it. */
import type { FigureInput } from '@/core/figures/figure'
import { groupBy } from '@/core/group'
import type { TrialRecord } from '@/core/results/result'
import { ofRecord } from '@/core/runs/repetition'
import { type Context, forEachContext, recallOfGrid, uniqueLength } from './measure'

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
      return {
        symbols,
        seqLen,
        unique: uniqueLength(symbols, seqLen),
        accuracy: Math.min(...own.map((record) => ofRecord(record).curve.accuracy.at(-1) ?? 0)),
        prefixes: own[0]!.traces['recall.k']!,
        bySeed: forEachContext((context) => own.map(({ traces }) => traces[`recall.${context}`] ?? [])),
      }
    })
    .toSorted((a, b) => b.symbols - a.symbols)
}

/** Of strings that are being learned: what the latest look at each has found. */
export function liveRecalls({
  planned,
  live,
}: FigureInput): Pick<Recall, 'symbols' | 'prefixes' | 'bySeed'>[] {
  const trials = new Map(planned.map((trial) => [trial.key, trial]))
  const looked = live.flatMap(({ trialKey, looked }) => {
    const source = trials.get(trialKey)?.source
    const grid = looked?.grid
    return source?.id === 'alphabet' && grid
      ? [{ symbols: source.symbols, columns: grid.columns, recall: recallOfGrid(grid) }]
      : []
  })
  return [...groupBy(looked, ({ symbols }) => symbols)].map(([symbols, own]) => ({
    symbols,
    prefixes: Array.from({ length: own[0]!.columns }, (_, k) => k),
    bySeed: forEachContext((context) => own.map(({ recall }) => recall[context])),
  }))
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
