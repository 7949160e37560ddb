/** A symbol in its shade. */
import type { ReactNode } from 'react'
import { shadeStyle } from './shade'

export interface CellLook {
  readonly text: string
  /** p of the symbol. */
  readonly probability: number
  /** It says which string is meant, or was given: an outline. */
  readonly outlined: boolean
  /** The model says another one. */
  readonly wrong: boolean
}

export function TokenFace({ text, probability, outlined, wrong }: CellLook): ReactNode {
  return (
    <span
      className="token-face"
      data-outlined={outlined || undefined}
      data-wrong={wrong || undefined}
      data-length={text.length > 2 ? 'long' : undefined}
      style={outlined ? undefined : shadeStyle(probability)}
    >
      {text}
    </span>
  )
}

/** Symbols that are looked at, not chosen from. @param label what a screen reader says in their place. */
export function TokenRow({ cells, label }: { cells: readonly CellLook[]; label: string }) {
  return (
    <div className="token-row" role="img" aria-label={label}>
      {cells.map((cell, t) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a symbol is its place in the string
        <TokenFace key={t} {...cell} />
      ))}
    </div>
  )
}
