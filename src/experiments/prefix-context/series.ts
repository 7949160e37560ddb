/** Recall by context and prefix, seed by seed, as figures and findings need it. */
import { groupBy } from '@/core/group'
import { repetitionOf } from '@/core/runs/repetition'
import { finishedRuns, isTraining, type Run } from '@/core/runs/run'
import { type Context, forEachContext, recallOfGrid, uniqueLength } from './measure'

export interface RecallCurves {
  readonly symbols: number
  readonly seqLen: number
  readonly prefixes: readonly number[]
  /** Recall for each context and seed, at each of `prefixes`. */
  readonly bySeed: Readonly<Record<Context, readonly (readonly number[])[]>>
}

/** Recall of strings that have been learned to the end. */
export interface Recall extends RecallCurves {
  /** k from which on substrings are nearly always unique. */
  readonly unique: number
  /** Accuracy on the whole string, one for each seed. */
  readonly accuracies: readonly number[]
}

/** One for each alphabet and length, largest alphabet first: its string is known by heart soonest. */
export function recalls(runs: readonly Run[]): Recall[] {
  const asked = finishedRuns(runs)
    .filter(({ record }) => record.traces['recall.k'])
    .map((run) => ({ ...repetitionOf(run), traces: run.record.traces }))
  return [...groupBy(asked, ({ symbols, seqLen }) => `${symbols} ${seqLen}`).values()]
    .map((own) => {
      const { symbols, seqLen, traces } = own[0]!
      return {
        symbols,
        seqLen,
        unique: uniqueLength(symbols, seqLen),
        accuracies: own.map(({ curve }) => curve.accuracy.at(-1) ?? 0),
        prefixes: traces['recall.k']!,
        bySeed: forEachContext((context) => own.map((run) => run.traces[`recall.${context}`] ?? [])),
      }
    })
    .toSorted((a, b) => b.symbols - a.symbols)
}

/** Latest recall of the strings that are being learned. */
export function liveRecalls(runs: readonly Run[]): RecallCurves[] {
  const asked = runs.filter(isTraining).flatMap((run) => {
    const { grid } = run.live
    const { symbols, seqLen } = repetitionOf(run)
    return grid ? [{ symbols, seqLen, columns: grid.columns, recall: recallOfGrid(grid) }] : []
  })
  return [...groupBy(asked, ({ symbols }) => symbols).values()].map((own) => ({
    symbols: own[0]!.symbols,
    seqLen: own[0]!.seqLen,
    prefixes: Array.from({ length: own[0]!.columns }, (_, k) => k),
    bySeed: forEachContext((context) => own.map(({ recall }) => recall[context])),
  }))
}

/** Share that counts as recalling the string. */
export const ENOUGH_RECALL = 0.9

/** The fewest tokens from which on recall stays at 90 % or more, in one seed; undefined where no prefix that was asked for is enough. */
export function enoughTokens(prefixes: readonly number[], recall: readonly number[]): number | undefined {
  const lastMiss = recall.findLastIndex((share) => share < ENOUGH_RECALL)
  return prefixes[lastMiss + 1]
}
