/** Which figure the parts of a card draw, and from where. */
import { createContext, useContext } from 'react'
import type { Figure } from '@/core/figures/figure'
import { useInTurn } from '../charts/turns'
import type { FigureStore } from './figure-feed'

export interface FigureSource {
  readonly store: FigureStore
  /** The figure's. */
  readonly id: string
}

export const FigureProvider = createContext<FigureSource | undefined>(undefined)

function useSource(): FigureSource {
  const source = useContext(FigureProvider)
  if (!source) throw new Error('a figure outside of its card')
  return source
}

/** With what trains now: changes up to ten times a second. Only live layers may subscribe. */
export function useLiveFigure<K extends Figure['kind']>(kind: K): Extract<Figure, { kind: K }> | undefined {
  const { store, id } = useSource()
  return useInTurn(store, ({ current }) => find(current, id, kind))
}

/** Finished runs only. */
export function useSettledFigure(): Figure | undefined {
  const { store, id } = useSource()
  return useInTurn(store, ({ settled }) => settled.find((figure) => figure.id === id))
}

function find<K extends Figure['kind']>(figures: readonly Figure[], id: string, kind: K) {
  return figures.find(
    (figure): figure is Extract<Figure, { kind: K }> => figure.id === id && figure.kind === kind,
  )
}
