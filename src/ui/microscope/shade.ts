/** How dark a symbol is drawn for what the model knows of it. */
import type { CSSProperties } from 'react'

/** A little of a probability is no knowledge: the shade stays behind it. */
const SHADE_POWER = 1.15
/** Between these no text can be read on a shade in both themes (contrast below 4.5): shades keep out of it. */
const UNREADABLE = { from: 0.56, to: 0.71 } as const

/** @param p probability of the right symbol. @returns how much of the known colour is in the shade, 0 … 1. */
export function shadeOf(p: number): number {
  const share = Math.max(0, Math.min(1, p)) ** SHADE_POWER
  const { from, to } = UNREADABLE
  if (share <= from || share >= to) return share
  return share < (from + to) / 2 ? from : to
}

export interface ShadeStyle extends CSSProperties {
  readonly '--shade': string
  readonly '--on-shade': string
}

/** For elements whose background mixes `--unknown` and `--known` by `--shade`. */
export function shadeStyle(p: number): ShadeStyle {
  const share = shadeOf(p)
  return {
    '--shade': `${(100 * share).toFixed(1)}%`,
    '--on-shade': share > UNREADABLE.from ? 'var(--on-known)' : 'var(--ink)',
  }
}
