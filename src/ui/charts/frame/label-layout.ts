/** Places labels in one column, or in one row, so that none overlaps another or leaves it. */

/** At most so many letters, the last one an ellipsis where some are left out. */
export const shortened = (text: string, most: number): string =>
  text.length > most ? `${text.slice(0, most - 1).trimEnd()}…` : text

/**
 * @param wanted wished middle of each label, px. @param gap least distance of two middles, px.
 * @returns the middles, in the order of `wanted`; order along the column is kept.
 */
export function spreadLabels(wanted: readonly number[], gap: number, low: number, high: number): number[] {
  const order = wanted.map((_, i) => i).sort((a, b) => wanted[a]! - wanted[b]!)
  const room = order.length > 1 ? Math.min(gap, (high - low) / (order.length - 1)) : gap
  const placed = wanted.map((y) => Math.min(high, Math.max(low, y)))
  // Push down past the one above, then back up from the bottom edge.
  for (let i = 1; i < order.length; i++) {
    placed[order[i]!] = Math.max(placed[order[i]!]!, placed[order[i - 1]!]! + room)
  }
  let limit = high
  for (let i = order.length - 1; i >= 0; i--) {
    placed[order[i]!] = Math.min(placed[order[i]!]!, limit)
    limit = placed[order[i]!]! - room
  }
  return placed
}

export interface RowLabel {
  /** Wished middle, px; ascending from label to label. */
  readonly wanted: number
  readonly width: number
}

/**
 * @param gap least space between two labels, px. @returns the middles, in order; undefined for labels that are left out, evenly, where not
 * all of them have room.
 */
export function spreadInRow(
  labels: readonly RowLabel[],
  gap: number,
  low: number,
  high: number,
): (number | undefined)[] {
  for (let every = 1; every <= labels.length; every++) {
    const kept = labels.filter((_, i) => i % every === 0)
    const needed = kept.reduce((sum, { width }) => sum + width, gap * (kept.length - 1))
    if (needed > high - low && kept.length > 1) continue
    const placed = inRow(kept, gap, low, high)
    return labels.map((_, i) => (i % every === 0 ? placed[i / every] : undefined))
  }
  return []
}

/** Pushed right past the one before, then back from the right edge. */
function inRow(labels: readonly RowLabel[], gap: number, low: number, high: number): number[] {
  const middles: number[] = []
  let free = low
  for (const { wanted, width } of labels) {
    const middle = Math.max(wanted, free + width / 2)
    middles.push(middle)
    free = middle + width / 2 + gap
  }
  let limit = high
  for (let i = labels.length - 1; i >= 0; i--) {
    middles[i] = Math.min(middles[i]!, limit - labels[i]!.width / 2)
    limit = middles[i]! - labels[i]!.width / 2 - gap
  }
  return middles
}
