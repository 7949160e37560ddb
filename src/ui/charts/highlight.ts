/** What the visitor points at, in whichever chart: the others mark the same model and dataset size. */
import { useStore } from 'zustand'
import { createStore } from 'zustand/vanilla'

export interface Target {
  readonly model: string
  /** Undefined where the whole model is meant. */
  readonly datasetSize: number | undefined
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

export const useHighlightedModel = (): string | undefined => useStore(highlightStore, (s) => s.target?.model)

export const useHighlightedSize = (): number | undefined =>
  useStore(highlightStore, (s) => s.target?.datasetSize)
