/** Thin named lines that do not depend on any run: y = x, and the exact ceiling of N strings. */
import { uniformCeilingBits } from '@/core/metrics/bits'
import { useChart } from '../charts/chart-context'
import type { EndLabel } from '../charts/frame/end-labels'
import { ChartText, linePath, type Point } from '../charts/frame/marks'
import type { Scales } from '../charts/frame/scales'

const SAMPLES = 60
const CEILING_NAMES = ['ceiling: all that the strings hold', 'ceiling']

export interface CeilingProps {
  readonly scales: Scales
  readonly xDomain: readonly [number, number]
  readonly yDomain: readonly [number, number]
  readonly vocab: number
  readonly seqLen: number
}

function referenceCurves({ scales, xDomain, yDomain, vocab, seqLen }: CeilingProps) {
  const bitsPerString = seqLen * Math.log2(vocab)
  return {
    identity: curve(scales, xDomain, yDomain, (bits) => bits),
    ceiling: curve(scales, xDomain, yDomain, (bits) =>
      uniformCeilingBits(bits / bitsPerString, seqLen, vocab),
    ),
  }
}

/** Names stand left and right of the pair where it leaves through the top; where there is no room, in the column of end labels. */
function placeNames({ scales }: CeilingProps, curves: ReturnType<typeof referenceCurves>, fontSize: number) {
  const place = (end: Point | undefined, roomFor: (name: string) => boolean, names: readonly string[]) =>
    end && { end, inside: end[1] <= scales.top + 1 ? names.find(roomFor) : undefined }
  const width = (name: string) => name.length * fontSize * 0.56
  const [identity, ceiling] = [curves.identity.at(-1), curves.ceiling.at(-1)]
  return {
    identity: place(identity, () => identity![0] < scales.right - 1, ['y = x']),
    ceiling: place(ceiling, (name) => ceiling![0] + 8 + width(name) < scales.right, CEILING_NAMES),
  }
}

/** Names for the end-label column. */
export function referenceEndLabels(props: CeilingProps, fontSize: number): EndLabel[] {
  const { identity, ceiling } = placeNames(props, referenceCurves(props), fontSize)
  const label = (
    text: string,
    color: string,
    name: { end: Point; inside: string | undefined } | undefined,
  ): EndLabel[] => (name && !name.inside ? [{ key: text, text, color, x: name.end[0], y: name.end[1] }] : [])
  return [...label('y = x', 'var(--chart-text)', identity), ...label('ceiling', 'var(--chart-ink)', ceiling)]
}

export function CeilingLines(props: CeilingProps) {
  const { fontSize } = useChart()
  const { scales } = props
  const curves = referenceCurves(props)
  const names = placeNames(props, curves, fontSize)
  const y = scales.top + fontSize * 0.9
  return (
    <g>
      <path d={linePath(curves.identity)} stroke="var(--chart-reference)" strokeWidth={1} fill="none" />
      <path
        d={linePath(curves.ceiling)}
        stroke="var(--chart-ink)"
        strokeWidth={1.5}
        strokeDasharray="6 4"
        fill="none"
      />
      {names.identity?.inside && (
        <ChartText x={names.identity.end[0] - fontSize * 2} y={y} size={fontSize} anchor="end">
          {names.identity.inside}
        </ChartText>
      )}
      {names.ceiling?.inside && (
        <ChartText x={names.ceiling.end[0] + 8} y={y} size={fontSize} color="var(--chart-ink)">
          {names.ceiling.inside}
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
