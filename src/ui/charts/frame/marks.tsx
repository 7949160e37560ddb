/** Shapes that charts are made of. Sizes in px, colours as CSS values. */
import { line, symbol, symbolDiamond, symbolSquare, symbolTriangle } from 'd3-shape'
import { families } from '@/core/model/families'

export type Point = readonly [x: number, y: number]

const straight = line<Point>(
  ([x]) => x,
  ([, y]) => y,
).digits(1)

export const linePath = (points: readonly Point[]): string => straight([...points]) ?? ''

const familyOrder = [...families.keys()]

/** Shape of each family's mark, in the registry's order; undefined is a circle. More families start over. */
const SYMBOLS = [undefined, symbolSquare, symbolTriangle, symbolDiamond]

interface MarkProps {
  /** A circle unless given. */
  readonly family?: string | undefined
  readonly x: number
  readonly y: number
  /** Radius of a circle; other shapes have the same area. */
  readonly radius: number
  readonly color: string
  /** Hollow while the run still trains. */
  readonly hollow?: boolean
  readonly opacity?: number
}

export function Mark({ family, x, y, radius, color, hollow = false, opacity = 1 }: MarkProps) {
  const type = family === undefined ? undefined : SYMBOLS[familyOrder.indexOf(family) % SYMBOLS.length]
  const paint = {
    fill: hollow ? 'var(--chart-paper)' : color,
    stroke: color,
    strokeWidth: hollow ? 2 : 1,
    opacity,
  }
  if (!type) return <circle cx={x} cy={y} r={radius} {...paint} />
  const outline = symbol(type, Math.PI * radius ** 2)
  return <path d={outline() ?? ''} transform={`translate(${x} ${y})`} {...paint} />
}

interface ErrorBarProps {
  readonly x: number
  readonly low: number
  readonly high: number
  readonly color: string
}

/** A bar with caps from the least to the largest value; nothing where the two coincide. */
export function ErrorBar({ x, low, high, color }: ErrorBarProps) {
  if (Math.abs(low - high) < 1) return undefined
  const cap = 4
  return (
    <path
      d={`M${x} ${low}V${high}M${x - cap} ${low}H${x + cap}M${x - cap} ${high}H${x + cap}`}
      stroke={color}
      strokeWidth={1.5}
      fill="none"
    />
  )
}

/** Marks a value under the axis: too small, or 0 and less on a log axis. */
export function BelowMark({ x, y, color }: { x: number; y: number; color: string }) {
  return <path d={`M${x - 5} ${y + 3}H${x + 5}L${x} ${y + 11}Z`} fill={color} />
}

interface ChartTextProps {
  readonly x: number
  readonly y: number
  readonly size: number
  readonly color?: string
  readonly anchor?: 'start' | 'middle' | 'end'
  readonly bold?: boolean
  readonly children: string
}

/** Text with a halo of the paper's colour, so that lines under it do not cross it out. */
export function ChartText({
  x,
  y,
  size,
  color = 'var(--chart-text)',
  anchor = 'start',
  bold = false,
  children,
}: ChartTextProps) {
  return (
    <text
      x={x}
      y={y}
      dy="0.35em"
      fontSize={size}
      fontWeight={bold ? 600 : 400}
      fill={color}
      textAnchor={anchor}
      stroke="var(--chart-paper)"
      strokeWidth={4}
      strokeLinejoin="round"
      paintOrder="stroke"
    >
      {children}
    </text>
  )
}
