/** One figure of an exhibit, with its table, its exports and its large form. */
import { useMemo } from 'react'
import { ChartCard } from '../charts/chart-card'
import { useInTurn } from '../charts/turns'
import { unbroken } from '../format'
import { FigureProvider } from './figure-context'
import type { FigureStore } from './figure-feed'
import { endSpace, type FigureFrame, figureFrame, tallest } from './figure-frame'
import { figureCsv } from './figure-rows'
import { FigureTable } from './figure-table'
import { GridChart } from './grid-chart'
import { LinesChart } from './lines-chart'

interface FigureCardProps {
  readonly experiment: string
  /** The figure's. */
  readonly id: string
  readonly store: FigureStore
  readonly hero: boolean
  readonly large: boolean
  readonly onLarge: (large: boolean) => void
}

export function FigureCard({ experiment, id, store, hero, large, onLarge }: FigureCardProps) {
  const frame = useFrame(store, id)
  const source = useMemo(() => ({ store, id }), [store, id])
  const csv = () => {
    const figure = store.getState().settled.find((one) => one.id === id)
    return figure ? figureCsv(figure) : ''
  }
  if (!frame) return undefined
  const { title, caption, axes } = frame
  return (
    <FigureProvider value={source}>
      <ChartCard
        id={`${experiment}-${id}`}
        title={unbroken(title)}
        caption={unbroken(caption)}
        large={large}
        onLarge={onLarge}
        endSpace={endSpace(frame)}
        tallest={tallest(frame)}
        namesAbove={frame.hasBands}
        chart={axes ? <LinesChart axes={axes} hasMarks={frame.hasMarks} /> : <GridChart />}
        tableTitle={`Table: ${unbroken(title)}`}
        table={<FigureTable />}
        csv={csv}
        hero={hero}
      />
    </FigureProvider>
  )
}

/** Changes only where a title, a caption or an axis does; undefined once the exhibit has no such figure. */
function useFrame(store: FigureStore, id: string): FigureFrame | undefined {
  const key = useInTurn(store, ({ current }) => {
    const figure = current.find((one) => one.id === id)
    return figure ? JSON.stringify(figureFrame(figure)) : ''
  })
  return useMemo((): FigureFrame | undefined => (key === '' ? undefined : JSON.parse(key)), [key])
}
