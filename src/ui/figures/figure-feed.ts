/**
 * The figures of the experiment on show, from the stores to what is drawn. An exhibit may take its time over many records, so it is
 * asked at most ten times a second, and for at most a fifth of the time; a figure that came out as before stays the same object, so
 * that nothing draws it again.
 */

import { createStore, type StoreApi } from 'zustand/vanilla'
import { exhibitOf } from '@/core/figures/exhibits'
import type { Figure, FigureInput } from '@/core/figures/figure'
import type { Finding } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import type { Experiment } from '@/core/sweep/experiment'
import type { ConfigValues } from '@/core/sweep/fields'
import type { ConfigStore } from '@/state/config-store'
import type { ResultsStore } from '@/state/results-store'
import type { RunStore } from '@/state/run-store'
import { rememberLast } from '../remember-last'
import { plannedTrials } from '../sweep/planned-trials'
import { liveTrials } from './live-trials'

export interface FigureFeed {
  readonly records: readonly TrialRecord[]
  /** Without what trains now: for tables and files. */
  readonly settled: readonly Figure[]
  readonly current: readonly Figure[]
  readonly findings: readonly Finding[]
  /** Why there is nothing to draw, where an exhibit failed. */
  readonly problem: string | undefined
}

export type FigureStore = StoreApi<FigureFeed>

interface FeedServices {
  readonly config: ConfigStore
  readonly results: ResultsStore
  readonly run: RunStore
  readonly now: () => number
  /** Calls back once, so many milliseconds later; @returns what calls it off. */
  readonly later: (callback: () => void, ms: number) => () => void
}

const LEAST_GAP_MS = 100
/** Of the time, for exhibits. */
const MOST_SHARE = 0.2

/** @returns the store, and `connect`, which keeps it up to date until what it returns is called. */
export function createFigureFeed({ config, results, run, now, later }: FeedServices): {
  readonly store: FigureStore
  readonly connect: () => () => void
} {
  const keepEqual = keepEqualFigures()
  const recordsOf = rememberLast((records: readonly TrialRecord[], experiment: string) =>
    records.filter((record) => record.experiment === experiment),
  )
  const settledOf = rememberLast(
    (
      experiment: Experiment,
      planned: FigureInput['planned'],
      records: FigureInput['records'],
      values: ConfigValues,
    ) => ({
      records,
      settled: exhibitOf(experiment.id)?.figures({ planned, records, live: [], values }) ?? [],
      findings: exhibitOf(experiment.id)?.findings(records, values) ?? [],
    }),
  )
  const compute = (): FigureFeed => {
    const { experiment, values } = config.getState()
    const { shown } = results.getState()
    try {
      const planned = plannedTrials(shown, experiment, values)
      const records = recordsOf(shown.records, experiment.id)
      const live = liveTrials(run.getState(), shown)
      const settled = settledOf(experiment, planned, records, values)
      const current =
        live.length === 0
          ? settled.settled
          : (exhibitOf(experiment.id)?.figures({ planned, records, live, values }) ?? settled.settled)
      return { ...settled, current: keepEqual(current), problem: undefined }
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error)
      return { records: [], settled: [], current: [], findings: [], problem }
    }
  }

  const store = createStore<FigureFeed>(compute)
  let last = Number.NEGATIVE_INFINITY
  let cost = 0
  const refresh = () => {
    const start = now()
    store.setState(compute())
    last = now()
    cost = last - start
  }
  const connect = () => {
    let cancel: (() => void) | undefined
    const schedule = () => {
      if (cancel) return
      const gap = Math.max(LEAST_GAP_MS, cost / MOST_SHARE)
      cancel = later(
        () => {
          cancel = undefined
          refresh()
        },
        Math.max(0, last + gap - now()),
      )
    }
    refresh()
    const unsubscribes = [config.subscribe(schedule), results.subscribe(schedule), run.subscribe(schedule)]
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe()
      cancel?.()
      cancel = undefined
    }
  }
  return { store, connect }
}

/** Hands back the figure of before where the new one says the same. */
function keepEqualFigures(): (figures: readonly Figure[]) => readonly Figure[] {
  let known: ReadonlyMap<string, { readonly figure: Figure; readonly text: string }> = new Map()
  return (figures) => {
    const next = figures.map((figure) => {
      const before = known.get(figure.id)
      if (before?.figure === figure) return before
      const text = JSON.stringify(figure)
      return before?.text === text ? before : { figure, text }
    })
    known = new Map(next.map((entry) => [entry.figure.id, entry]))
    return next.map(({ figure }) => figure)
  }
}
