/** What the visitor points at, in whichever chart: the others mark the same series, and in them the same point. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export interface Target {
  /** The line that it is on: the keys lead along lines, and from one to the next. */
  readonly line: string
  /** Series of this name stand out in every chart. */
  readonly series: string
  /** And in them the points of this name; undefined where the series as a whole is meant. */
  readonly point: string | undefined
  /** Pixels inside the chart's drawing. */
  readonly x: number
  readonly y: number
  readonly title: string
  readonly rows: readonly (readonly [name: string, value: string])[]
}

interface HighlightState {
  readonly chart: string | undefined
  readonly target: Target | undefined
}

const highlightStore = createStore<HighlightState>(() => ({ chart: undefined, target: undefined }))

export const highlight = (chart: string, target: Target): void => highlightStore.setState({ chart, target })

export function clearHighlight(chart: string): void {
  if (highlightStore.getState().chart === chart) {
    highlightStore.setState({ chart: undefined, target: undefined })
  }
}

/** The target that is pointed at in this very chart. */
export const useTargetIn = (chart: string): Target | undefined =>
  useStore(highlightStore, (s) => (s.chart === chart ? s.target : undefined))

export const useHighlightedSeries = (): string | undefined =>
  useStore(highlightStore, (s) => s.target?.series)

export const useHighlightedPoint = (): string | undefined => useStore(highlightStore, (s) => s.target?.point)
