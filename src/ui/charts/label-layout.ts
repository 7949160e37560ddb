/** Places labels in one column so that none overlaps another or leaves the column. */

/**
 * @param wanted where each label would like its middle to be, px. @param gap least distance of two middles, px.
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
