/** One figure of an exhibit: its chart, its table, its file. */
import { useStore } from 'zustand'
import { useShallow } from 'zustand/shallow'
import type { Figure } from '@/core/figures/figure'
import { tableToCsv } from '@/core/results/export'
import { unbroken } from '@/core/text/number'
import { ChartCard } from '../charts/card/chart-card'
import { chartName } from '../charts/chart-name'
import { chartKind } from '../charts/kinds/kinds'
import { useLab } from '../lab-context'
import { HERO_CAPTION_ID } from '../lesson/lesson-beside'
import type { ExhibitionStore } from './figure-feed'
import { FigureTable } from './figure-table'

interface FigureSource {
  readonly store: ExhibitionStore
  /** The figure's. */
  readonly id: string
}

interface FigureCardProps extends FigureSource {
  readonly experiment: string
  readonly hero: boolean
  readonly large: boolean
  readonly onLarge: (large: boolean) => void
}

export function FigureCard({ experiment, id, store, hero, large, onLarge }: FigureCardProps) {
  const card = useStore(
    store,
    useShallow(({ figures }) => figures[id] && cardOf(experiment, figures[id].current)),
  )
  if (!card) return undefined
  const { kind, name, title, caption, tableTitle, ...room } = card
  return (
    <ChartCard
      id={name}
      title={unbroken(title)}
      {...(hero && !large
        ? { caption: undefined, describedBy: HERO_CAPTION_ID }
        : { caption: unbroken(caption) })}
      legend={<Legend store={store} id={id} hero={hero} />}
      legendInside={kind === 'lines'}
      room={room}
      large={large}
      onLarge={onLarge}
      chart={<FigureChart store={store} id={id} />}
      tableTitle={unbroken(tableTitle)}
      table={<SettledTable store={store} id={id} />}
      csv={() => csvOf(store.getState().figures[id]?.settled)}
      hero={hero}
    />
  )
}

/** Whose runs are drawn, where they are not this browser's; and what the pale lines are. */
function Legend({ store, id, hero }: FigureSource & { readonly hero: boolean }) {
  const { results } = useLab()
  const recorded = useStore(
    results,
    ({ shown: { kind, records } }) => kind === 'recorded' && records.length > 0,
  )
  const hasEarlier = useStore(store, ({ figures }) => {
    const figure = figures[id]?.current
    return figure?.kind === 'lines' && figure.earlier !== undefined
  })
  const isEarlierRecorded = useStore(store, (s) => s.summary.isEarlierRecorded)
  if (hasEarlier) {
    return (
      <p className="chart-legend">
        <span className="earlier-swatch" aria-hidden="true" />
        {isEarlierRecorded ? 'recorded earlier' : 'earlier run'}
      </p>
    )
  }
  // Empty, it keeps the hero's line for whatever will be said.
  return (
    hero && (
      <p className="chart-legend">
        {recorded && (
          <span>
            recorded earlier<span className="chart-legend-more">; Run repeats it here</span>
          </span>
        )}
      </p>
    )
  )
}

/** All that the card needs of its figure, in flat values: points that come in do not draw it again. */
const cardOf = (experiment: string, figure: Figure) => ({
  kind: figure.kind,
  name: chartName(experiment, figure),
  title: figure.title,
  caption: figure.caption,
  tableTitle: figure.table?.title ?? figure.title,
  ...chartKind(figure.kind).room(figure),
})

function FigureChart({ store, id }: FigureSource) {
  const figure = useStore(store, ({ figures }) => figures[id]?.current)
  if (!figure) return undefined
  const { Chart } = chartKind(figure.kind)
  return <Chart figure={figure} />
}

function SettledTable({ store, id }: FigureSource) {
  const figure = useStore(store, ({ figures }) => figures[id]?.settled)
  const source = useStore(useLab().results, ({ shown }) => shown.title)
  return figure ? (
    <FigureTable figure={figure} source={source} />
  ) : (
    <p className="fine-print">Nothing has finished yet.</p>
  )
}

function csvOf(figure: Figure | undefined): string {
  if (!figure) return ''
  const { columns, rows } = chartKind(figure.kind).rows(figure)
  return tableToCsv(columns, rows)
}
