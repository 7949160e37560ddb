/** One figure of an exhibit, with its table, its exports and its large form. */
import { useMemo } from 'react'
import { useStore } from 'zustand'
import { useShallow } from 'zustand/shallow'
import { ChartCard } from '../charts/chart-card'
import { chartName } from '../charts/chart-name'
import { unbroken } from '../format'
import { FigureProvider } from './figure-context'
import type { ExhibitionStore } from './figure-feed'
import { endSpace, figureFrame, tallest } from './figure-frame'
import { figureCsv } from './figure-rows'
import { FigureTable } from './figure-table'
import { GridChart } from './grid-chart'
import { LinesChart } from './lines-chart'

interface FigureCardProps {
  readonly experiment: string
  /** The figure's. */
  readonly id: string
  readonly store: ExhibitionStore
  readonly hero: boolean
  readonly large: boolean
  readonly onLarge: (large: boolean) => void
}

export function FigureCard({ experiment, id, store, hero, large, onLarge }: FigureCardProps) {
  const frame = useStore(
    store,
    useShallow(({ figures }) => figures[id] && figureFrame(figures[id].current)),
  )
  const source = useMemo(() => ({ store, id }), [store, id])
  const csv = () => {
    const figure = store.getState().figures[id]?.settled
    return figure ? figureCsv(figure) : ''
  }
  if (!frame) return undefined
  const { title, caption, kind } = frame
  return (
    <FigureProvider value={source}>
      <ChartCard
        id={chartName(experiment, id)}
        title={unbroken(title)}
        caption={unbroken(caption)}
        large={large}
        onLarge={onLarge}
        endSpace={endSpace(frame)}
        tallest={tallest(frame)}
        namesAbove={frame.hasBands}
        chart={kind === 'lines' ? <LinesChart /> : <GridChart />}
        tableTitle={`Table: ${unbroken(title)}`}
        table={<FigureTable />}
        csv={csv}
        hero={hero}
      />
    </FigureProvider>
  )
}
