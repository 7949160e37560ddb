/**
 * The figures of the experiment on show, computed from the stores and handed out one chart at a time by the render queue. An exhibit may
 * take its time over many records, so it is asked at most ten times a second, and for at most a fifth of the time. While models train,
 * charts out of view keep what they show of it; when the run ends they catch up.
 */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { overEarlier } from '@/core/figures/earlier'
import { exhibitOf, type ToldFinding, toldFindings } from '@/core/figures/exhibits'
import type { Exhibit, Figure } from '@/core/figures/figure'
import type { TrialRecord } from '@/core/results/result'
import { isWhole, type Run, recordsOf, withLive } from '@/core/runs/run'
import type { ConfigValues } from '@/core/sweep/fields'
import type { ConfigStore } from '@/state/config-store'
import { knownRecords, type ResultsState, type ResultsStore } from '@/state/results-store'
import { isActive } from '@/state/run-status'
import type { RunStore } from '@/state/run-store'
import { earlierRuns, shownRuns } from '@/state/shown-runs'
import { chartName } from '../charts/chart-name'
import type { RenderQueue } from '../charts/render-queue'
import { memoizeLast } from '../memoize-last'
import { keepUnchanged } from './keep-unchanged'

/** What is said of all runs: everything on the page but the figures. */
interface Summary {
  /** Ids of the figures, the hero first. */
  readonly ids: readonly string[]
  readonly records: readonly TrialRecord[]
  /** Whether the earlier runs that are drawn pale are recorded ones, and not this browser's. */
  readonly isEarlierRecorded: boolean
  /** Whether models train that may change what is said: told with the findings, so that the last of them and the end are drawn at once. */
  readonly isTraining: boolean
  readonly findings: readonly ToldFinding[]
  /** Why figures are missing, where an exhibit failed to make them. */
  readonly problem: string | undefined
  /** Why there are no findings, where an exhibit failed to make them. */
  readonly findingsProblem: string | undefined
}

export interface ShownFigure {
  /** With models that still train: for the drawing. */
  readonly current: Figure
  /** Finished runs only: for the table and the file. Undefined where these have no such figure. */
  readonly settled: Figure | undefined
}

export interface Exhibition {
  readonly summary: Summary
  readonly figures: Readonly<Record<string, ShownFigure>>
}

export type ExhibitionStore = StoreApi<Exhibition>

interface FeedServices {
  readonly config: ConfigStore
  readonly results: ResultsStore
  readonly run: RunStore
  readonly queue: RenderQueue
  /** Milliseconds, on the queue's clock. */
  readonly now: () => number
}

export interface FigureFeed {
  readonly store: ExhibitionStore
  /** Keeps the store up to date until what it returns is called. */
  connect(): () => void
  /** Brings everything up to date at once, whether in view or not: before printing. */
  update(): void
}

const LEAST_GAP_MS = 100
/** Share of the time that exhibits may take. */
const MOST_SHARE = 0.2
/** Names in the render queue beside the charts' own. */
const COMPUTE = 'figures'
const SUMMARY = 'summary'

export function createFigureFeed({ config, results, run, queue, now }: FeedServices): FigureFeed {
  const exhibition = exhibitionFrom({ config, results, run })
  let latest = exhibition()
  const store = createStore<Exhibition>(() => latest)
  let nextAt = Number.NEGATIVE_INFINITY
  /** What the figures that were last asked for are of: a chart out of view may be late with its runs, but not show those of another sweep. */
  let source = ''

  const nameOf = (id: string) => chartName(config.getState().experiment.id, latest.figures[id]!.current)
  const show = (part: Partial<Exhibition>) => store.setState(part)

  const compute = () => {
    const start = now()
    latest = keepUnchanged(latest, exhibition())
    const end = now()
    nextAt = end + Math.max(LEAST_GAP_MS, (end - start) / MOST_SHARE)
    const { kind, title } = results.getState().shown
    const sourceBefore = source
    source = `${kind} ${title} ${config.getState().sweep?.id}`
    const evenOutOfView = !isActive(run.getState().status) || source !== sourceBefore
    const shown = store.getState()
    if (shown.summary !== latest.summary) queue.request(SUMMARY, () => show({ summary: latest.summary }))
    for (const id of latest.summary.ids) {
      if (shown.figures[id] === latest.figures[id]) continue
      const draw = () => show({ figures: { ...store.getState().figures, [id]: latest.figures[id]! } })
      queue.request(nameOf(id), draw, { evenOutOfView })
    }
  }

  const connect = () => {
    const schedule = () => queue.request(COMPUTE, compute, { notBefore: nextAt })
    compute()
    const unsubscribes = [config, results, run].map((source) => source.subscribe(schedule))
    return () => {
      for (const unsubscribe of unsubscribes) unsubscribe()
      for (const name of [COMPUTE, SUMMARY, ...latest.summary.ids.map(nameOf)]) queue.cancel(name)
    }
  }

  const update = () => {
    queue.cancel(COMPUTE)
    compute()
    queue.drawAll()
  }

  return { store, connect, update }
}

/** @returns what computes everything anew; finished runs are asked about only where they have changed. */
function exhibitionFrom({
  config,
  results,
  run,
}: Pick<FeedServices, 'config' | 'results' | 'run'>): () => Exhibition {
  // The exhibit is an argument because it is not there at first.
  const finishedOf = memoizeLast(
    (exhibit: Exhibit | undefined, runs: readonly Run[], experiment: string, values: ConfigValues) => ({
      records: recordsOf(runs),
      figures: attempt(() => figuresOf(exhibit, runs, values)),
      findings: attempt(() => toldFindings(experiment, runs, values)),
    }),
  )
  const ownRuns = memoizeLast((runs: readonly Run[], experiment: string) =>
    runs.filter(({ trial }) => trial.experiment === experiment),
  )
  const keysOf = (runs: readonly Run[]) => runs.map(({ trial }) => trial.key)
  /** As they are, and as they would be while the sweep is not whole: an axis may count otherwise until then. */
  const earlierFigures = memoizeLast(
    (
      exhibit: Exhibit | undefined,
      values: ConfigValues,
      recorded: ResultsState['recorded'],
      keys: string,
    ) => {
      const earlier = earlierRuns(keys.split('\n'), recorded, knownRecords(results.getState()))
      if (earlier.length === 0) return undefined
      const figures = (runs: readonly Run[]) => attempt(() => figuresOf(exhibit, runs, values)).made ?? []
      const planned = earlier.map(({ trial }): Run => ({ state: 'planned', trial }))
      const isRecorded = recorded?.records.includes(recordsOf(earlier)[0]!) ?? false
      return { isRecorded, whole: figures(earlier), unfinished: figures([...earlier, ...planned]) }
    },
  )
  return () => {
    const { experiment, values, sweep } = config.getState()
    const exhibit = exhibitOf(experiment.id)
    const { shown } = results.getState()
    const runs = ownRuns(shownRuns(shown, sweep), experiment.id)
    const { records, figures: ofFinished, findings } = finishedOf(exhibit, runs, experiment.id, values)
    const withTraining = shown.kind === 'sweep' ? withLive(runs, run.getState().live) : runs
    const ofAll = withTraining === runs ? ofFinished : attempt(() => figuresOf(exhibit, withTraining, values))
    const settled = ofFinished.made ?? []
    const current = ofAll.made ?? settled
    const earlier =
      shown.kind === 'sweep'
        ? earlierFigures(exhibit, values, results.getState().recorded, keysOf(runs).join('\n'))
        : undefined
    const figures = Object.fromEntries(
      current.map((figure) => {
        const same = ({ id }: Figure) => id === figure.id
        const under = (isWhole(runs) ? earlier?.whole : earlier?.unfinished)?.find(same)
        return [figure.id, { current: overEarlier(figure, under), settled: settled.find(same) }]
      }),
    )
    const summary = {
      ids: current.map(({ id }) => id),
      records,
      isEarlierRecorded: earlier?.isRecorded ?? false,
      isTraining: isActive(run.getState().status),
      findings: findings.made ?? [],
      problem: ofAll.problem,
      findingsProblem: findings.problem,
    }
    return { summary, figures }
  }
}

const figuresOf = (
  exhibit: Exhibit | undefined,
  runs: readonly Run[],
  values: ConfigValues,
): readonly Figure[] => exhibit?.figures({ runs, values }) ?? []

interface Attempt<T> {
  /** Undefined where it failed. */
  readonly made: T | undefined
  readonly problem: string | undefined
}

/** Each part of an exhibit is made by itself, so that one that fails does not take the others with it. */
function attempt<T>(make: () => T): Attempt<T> {
  try {
    return { made: make(), problem: undefined }
  } catch (error) {
    return { made: undefined, problem: error instanceof Error ? error.message : String(error) }
  }
}
