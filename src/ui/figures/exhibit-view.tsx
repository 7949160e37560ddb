/** The view of an experiment that is shown by its exhibit: the hero, what was found, the other figures in pairs, every run. */
import { useEffect, useMemo, useState } from 'react'
import { useStore } from 'zustand'
import { tableToCsv } from '@/core/export'
import { configStore, resultsStore, runStore } from '@/state/services'
import { ChartCard } from '../charts/chart-card'
import { AllRuns } from './all-runs'
import { ExhibitFindings } from './exhibit-findings'
import { FigureProvider } from './figure-context'
import { createFigureFeed, type FigureStore } from './figure-feed'
import { endSpace, type FigureFrame, figureFrame, tallest } from './figure-frame'
import { figureRows } from './figure-rows'
import { FigureTable } from './figure-table'
import { GridChart } from './grid-chart'
import { LinesChart } from './lines-chart'

/** An experiment's figures start afresh. */
export function ExhibitView() {
  const experiment = useStore(configStore, (s) => s.experiment.id)
  return <Exhibition key={experiment} experiment={experiment} />
}

const later = (callback: () => void, ms: number) => {
  const timer = setTimeout(callback, ms)
  return () => clearTimeout(timer)
}

const newFeed = () =>
  createFigureFeed({
    config: configStore,
    results: resultsStore,
    run: runStore,
    now: () => performance.now(),
    later,
  })

function Exhibition({ experiment }: { experiment: string }) {
  const [{ store, connect }] = useState(newFeed)
  useEffect(() => connect(), [connect])
  const [large, setLarge] = useState<string | undefined>(undefined)
  const problem = useStore(store, (s) => s.problem)
  const frames = useFrames(store)
  const [hero, ...others] = frames.map((frame) => (
    <FigureCard
      key={frame.id}
      experiment={experiment}
      frame={frame}
      store={store}
      hero={frame === frames[0]}
      large={large === frame.id}
      onLarge={(on) => setLarge(on ? frame.id : undefined)}
    />
  ))
  return (
    <div className="figures" data-large={large ?? 'none'}>
      {problem !== undefined && (
        <p className="panel" role="alert">
          <strong>These runs could not be drawn.</strong> They are kept, and can be downloaded below:{' '}
          {problem}
        </p>
      )}
      {hero}
      <ExhibitFindings store={store} />
      {others.length > 0 && <div className="figure-pair">{others}</div>}
      <AllRuns store={store} />
    </div>
  )
}

/** Changes only where a title, a caption or an axis does. */
function useFrames(store: FigureStore): readonly FigureFrame[] {
  const key = useStore(store, ({ current }) => JSON.stringify(current.map(figureFrame)))
  return useMemo((): readonly FigureFrame[] => JSON.parse(key), [key])
}

interface FigureCardProps {
  readonly experiment: string
  readonly frame: FigureFrame
  readonly store: FigureStore
  readonly hero: boolean
  readonly large: boolean
  readonly onLarge: (large: boolean) => void
}

function FigureCard({ experiment, frame, store, hero, large, onLarge }: FigureCardProps) {
  const { id, title, caption, axes } = frame
  const source = useMemo(() => ({ store, id }), [store, id])
  const csv = () => {
    const figure = store.getState().settled.find((one) => one.id === id)
    const { columns, rows } = figure ? figureRows(figure) : { columns: [], rows: [] }
    return tableToCsv(columns, rows)
  }
  return (
    <FigureProvider value={source}>
      <ChartCard
        id={`${experiment}-${id}`}
        title={title}
        caption={caption}
        large={large}
        onLarge={onLarge}
        endSpace={endSpace(frame)}
        tallest={tallest(frame)}
        chart={axes ? <LinesChart axes={axes} /> : <GridChart />}
        tableTitle={`Table: ${title}`}
        table={<FigureTable />}
        csv={csv}
        hero={hero}
      />
    </FigureProvider>
  )
}
