/** Capacity against parameters: one point a model, the fitted line, and the papers' values to compare with. */
import { memo, useMemo } from 'react'
import type { TrialRecord } from '@/core/results/result'
import { type CapacityLine, PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import type { Trial } from '@/core/sweep/trial'
import { useChart } from '../charts/chart-context'
import { type Axis, linearAxis } from '../charts/frame/axis'
import { ChartFrame } from '../charts/frame/chart-frame'
import { type EndLabel, EndLabels } from '../charts/frame/end-labels'
import { ChartText, ErrorBar, linePath, Mark, sizeColor } from '../charts/frame/marks'
import { PointerLayer } from '../charts/frame/pointer-layer'
import { type Scales, useScales } from '../charts/frame/scales'
import { type Target, useHighlightedSeries } from '../charts/highlight'
import { formatDecimal } from '../format'
import { AXIS_LABELS } from './chart-lines'
import { describeModel } from './describe'
import { completeLine } from './findings'
import type { ModelSeries } from './series'
import { useLiveSeries, useSweepPlan, useUnchanged } from './use-sweep'

export function CapacityChart() {
  const { planned, records } = useSweepPlan()
  const { compact } = useChart()
  const stable = useUnchanged(capacityAxes(planned, records, compact))
  if (!stable) return undefined
  return <ChartFrame x={stable.x} y={stable.y} layer={CapacityLayer} />
}

function capacityAxes(planned: readonly Trial[], records: readonly TrialRecord[], compact: boolean) {
  const params = [...planned, ...records].map((run) => run.params)
  if (params.length === 0) return undefined
  const x = linearAxis(AXIS_LABELS.capacity.x, Math.max(...params) * 1.1, compact ? 4 : 6)
  const highest = Math.max(PAPER_BITS_PER_PARAM.float32 * x.domain[1], ...records.map((r) => r.memorizedBits))
  return { x, y: linearAxis(AXIS_LABELS.capacity.y, highest, compact ? 5 : 7) }
}

const CapacityLayer = memo(function CapacityLayer({ x, y }: { x: Axis; y: Axis }) {
  const series = useLiveSeries()
  const scales = useScales(x, y)
  const { fontSize, compact } = useChart()
  const line = useMemo(() => completeLine(series), [series])
  const targets = useMemo(() => (scales ? modelTargets(series, scales) : []), [series, scales])
  if (!scales) return undefined
  const end = x.domain[1]
  const reference = (bits: number, name: string): EndLabel => ({
    key: name,
    text: compact ? `${bits} ${name}` : `${bits} · paper, ${name}`,
    color: 'var(--chart-text)',
    x: scales.x(end),
    y: scales.y(bits * end),
  })
  const labels = [
    reference(PAPER_BITS_PER_PARAM.float32, 'fp32'),
    reference(PAPER_BITS_PER_PARAM.bfloat16, 'bf16'),
    ...(line ? [fitLabel(line, scales, end, compact)] : []),
  ]
  return (
    <g>
      {Object.values(PAPER_BITS_PER_PARAM).map((bits) => (
        <path
          key={bits}
          d={linePath([
            [scales.x(0), scales.y(0)],
            [scales.x(end), scales.y(bits * end)],
          ])}
          stroke="var(--chart-reference)"
          strokeWidth={1}
          fill="none"
        />
      ))}
      {line && <FitLine line={line} scales={scales} end={end} />}
      <EndLabels
        labels={labels}
        left={scales.right + 10}
        top={scales.top + fontSize / 2}
        bottom={scales.bottom - fontSize / 2}
      />
      <ModelPoints series={series} scales={scales} />
      <PointerLayer scales={scales} targets={targets} />
    </g>
  )
})

const fitLabel = (line: CapacityLine, scales: Scales, end: number, compact: boolean): EndLabel => ({
  key: 'fit',
  text: compact ? `${formatDecimal(line.slope)} fit` : `${formatDecimal(line.slope)} · this fit`,
  color: 'var(--chart-ink)',
  bold: true,
  x: scales.x(end),
  y: scales.y(line.slope * end + line.intercept),
})

/** From where the line has a capacity above 0. */
function FitLine({ line, scales, end }: { line: CapacityLine; scales: Scales; end: number }) {
  const start = Math.max(0, line.slope > 0 ? -line.intercept / line.slope : 0)
  const at = (params: number) => [scales.x(params), scales.y(line.slope * params + line.intercept)] as const
  return <path d={linePath([at(start), at(end)])} stroke="var(--chart-ink)" strokeWidth={2} fill="none" />
}

function modelTargets(series: readonly ModelSeries[], scales: Scales): Target[] {
  return series.flatMap((model) =>
    model.capacity
      ? [
          {
            line: model.key,
            series: model.key,
            point: undefined,
            x: scales.x(model.params),
            y: scales.y(model.capacity.capacityBits.mean),
            ...describeModel(model),
          },
        ]
      : [],
  )
}

function ModelPoints({ series, scales }: { series: readonly ModelSeries[]; scales: Scales }) {
  const chosen = useHighlightedSeries()
  const { fontSize } = useChart()
  const sides = nameSides(series, scales, fontSize)
  return series.map((model) => {
    if (!model.capacity) return undefined
    const { mean, min, max } = model.capacity.capacityBits
    const color = sizeColor(model.color)
    const x = scales.x(model.params)
    const y = scales.y(mean)
    return (
      <g key={model.key} opacity={chosen !== undefined && chosen !== model.key ? 0.25 : 1}>
        <ErrorBar x={x} low={scales.y(min)} high={scales.y(max)} color={color} />
        <Mark
          family={model.family}
          x={x}
          y={y}
          radius={chosen === model.key ? 8 : 6}
          color={color}
          hollow={!model.complete}
        />
        {sides.get(model.key) === 'right' && (
          <ChartText
            x={x + 10}
            y={Math.min(scales.bottom - fontSize * 0.7, y + fontSize * 0.9)}
            size={fontSize}
            color={color}
          >
            {model.label}
          </ChartText>
        )}
        {sides.get(model.key) === 'left' && (
          <ChartText x={x - 8} y={y - fontSize * 0.9} size={fontSize} color={color} anchor="end">
            {model.label}
          </ChartText>
        )}
      </g>
    )
  })
}

/**
 * Names stand right under their points; one that would run into the next stands left above; where that is taken too, it is left
 * to the tooltip.
 */
function nameSides(
  series: readonly ModelSeries[],
  scales: Scales,
  fontSize: number,
): Map<string, 'left' | 'right'> {
  const free = { right: Number.POSITIVE_INFINITY, left: Number.POSITIVE_INFINITY }
  const sides = new Map<string, 'left' | 'right'>()
  for (const model of series.toReversed()) {
    const x = scales.x(model.params)
    const width = model.label.length * fontSize * 0.56
    if (x + 10 + width < free.right) {
      sides.set(model.key, 'right')
      free.right = x - 6
    } else if (x - 8 < free.left && x - 8 - width > scales.left) {
      sides.set(model.key, 'left')
      free.left = x - 8 - width - 6
    }
  }
  return sides
}
