/** Where each head looks while the model predicts a symbol: arcs over a string in one row. */
import { percentText } from '@/core/text/number'
import { headColor } from './head-colors'
import type { Alphabet } from './symbols'

/** What is looked at less than this is not drawn. */
const LEAST_WEIGHT = 0.03
const HEIGHT = 44

export interface Attention {
  readonly heads: number
  readonly position: number
  /** (H, position + 1): the start of the string, then the symbols before the position. */
  readonly weights: Float64Array
}

/** @param off heads that are switched off, from 0: they look nowhere. */
export function withoutHeads({ weights, ...attention }: Attention, off: readonly number[]): Attention {
  const left = weights.slice()
  const places = attention.position + 1
  for (const head of off) left.fill(0, head * places, (head + 1) * places)
  return { ...attention, weights: left }
}

/** @returns how much a head looks at a symbol; −1 for the start. */
export const lookAt = ({ position, weights }: Attention, head: number, symbol: number): number =>
  symbol >= position ? 0 : (weights[head * (position + 1) + symbol + 1] ?? 0)

/** The head that looks most at a symbol. */
export function strongestHead(attention: Attention, symbol: number): { head: number; weight: number } {
  const all = Array.from({ length: attention.heads }, (_, head) => ({
    head,
    weight: lookAt(attention, head, symbol),
  }))
  return all.reduce((most, own) => (own.weight > most.weight ? own : most), { head: 0, weight: 0 })
}

/** Arcs in units of symbols: the start has half a one. */
export function AttentionArcs({ attention, columns }: { attention: Attention; columns: number }) {
  const { heads, position } = attention
  const to = position + 1
  const arcs = Array.from({ length: position + 1 }, (_, i) => i - 1).flatMap((symbol) =>
    Array.from({ length: heads }, (_, head) => ({ symbol, head, weight: lookAt(attention, head, symbol) })),
  )
  return (
    <svg
      className="attention-arcs"
      viewBox={`0 0 ${columns + 0.5} ${HEIGHT}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {arcs
        .filter(({ weight }) => weight >= LEAST_WEIGHT)
        .toSorted((a, b) => b.weight - a.weight)
        .map(({ symbol, head, weight }) => {
          const from = symbol < 0 ? 0.25 : symbol + 1
          // Heads that look at the same symbol lie beside each other.
          const nudge = (head - (heads - 1) / 2) * Math.min(0.1, 0.5 / heads)
          const top = Math.max(-HEIGHT * 0.2, HEIGHT * (0.75 - 0.28 * (to - from)))
          return (
            <path
              key={`${symbol} ${head}`}
              d={`M${to + nudge} ${HEIGHT}C${to + nudge} ${top} ${from + nudge} ${top} ${from + nudge} ${HEIGHT}`}
              stroke={headColor(head)}
              strokeWidth={1 + 7 * weight}
              strokeOpacity={0.35 + 0.5 * weight}
            />
          )
        })}
    </svg>
  )
}

interface AttentionTextProps {
  readonly attention: Attention
  readonly tokens: ArrayLike<number>
  readonly alphabet: Alphabet
}

/** The same in words, one sentence for each head that looks anywhere. */
export function AttentionText({ attention, tokens, alphabet }: AttentionTextProps) {
  const { heads, position } = attention
  const sentences = Array.from({ length: heads }, (_, head) => {
    const looks = Array.from({ length: position + 1 }, (_, i) => ({
      symbol: i - 1,
      weight: lookAt(attention, head, i - 1),
    }))
    const most = looks.reduce((a, b) => (b.weight > a.weight ? b : a))
    if (most.weight === 0) return ''
    const where =
      most.symbol < 0 ? 'the start' : `symbol ${most.symbol + 1}, ${alphabet.text(tokens[most.symbol] ?? 0)}`
    return `Head ${head + 1} looks most at ${where}: ${percentText(most.weight)}.`
  })
  return <p className="visually-hidden">{sentences.filter(Boolean).join(' ')}</p>
}
