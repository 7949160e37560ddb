/** What the parts of one chart share: its size, its font, and what the keys can read in it. */
import { createContext, type RefObject, useContext } from 'react'
import type { TargetReader } from './target-reader'

/** Room that a chart needs inside its card. Flat: two of them are compared value by value. */
export interface ChartRoom {
  /** For names right of the plot, in widths of the font. */
  readonly right: number
  /** The same where the card is narrow and names are shortened. */
  readonly rightCompact: number
  /** Whether names stand in a row between the plot and what its y axis is called. */
  readonly namesAbove: boolean
  /** The drawing needs no more height than this, px. */
  readonly maxHeight: number
}

interface ChartSize {
  readonly width: number
  readonly height: number
  readonly fontSize: number
  /** Too narrow for labels beside the lines in full. */
  readonly compact: boolean
  readonly margin: {
    readonly top: number
    readonly right: number
    readonly bottom: number
    readonly left: number
  }
}

export interface ChartContext extends ChartSize {
  readonly id: string
  /** Written by the live layer, read by the keys. */
  readonly reader: RefObject<TargetReader>
}

export const ChartProvider = createContext<ChartContext | undefined>(undefined)

export function useChart(): ChartContext {
  const context = useContext(ChartProvider)
  if (!context) throw new Error('useChart outside of a chart')
  return context
}

/** Below this width of the drawing, labels are shortened, px. */
const COMPACT_WIDTH = 560
const PHONE_WIDTH = 400

/** Of the hero's drawing: with the question above it and the answer below, it fits into a window that is not too low, px. */
const heroHeight = (): number => Math.max(300, Math.min(430, window.innerHeight - 460))

export function chartSize(
  width: number,
  { right, rightCompact, namesAbove, maxHeight }: ChartRoom,
  { large, hero }: { readonly large: boolean; readonly hero: boolean },
): ChartSize {
  const compact = width < COMPACT_WIDTH
  const fontSize = large && !compact ? 20 : width < PHONE_WIDTH ? 13 : compact ? 14 : 15
  const height = large
    ? Math.max(360, Math.min(Math.round(width * 0.55), Math.round(window.innerHeight * 0.78)))
    : compact
      ? Math.max(300, Math.round(width * 0.85))
      : hero
        ? heroHeight()
        : 380
  const margin = {
    top: Math.round(fontSize * (namesAbove ? 3.4 : 2.2)),
    right: Math.round((compact ? rightCompact : right) * fontSize),
    bottom: 4,
    left: 4,
  }
  return { width, height: Math.min(height, maxHeight), fontSize, compact, margin }
}
