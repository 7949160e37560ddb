/** How far a program's outputs are from their reference. */

export interface WorstValue {
  readonly binding: string
  readonly at: number
  readonly got: number
  readonly want: number
  /** |got − want| / max(1, |want|); Infinity where a number was to come and NaN came, or values are missing. */
  readonly error: number
}

/** @param expected by binding; NaN marks values that are not compared (padding). */
export function worstValue(
  got: Readonly<Record<string, ArrayLike<number>>>,
  expected: Readonly<Record<string, ArrayLike<number>>>,
): WorstValue {
  let worst: WorstValue = { binding: '', at: -1, got: 0, want: 0, error: 0 }
  for (const [binding, want] of Object.entries(expected)) {
    for (let i = 0; i < want.length; i++) {
      if (Number.isNaN(want[i]!)) continue
      const value = got[binding]?.[i] ?? Number.NaN
      const difference = Math.abs(value - want[i]!) / Math.max(1, Math.abs(want[i]!))
      const error = Number.isNaN(difference) ? Number.POSITIVE_INFINITY : difference
      if (error > worst.error) worst = { binding, at: i, got: value, want: want[i]!, error }
    }
  }
  return worst
}
