/** Draws strings on a canvas: each symbol in a shade that says how well it is known. */
import type { KnownSymbols } from '@/core/metrics/known-symbols'
import type { MarkedStrings } from '@/core/play/play-strings'
import type { GridLayout } from './grid-layout'

export type Rgb = readonly [red: number, green: number, blue: number]

export interface GridColors {
  readonly unknown: Rgb
  readonly known: Rgb
  readonly onKnown: string
  readonly wrong: string
  readonly edge: string
  readonly ink: string
  readonly soft: string
  /** Font family of the symbols. */
  readonly font: string
}

export interface DrawnStrings {
  readonly strings: MarkedStrings
  /** Undefined before anything is known of them: all symbols are unknown, and none is wrong. */
  readonly known: KnownSymbols | undefined
  readonly layout: GridLayout
  /** Whether symbols can be read, and are marked where the model would say another. */
  readonly isLegible: boolean
  /** Px, at the most. */
  readonly corner: number
}

/** A little of a probability is no knowledge: the shade stays behind it. */
const SHADE_POWER = 1.15
/** Letters turn light on a shade of more than this. */
const LIGHT_LETTERS = 0.55
/** Px: smaller corners are not seen, and take twice as long to draw. */
const LEAST_ROUND = 1.5
/** Px: in narrower symbols an outline would be a shade. They are left empty. */
const LEAST_OUTLINED = 3
/** Px: smaller letters cannot be read. */
const LEAST_LETTER = 8
/** Fewer colours than probabilities: symbols of one shade are filled together. */
const LEVELS = 96

const SYMBOLS = '0123456789abcdefghijklmnopqrstuvwxyz'

export const symbolText = (token: number): string => SYMBOLS[token] ?? '?'

/** @param p probability of the right symbol. */
export function shade(p: number, { unknown, known }: Pick<GridColors, 'unknown' | 'known'>): string {
  const part = Math.max(0, Math.min(1, p)) ** SHADE_POWER
  const mixed = unknown.map((from, i) => Math.round(from + part * (known[i]! - from)))
  return `rgb(${mixed.join(' ')})`
}

export function drawStrings(
  context: CanvasRenderingContext2D,
  drawn: DrawnStrings,
  colors: GridColors,
): void {
  const { strings, known, layout, corner } = drawn
  const { seqLen, saysWhich } = strings
  const levels = new Map<number, Path2D>()
  const outlines = new Path2D()
  for (let at = 0; at < saysWhich.length; at++) {
    const { left, top, width, height } = layout.cell(Math.floor(at / seqLen), at % seqLen)
    const round = Math.min(corner, width / 4, height / 4)
    const addTo = (path: Path2D, inset = 0) =>
      round < LEAST_ROUND
        ? path.rect(left + inset, top + inset, width - 2 * inset, height - 2 * inset)
        : path.roundRect(left + inset, top + inset, width - 2 * inset, height - 2 * inset, round)
    if (saysWhich[at]) {
      if (width >= LEAST_OUTLINED) addTo(outlines, 0.5)
      continue
    }
    const level = Math.round((known?.probability[at] ?? 0) * LEVELS)
    const path = levels.get(level) ?? new Path2D()
    levels.set(level, path)
    addTo(path)
  }
  context.strokeStyle = colors.edge
  context.lineWidth = 1
  context.stroke(outlines)
  for (const [level, path] of levels) {
    context.fillStyle = shade(level / LEVELS, colors)
    context.fill(path)
  }
  if (drawn.isLegible) drawSymbols(context, drawn, colors)
}

/** Letters, and a red edge under those that the model would get wrong. */
function drawSymbols(
  context: CanvasRenderingContext2D,
  { strings, known, layout, corner }: DrawnStrings,
  colors: GridColors,
): void {
  const { tokens, seqLen, saysWhich } = strings
  const { width, height } = layout.cell(0, 0)
  const size = Math.min(0.62 * height, 0.66 * width, 20)
  const showsLetters = size >= LEAST_LETTER
  context.font = `600 ${size.toFixed(1)}px ${colors.font}`
  context.textAlign = 'center'
  context.textBaseline = 'middle'
  const edge = Math.max(2, Math.min(4, 0.12 * height))
  for (const [at, token] of tokens.entries()) {
    const cell = layout.cell(Math.floor(at / seqLen), at % seqLen)
    const p = known?.probability[at] ?? 0
    if (known && !saysWhich[at] && known.said[at] !== token) {
      context.save()
      context.beginPath()
      context.roundRect(cell.left, cell.top, cell.width, cell.height, Math.min(corner, width / 4, height / 4))
      context.clip()
      context.fillStyle = colors.wrong
      context.fillRect(cell.left, cell.top + cell.height - edge, cell.width, edge)
      context.restore()
    }
    if (!showsLetters) continue
    context.fillStyle = saysWhich[at] ? colors.soft : p > LIGHT_LETTERS ? colors.onKnown : colors.ink
    context.fillText(symbolText(token), cell.left + cell.width / 2, cell.top + 0.53 * cell.height)
  }
}
