/** Thin named lines that do not depend on any run: y = x, and the exact ceiling of N strings. */
import { uniformCeilingBits } from '@/core/bits'
import { useChart } from '../charts/chart-context'
import { ChartText, linePath, type Point } from '../charts/marks'
import type { Scales } from '../charts/use-scales'

const SAMPLES = 60

interface CeilingProps {
  readonly scales: Scales
  readonly xDomain: readonly [number, number]
  readonly yDomain: readonly [number, number]
  readonly vocab: number
  readonly seqLen: number
}

/** Both leave the plot at its top or at its right; their names stand left and right of the pair. */
export function CeilingLines({ scales, xDomain, yDomain, vocab, seqLen }: CeilingProps) {
  const { fontSize, compact } = useChart()
  const bitsPerString = seqLen * Math.log2(vocab)
  const ceiling = (bits: number) => uniformCeilingBits(bits / bitsPerString, seqLen, vocab)
  const identity = curve(scales, xDomain, yDomain, (bits) => bits)
  const bound = curve(scales, xDomain, yDomain, ceiling)
  const identityEnd = identity.at(-1)
  const boundEnd = bound.at(-1)
  const y = scales.top + fontSize * 0.9
  const name = compact ? 'ceiling' : 'ceiling: all that the strings hold'
  const roomRight = boundEnd ? scales.right - boundEnd[0] > fontSize * 0.55 * name.length : false
  return (
    <g>
      <path d={linePath(identity)} stroke="var(--chart-reference)" strokeWidth={1} fill="none" />
      <path
        d={linePath(bound)}
        stroke="var(--chart-ink)"
        strokeWidth={1.5}
        strokeDasharray="6 4"
        fill="none"
      />
      {identityEnd && (
        <ChartText x={identityEnd[0] - fontSize * 0.9} y={y} size={fontSize} anchor="end">
          y = x
        </ChartText>
      )}
      {boundEnd && (
        <ChartText
          x={roomRight ? boundEnd[0] + 8 : scales.right - 4}
          y={roomRight ? y : Math.max(y, boundEnd[1] + fontSize * 1.6)}
          size={fontSize}
          color="var(--chart-ink)"
          anchor={roomRight ? 'start' : 'end'}
        >
          {name}
        </ChartText>
      )}
    </g>
  )
}

/** Sampled evenly along a log axis, and cut where it leaves the plot. */
function curve(
  scales: Scales,
  [low, high]: readonly [number, number],
  [yLow, yHigh]: readonly [number, number],
  f: (x: number) => number,
): Point[] {
  const points: Point[] = []
  const at = (share: number) => low * (high / low) ** share
  for (let i = 0; i <= SAMPLES; i++) {
    const x = at(i / SAMPLES)
    const value = f(x)
    if (value < yLow) continue
    if (value <= yHigh) {
      points.push([scales.x(x), scales.y(value)])
      continue
    }
    // The last step crosses the top edge: halve it until the crossing is found to a fraction of a pixel.
    let inside = Math.max(0, i - 1) / SAMPLES
    let outside = i / SAMPLES
    for (let k = 0; k < 12; k++) {
      const middle = (inside + outside) / 2
      if (f(at(middle)) <= yHigh) inside = middle
      else outside = middle
    }
    points.push([scales.x(at(inside)), scales.y(f(at(inside)))])
    break
  }
  return points
}
