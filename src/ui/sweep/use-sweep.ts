/** The sweep on show, from the stores to what the charts draw: each chart gets a newer state when the render queue comes to it. */
import { useContext, useRef } from 'react'
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'
import { type Run, recordsOf } from '@/core/runs/run'
import { isActive } from '@/state/run-status'
import type { RunState } from '@/state/run-store'
import { configStore, resultsStore, runStore } from '@/state/services'
import { shownRuns } from '@/state/shown-runs'
import { ChartProvider } from '../charts/chart-context'
import { renderQueue } from '../charts/render-queue'
import { keepUnchanged } from '../figures/keep-unchanged'
import { memoizeLast } from '../memoize-last'
import { type ModelSeries, type SweepInput, sweepSeries } from './series'

const NOBODY: RunState['live'] = new Map()

const PAGE = 'sweep'
const CHARTS = ['memorized', 'capacity', 'loss', PAGE] as const

const inputOf = memoizeLast(
  (runs: readonly Run[], live: SweepInput['live']): SweepInput => ({
    planned: runs.map(({ trial }) => trial),
    records: recordsOf(runs),
    live,
  }),
)

const finishedInputOf = memoizeLast(
  (runs: readonly Run[]): SweepInput => ({
    planned: runs.map(({ trial }) => trial),
    records: recordsOf(runs),
    live: NOBODY,
  }),
)

/** Tables and sentences do without what trains. */
function inputNow(chart: string): SweepInput {
  const { shown } = resultsStore.getState()
  const runs = shownRuns(shown, configStore.getState().sweep)
  return chart === PAGE || shown.kind !== 'sweep'
    ? finishedInputOf(runs)
    : inputOf(runs, runStore.getState().live)
}

/** What each chart shows. */
const inputs = createStore<Readonly<Record<string, SweepInput>>>(() => ({}))

function requestCharts(): void {
  const evenOutOfView = !isActive(runStore.getState().status)
  for (const chart of CHARTS) {
    if (inputs.getState()[chart] === inputNow(chart)) continue
    renderQueue.request(chart, () => inputs.setState({ [chart]: inputNow(chart) }), { evenOutOfView })
  }
}

export function connectSweep(): () => void {
  const unsubscribes = [configStore, resultsStore, runStore].map((store) => store.subscribe(requestCharts))
  requestCharts()
  return () => {
    for (const unsubscribe of unsubscribes) unsubscribe()
    for (const chart of CHARTS) renderQueue.cancel(chart)
    inputs.setState({}, true)
  }
}

function useInput(): SweepInput {
  const chart = useContext(ChartProvider)?.id ?? PAGE
  return useStore(inputs, (all) => all[chart]) ?? inputNow(chart)
}

/** The object of before where the new one says the same, so that a chart's frame is not redrawn. */
export function useUnchanged<T>(value: T): T {
  const last = useRef(value)
  last.current = keepUnchanged(last.current, value)
  return last.current
}

const seriesOf = memoizeLast((input: SweepInput): readonly ModelSeries[] => sweepSeries(input))

/** Planned trials and finished records. */
export const useSweepPlan = (): SweepInput => useInput()

/** Everything, training members included: changes up to ten times a second. Only live layers may subscribe. */
export const useLiveSeries = (): readonly ModelSeries[] => seriesOf(useInput())

const finishedSeriesOf = memoizeLast(
  (planned: SweepInput['planned'], records: SweepInput['records']): readonly ModelSeries[] =>
    sweepSeries({ planned, records, live: NOBODY }),
)

/** Finished runs only, for sentences and tables. */
export function useFinishedSeries(): readonly ModelSeries[] {
  const { planned, records } = useInput()
  return finishedSeriesOf(planned, records)
}

/** The same for files, which are made once, when they are asked for. */
export function finishedSeriesNow(): readonly ModelSeries[] {
  const { planned, records } = inputNow(PAGE)
  return finishedSeriesOf(planned, records)
}
