/** The mark's tokens by their corners, as known as they are opaque. */
const TOKENS = [
  [0, 0, 1],
  [10, 0, 0.92],
  [20, 0, 0.72],
  [0, 10, 1],
  [10, 10, 0.62],
  [20, 10, 0.42],
  [0, 20, 0.82],
  [10, 20, 0.42],
  [20, 20, 0.22],
] as const

/** Plateau's mark: a corner of the grid of strings, being learned. */
export function Logo() {
  return (
    <svg className="logo" viewBox="0 0 28 28" width="28" height="28" fill="var(--known)" aria-hidden="true">
      {TOKENS.map(([x, y, opacity]) => (
        <rect key={`${x},${y}`} x={x} y={y} width="8" height="8" rx="2" opacity={opacity} />
      ))}
    </svg>
  )
}
