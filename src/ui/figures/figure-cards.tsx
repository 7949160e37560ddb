/** The figures of the experiment on show: its hero, or all others in pairs. Loaded apart from the page's first script: charts are half of it. */
import { use } from 'react'
import { useStore } from 'zustand'
import { loadExhibit } from '@/core/figures/exhibits'
import { FigureCard } from './figure-card'
import type { ExhibitionStore } from './figure-feed'

interface FigureCardsProps {
  readonly experiment: string
  readonly store: ExhibitionStore
  readonly part: 'hero' | 'others'
  /** The id of the figure that fills the window's width; undefined where none does. */
  readonly large: string | undefined
  readonly onLarge: (id: string | undefined) => void
}

export function FigureCards({ experiment, store, part, large, onLarge }: FigureCardsProps) {
  use(loadExhibit(experiment))
  const { ids, problem } = useStore(store, (s) => s.summary)
  const shown = part === 'hero' ? ids.slice(0, 1) : ids.slice(1)
  const cards = shown.map((id) => (
    <FigureCard
      key={id}
      experiment={experiment}
      id={id}
      store={store}
      hero={part === 'hero'}
      large={large === id}
      onLarge={(on) => onLarge(on ? id : undefined)}
    />
  ))
  if (part === 'others') return cards.length > 0 && <div className="figure-pair">{cards}</div>
  return (
    <>
      {problem !== undefined && (
        <p className="panel" role="alert">
          <strong>These runs could not be drawn.</strong> They are kept, and can be downloaded under Share:{' '}
          {problem}
        </p>
      )}
      {cards}
    </>
  )
}
