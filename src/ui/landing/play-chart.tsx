/** What the model remembers of ever more strings: a mark for each try, and the one that trains now on its way up. */
import { useElementSize } from '@mantine/hooks'
import { comesNext, type PlayPosition, playTrial } from '@/core/play/position'
import { latestTry, type Try, triesByWidth, wasFull } from '@/core/play/tries'
import { countText } from '@/core/text/number'
import { type ChartLayout, chartLayout } from './chart-layout'
import { usePlay } from './play-context'
import { PredictionLayer } from './prediction-layer'

const FONT_SIZE = 13
const X_TICKS = [64, 128, 256, 512]
/** Marks of few strings lie close together. */
const markRadius = (strings: number): number => (strings < 24 ? 4 : strings < 48 ? 5 : 6)

interface PlayChartProps {
  /** The visitor has said by the keyboard where the next dot will land, or does not want to. */
  readonly onSettled: () => void
}

export function PlayChart({ onSettled }: PlayChartProps) {
  const tries = usePlay((s) => s.tries)
  const position = usePlay((s) => s.position)
  const bits = usePlay((s) => s.frames[s.shown]?.memorizedBits)
  const { ref, width, height } = useElementSize()
  const now: Try | undefined = bits === undefined ? undefined : { ...position, bits: Math.max(0, bits) }
  const layout = chartLayout(width, height, FONT_SIZE, now ? [...tries, now] : tries)
  return (
    <section className="play-chart" aria-label="Bits it remembers">
      <h2>Bits it remembers</h2>
      <div className="play-chart-box" ref={ref}>
        {width > 0 && (
          <>
            <svg width={width} height={height} role="img" aria-label={chartText(tries)}>
              <Axes layout={layout} />
              <Series tries={tries} position={position} now={now} layout={layout} />
              <SeriesNames tries={tries} position={position} layout={layout} />
              {now && <Now made={now} tries={tries} layout={layout} />}
            </svg>
            <PredictionLayer layout={layout} onSettled={onSettled} />
          </>
        )}
      </div>
      <Asked />
    </section>
  )
}

/** Reads the question out when it comes: the place that takes the answer is in front of the button that was pressed. */
function Asked() {
  const prediction = usePlay((s) => s.prediction)
  const isAsked = usePlay((s) => s.prediction !== undefined && !latestTry(s.tries, s.prediction))
  return (
    <p className="visually-hidden" aria-live="polite">
      {isAsked &&
        prediction &&
        !prediction.placed &&
        `Where will ${prediction.strings} strings land? The slider in the chart takes your guess.`}
    </p>
  )
}

function Axes({ layout }: { layout: ChartLayout }) {
  const { left, right, bottom, x, y, yTicks, ceiling } = layout
  const [endX = 0, endY = 0] = ceiling.at(-1) ?? []
  return (
    <g className="play-axes">
      {yTicks.map((bits) => (
        <g key={bits}>
          <line className="play-grid" x1={left} x2={right} y1={y(bits)} y2={y(bits)} />
          <text x={left - 10} y={y(bits)} dy="0.35em" textAnchor="end">
            {countText(bits)}
          </text>
        </g>
      ))}
      {X_TICKS.map((strings) => (
        <text key={strings} x={x(strings)} y={bottom + 19} textAnchor="middle">
          {strings}
        </text>
      ))}
      <text x={(left + right) / 2} y={bottom + 37} textAnchor="middle">
        strings
      </text>
      <path className="play-ceiling" d={pathThrough(ceiling)} />
      <text x={endX + 4} y={endY - 8}>
        all there is to know
      </text>
    </g>
  )
}

interface SeriesProps {
  readonly tries: readonly Try[]
  readonly position: PlayPosition
  readonly now: Try | undefined
  readonly layout: ChartLayout
}

/** Of each model its latest tries, with lines between neighbours; the model that trains now is the one in colour, with its line up to it. */
function Series({ tries, position, now, layout }: SeriesProps) {
  const place = placeIn(layout)
  return triesByWidth(tries).map(({ width, line, earlier }) => {
    const isNow = width === position.width
    const shown = isNow ? line.filter(({ strings }) => strings !== position.strings) : line
    const joined = isNow && now ? [...shown, now].toSorted((a, b) => a.strings - b.strings) : shown
    return (
      <g key={width} className="play-series" data-other={!isNow}>
        <path d={lineThrough(joined, place)} />
        {earlier.map((made) => (
          <circle key={made.seed} className="play-earlier" cx={place(made)[0]} cy={place(made)[1]} r={3} />
        ))}
        {shown.map((made) => (
          <circle key={made.strings} cx={place(made)[0]} cy={place(made)[1]} r={markRadius(made.strings)} />
        ))}
      </g>
    )
  })
}

/** Over all lines, so that none strikes them through. */
function SeriesNames({ tries, position, layout }: Omit<SeriesProps, 'now'>) {
  const place = placeIn(layout)
  return triesByWidth(tries).map(({ width, line }) => {
    const last = line.at(-1)!
    const [x, y] = place(last)
    return (
      width !== position.width && (
        <text
          key={width}
          className="play-name"
          x={x}
          y={y - 12}
          textAnchor={last.strings > 400 ? 'end' : 'middle'}
        >
          {`${countText(playTrial(last).params)} numbers`}
        </text>
      )
    )
  })
}

function Now({
  made,
  tries,
  layout: { x, y, bottom },
}: {
  made: Try
  tries: readonly Try[]
  layout: ChartLayout
}) {
  const isDone = usePlay((s) => s.status.kind === 'done' && !s.isReplay)
  const isFull = isDone && wasFull(tries, made)
  const isAsked = usePlay((s) => s.prediction !== undefined && !latestTry(s.tries, s.prediction))
  const [cx, cy] = [x(made.strings), y(made.bits)]
  const isAtEnd = made.strings > 400
  return (
    <g className="play-now">
      <circle cx={cx} cy={cy} r={9} />
      {!isAsked && (
        <text
          x={isAtEnd ? cx + 9 : cx + 15}
          y={isAtEnd || isFull ? cy - 16 : Math.min(cy + 18, bottom - 6)}
          textAnchor={isAtEnd ? 'end' : 'start'}
        >
          {isFull ? `full: ${countText(made.bits)}` : `${countText(made.bits)} bits`}
        </text>
      )}
    </g>
  )
}

const placeIn =
  ({ x, y }: ChartLayout) =>
  ({ strings, bits }: Try) =>
    [x(strings), y(Math.max(0, bits))] as const

/** An SVG path through tries, ordered by strings: it leaves out what lies between two that are no neighbours on the slider, where nobody has tried. */
export const lineThrough = (
  tries: readonly Try[],
  place: (made: Try) => readonly [x: number, y: number],
): string => {
  const stretches: Try[][] = []
  for (const made of tries) {
    const stretch = stretches.at(-1)
    if (stretch && comesNext(stretch.at(-1)!.strings, made.strings)) stretch.push(made)
    else stretches.push([made])
  }
  return stretches.map((stretch) => pathThrough(stretch.map(place))).join('')
}

const pathThrough = (points: readonly (readonly [number, number])[]): string =>
  points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${x.toFixed(1)} ${y.toFixed(1)}`).join('')

/** The chart in words. */
export function chartText(tries: readonly Try[]): string {
  if (tries.length === 0) return 'Chart: bits remembered against strings given. No try has ended yet.'
  const models = triesByWidth(tries).map(({ line }) => {
    const marks = line.map((made) => `${countText(made.bits)} bits of ${made.strings} strings`)
    const last = line.at(-1)!
    const full = latestTry(tries, last) === last && wasFull(tries, last) ? ': full' : ''
    return `${countText(playTrial(last).params)} numbers: ${marks.join(', ')}${full}`
  })
  return `Chart: bits remembered against strings given. ${models.join('. ')}.`
}
