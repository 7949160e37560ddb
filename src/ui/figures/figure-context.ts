/** Which figure the parts of a card draw, and from where. */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { Figure } from '@/core/figures/figure'
import type { ExhibitionStore } from './figure-feed'

export interface FigureSource {
  readonly store: ExhibitionStore
  /** The figure's. */
  readonly id: string
}

export const FigureProvider = createContext<FigureSource | undefined>(undefined)

function useSource(): FigureSource {
  const source = useContext(FigureProvider)
  if (!source) throw new Error('a figure outside of its card')
  return source
}

/** With what trains now: changes up to ten times a second while the chart is in view. */
export function useFigure<K extends Figure['kind']>(kind: K): Extract<Figure, { kind: K }> | undefined {
  const { store, id } = useSource()
  return useStore(store, ({ figures }) => {
    const figure = figures[id]?.current
    return figure && isKind(figure, kind) ? figure : undefined
  })
}

const isKind = <K extends Figure['kind']>(figure: Figure, kind: K): figure is Extract<Figure, { kind: K }> =>
  figure.kind === kind

/** Finished runs only. */
export function useSettledFigure(): Figure | undefined {
  const { store, id } = useSource()
  return useStore(store, ({ figures }) => figures[id]?.settled)
}
