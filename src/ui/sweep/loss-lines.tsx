/** The two loss lines of each model, and the peak of its test loss. */
import { useChart } from '../charts/chart-context'
import { ChartText, ErrorBar, linePath, Mark, type Point, sizeColor } from '../charts/frame/marks'
import type { Scales } from '../charts/frame/scales'
import { useHighlightedPoint, useHighlightedSeries } from '../charts/highlight'
import { formatDecimal } from '../format'
import type { ModelSeries, SizeGroup } from './series'

interface LossLinesProps {
  readonly series: readonly ModelSeries[]
  readonly scales: Scales
}

export function LossLines({ series, scales }: LossLinesProps) {
  const chosen = useHighlightedSeries()
  const highest = series.reduce<ModelSeries | undefined>((best, model) => {
    const peak = (m: ModelSeries | undefined) => (m && testPeak(m)?.size.heldOut?.mean) ?? 0
    return peak(model) > peak(best) ? model : best
  }, undefined)
  return series.map((model) => (
    <g key={model.key} opacity={chosen !== undefined && chosen !== model.key ? 0.25 : 1}>
      <ModelLosses model={model} scales={scales} />
      {(model === highest || chosen === model.key) && <PeakMark model={model} scales={scales} />}
    </g>
  ))
}

function ModelLosses({ model, scales }: { model: ModelSeries; scales: Scales }) {
  const chosen = useHighlightedSeries()
  const chosenSize = useHighlightedPoint()
  const color = sizeColor(model.color)
  const x = (size: SizeGroup) => scales.x(size.datasetBits / model.capacityBits)
  const tested = model.sizes.filter((size) => size.heldOut)
  const test = tested.map((size): Point => [x(size), scales.y(size.heldOut!.mean)])
  const train = model.sizes.map((size): Point => [x(size), scales.y(size.train.mean)])
  const radius = (size: SizeGroup) =>
    chosen === model.key && chosenSize === String(size.datasetSize) ? 7 : 4
  return (
    <g>
      <path d={linePath(train)} stroke={color} strokeWidth={2} strokeDasharray="5 4" fill="none" />
      <path d={linePath(test)} stroke={color} strokeWidth={2.5} fill="none" />
      {model.sizes.map((size) => (
        <Mark
          key={size.datasetSize}
          family={model.family}
          x={x(size)}
          y={scales.y(size.train.mean)}
          radius={radius(size)}
          color={color}
          hollow
        />
      ))}
      {tested.map((size) => (
        <g key={size.datasetSize}>
          <ErrorBar
            x={x(size)}
            low={scales.y(size.heldOut!.min)}
            high={scales.y(size.heldOut!.max)}
            color={color}
          />
          <Mark
            family={model.family}
            x={x(size)}
            y={scales.y(size.heldOut!.mean)}
            radius={radius(size)}
            color={color}
          />
        </g>
      ))}
    </g>
  )
}

/** The largest test loss over dataset sizes; `inside` where smaller and larger data both test better. */
export function testPeak(model: ModelSeries): { size: SizeGroup; inside: boolean } | undefined {
  const tested = model.sizes.filter((size) => size.heldOut)
  if (tested.length === 0) return undefined
  const size = tested.reduce((best, s) => (s.heldOut!.mean > best.heldOut!.mean ? s : best))
  return { size, inside: size !== tested[0] && size !== tested.at(-1) }
}

/** Named only once the whole curve is there: before, the highest point so far is no peak. */
function PeakMark({ model, scales }: { model: ModelSeries; scales: Scales }) {
  const { fontSize, compact } = useChart()
  const peak = model.complete ? testPeak(model) : undefined
  // Fewer than three sizes have an end on either side of any point: nothing to call a peak.
  if (!peak || model.sizes.length < 3) return undefined
  const loss = peak.size.heldOut!.mean
  const share = formatDecimal(peak.size.datasetBits / model.capacityBits, 1)
  const x = scales.x(peak.size.datasetBits / model.capacityBits)
  const y = scales.y(peak.size.heldOut!.max)
  const name = peak.inside ? 'peak' : 'highest'
  const text = `${name} ${formatDecimal(loss, 1)} at ${share}×${compact ? '' : ' capacity'}`
  const half = text.length * fontSize * 0.27
  const middle = Math.min(scales.right - half, Math.max(scales.left + half + 4, x))
  return (
    <g>
      <circle cx={x} cy={scales.y(loss)} r={9} fill="none" stroke="var(--chart-ink)" strokeWidth={1.5} />
      <ChartText
        x={middle}
        y={Math.max(scales.top + fontSize * 0.6, y - fontSize * 1.3)}
        size={fontSize}
        color="var(--chart-ink)"
        anchor="middle"
        bold
      >
        {text}
      </ChartText>
    </g>
  )
}
