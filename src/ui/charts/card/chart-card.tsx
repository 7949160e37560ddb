/** One chart with everything around it: title, actions, tooltip, keys, spoken line, and the table of the same numbers. */
import { useElementSize } from '@mantine/hooks'
import {
  type KeyboardEvent,
  type ReactNode,
  type RefObject,
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import { type ChartContext, ChartProvider, type ChartRoom, chartSize } from '../chart-context'
import { plotOf } from '../frame/scales'
import { clearHighlight, highlight, useTargetIn } from '../highlight'
import { renderQueue } from '../render-queue'
import { pointReader, type TargetReader } from '../target-reader'
import { useVisibility } from '../visibility'
import { ChartActions } from './chart-actions'
import { ChartTooltip } from './chart-tooltip'
import { Disclosure } from './disclosure'

export interface ChartCardProps {
  /** Unique on the page: names the element and the exported files. */
  readonly id: string
  readonly title: string
  /** Says in a sentence or two what is drawn; undefined where the page says it elsewhere, in the element that `describedBy` names. */
  readonly caption: ReactNode
  readonly describedBy?: string | undefined
  /** What else is in the drawing than the runs on show, or whose runs these are. */
  readonly legend?: ReactNode
  /** Whether the drawing's first line has room for that, beside what its y axis is called; else it stands beside the title. */
  readonly legendInside: boolean
  readonly large: boolean
  readonly onLarge: (large: boolean) => void
  readonly room: ChartRoom
  readonly chart: ReactNode
  /** What the table holds. */
  readonly tableTitle: string
  readonly table: ReactNode
  /** Makes a CSV file of the same numbers. */
  readonly csv?: () => string
  readonly hero?: boolean
}

const NOTHING_TO_READ = pointReader([])

export function ChartCard(props: ChartCardProps) {
  const {
    id,
    title,
    caption,
    describedBy = caption ? `${props.id}-caption` : undefined,
    legend,
    legendInside,
    large,
    onLarge,
    room,
    chart,
    tableTitle,
    table,
    csv,
    hero = false,
  } = props
  const { right, rightCompact, namesAbove, maxHeight } = room
  const { ref, width: observedWidth } = useElementSize()
  const [firstWidth, setFirstWidth] = useState(0)
  const width = observedWidth || firstWidth
  const reader = useRef<TargetReader>(NOTHING_TO_READ)
  const drawing = useRef<HTMLDivElement>(null)
  const context = useMemo(
    (): ChartContext => ({
      id,
      reader,
      ...chartSize(width, { right, rightCompact, namesAbove, maxHeight }, { large, hero }),
    }),
    [id, width, large, hero, right, rightCompact, namesAbove, maxHeight],
  )

  // The observer tells a moment after the first drawing, in which the card would have no height.
  useLayoutEffect(() => setFirstWidth(drawing.current?.clientWidth ?? 0), [])

  const figure = useRef<HTMLElement>(null)
  useVisibility(id, figure)
  // Again as it grows: it learns how wide it is a moment later, and browsers hold on to what stands below it meanwhile.
  // biome-ignore lint/correctness/useExhaustiveDependencies: its height decides where it stands
  useEffect(() => {
    if (large) figure.current?.scrollIntoView({ block: 'start' })
  }, [large, context.height])

  const { isReading, onKeyDown, onBlur } = useKeys(id, reader)

  return (
    <figure
      ref={figure}
      className="chart-card"
      id={`chart-${id}`}
      aria-labelledby={`${id}-title`}
      data-large={large}
      // Whoever reads the chart with the keys, or saves it, gets its newest state.
      onFocus={() => renderQueue.drawNow(id)}
    >
      <div className="chart-head">
        <h2 id={`${id}-title`}>{title}</h2>
        {!legendInside && legend}
      </div>
      <div
        className="chart-drawing"
        ref={drawing}
        role="group"
        tabIndex={0}
        aria-label={`Chart: ${title}. Arrow keys read its points.`}
        aria-describedby={describedBy}
        onKeyDown={onKeyDown}
        onBlur={onBlur}
      >
        <div ref={ref} style={{ height: context.height }}>
          {hasRoom(context) && <ChartProvider value={context}>{chart}</ChartProvider>}
        </div>
        {legendInside && legend}
        <ChartTooltip chart={id} width={width} />
        <SpokenTarget chart={id} active={isReading} />
      </div>
      {caption && (
        <p className="chart-caption" id={`${id}-caption`}>
          {caption}
        </p>
      )}
      <div className="chart-foot">
        <Disclosure summary="Table" of={tableTitle}>
          {table}
        </Disclosure>
        <ChartActions id={id} title={title} drawing={drawing} csv={csv} large={large} onLarge={onLarge} />
      </div>
    </figure>
  )
}

/** Reads the chart's points with the keys, one after another. */
function useKeys(id: string, reader: RefObject<TargetReader>) {
  const [index, setIndex] = useState(-1)
  return {
    isReading: index >= 0,
    onKeyDown(event: KeyboardEvent) {
      if (event.key === 'Escape') clearHighlight(id)
      const next = reader.current.next(index, event.key)
      const target = next === undefined ? undefined : reader.current.at(next)
      if (next === undefined || target === undefined) return
      event.preventDefault()
      setIndex(next)
      highlight(id, target)
    },
    onBlur() {
      setIndex(-1)
      clearHighlight(id)
    },
  }
}

/** A page that is being laid out anew may leave a card no width for a moment. */
function hasRoom(context: ChartContext): boolean {
  const { left, right } = plotOf(context)
  return right > left
}

/** Pointing says nothing aloud; moving with the keys does, once for each point. */
function SpokenTarget({ chart, active }: { chart: string; active: boolean }) {
  const target = useTargetIn(chart)
  const text = active && target ? [target.title, ...target.rows.map((row) => row.join(' '))].join('; ') : ''
  return (
    <p className="visually-hidden" aria-live="polite">
      {text}
    </p>
  )
}
