/** Memorised bits against the data's bits, log-log: rising on the ceiling, then flat. */
import { memo, useMemo } from 'react'
import { uniformCeilingBits } from '@/core/metrics/bits'
import type { TrialRecord } from '@/core/results/result'
import { PAPER_BITS_PER_PARAM } from '@/core/runs/fit'
import type { Trial } from '@/core/sweep/trial'
import { useChart } from '../charts/chart-context'
import { type Axis, logAxis } from '../charts/frame/axis'
import { ChartFrame } from '../charts/frame/chart-frame'
import { EndLabels } from '../charts/frame/end-labels'
import { BelowMark, ErrorBar, linePath, Mark, type Point, sizeColor } from '../charts/frame/marks'
import { PointerLayer } from '../charts/frame/pointer-layer'
import { type Scales, useScales } from '../charts/frame/scales'
import { type Target, useHighlightedPoint, useHighlightedSeries } from '../charts/highlight'
import { AXIS_LABELS } from './chart-lines'
import { describeSize } from './describe'
import { CeilingLines, referenceEndLabels } from './reference-lines'
import { endName, type ModelSeries, plannedData } from './series'
import { useLiveSeries, useSweepPlan, useUnchanged } from './use-sweep'

export function MemorizedChart() {
  const { planned, records } = useSweepPlan()
  const { compact } = useChart()
  const stable = useUnchanged(memorizedAxes(planned, records, compact))
  if (!stable) return undefined
  return <ChartFrame x={stable.x} y={stable.y} layer={MemorizedLayer} />
}

/** From the plan alone where there is one; a finished run may widen it, a training one never does. */
function memorizedAxes(planned: readonly Trial[], records: readonly TrialRecord[], compact: boolean) {
  const data = plannedData(planned, records)
  if (data.length === 0) return undefined
  const bits = data.map((d) => d.datasetBits)
  const ceilings = data.map((d) => uniformCeilingBits(d.datasetSize, d.seqLen, d.vocab)).filter((b) => b > 0)
  const capacity = PAPER_BITS_PER_PARAM.float32 * Math.max(...data.map((d) => d.params))
  const measured = records.map((record) => record.memorizedBits).filter((b) => b > 0)
  const top = Math.max(Math.min(Math.max(...bits), capacity), ...measured)
  const bottom = Math.max(Math.min(...ceilings, ...measured, top / 2), top / 1e4)
  return {
    x: logAxis(AXIS_LABELS.memorized.x, Math.min(...bits) * 0.9, Math.max(...bits), compact ? 4 : 8),
    y: logAxis(AXIS_LABELS.memorized.y, bottom * 0.9, top, compact ? 5 : 8),
  }
}

const MemorizedLayer = memo(function MemorizedLayer({ x, y }: { x: Axis; y: Axis }) {
  const series = useLiveSeries()
  const scales = useScales(x, y)
  const { fontSize, compact } = useChart()
  const chosen = useHighlightedSeries()
  const targets = useMemo(() => (scales ? sizeTargets(series, scales) : []), [series, scales])
  if (!scales) return undefined
  const sources = new Map(series.map((m) => [`${m.vocab} ${m.seqLen}`, m]))
  const references = [...sources.values()].map(({ key, vocab, seqLen }) => ({
    key,
    ceiling: { scales, xDomain: x.domain, yDomain: y.domain, vocab, seqLen },
  }))
  const ends = series.flatMap((model) => {
    const last = model.sizes.at(-1)
    if (!last) return []
    const text = endName(model, compact)
    const end = { x: scales.x(last.datasetBits), y: scales.y(last.memorized.mean) }
    return [{ key: model.key, text, color: sizeColor(model.color), bold: chosen === model.key, ...end }]
  })
  return (
    <g>
      {references.map(({ key, ceiling }) => (
        <CeilingLines key={key} {...ceiling} />
      ))}
      {series.map((model) => (
        <ModelLine key={model.key} model={model} scales={scales} />
      ))}
      <EndLabels
        labels={[
          ...references.flatMap(({ ceiling }) => referenceEndLabels(ceiling, fontSize)).slice(0, 2),
          ...ends,
        ]}
        left={scales.right + 10}
        top={scales.top + fontSize / 2}
        bottom={scales.bottom - fontSize / 2}
      />
      <PointerLayer scales={scales} targets={targets} />
    </g>
  )
})

function sizeTargets(series: readonly ModelSeries[], scales: Scales): Target[] {
  return series.flatMap((model) =>
    model.sizes.map((size) => ({
      line: model.key,
      series: model.key,
      point: String(size.datasetSize),
      x: scales.x(size.datasetBits),
      y: scales.y(size.memorized.mean),
      ...describeSize(model, size),
    })),
  )
}

function ModelLine({ model, scales }: { model: ModelSeries; scales: Scales }) {
  const chosen = useHighlightedSeries()
  const size = useHighlightedPoint()
  const color = sizeColor(model.color)
  const faded = chosen !== undefined && chosen !== model.key
  const line = model.sizes.map((s): Point => [scales.x(s.datasetBits), scales.y(s.memorized.mean)])
  return (
    <g opacity={faded ? 0.25 : 1}>
      <path d={linePath(line)} stroke={color} strokeWidth={chosen === model.key ? 3.5 : 2.5} fill="none" />
      {model.sizes.map((s) => {
        const x = scales.x(s.datasetBits)
        const y = scales.y(s.memorized.mean)
        const ringed = chosen === model.key && size === String(s.datasetSize)
        return (
          <g key={s.datasetSize}>
            {s.memorized.count > 1 &&
              s.runs.map((run) => (
                <Mark
                  key={run.trialKey}
                  family={model.family}
                  x={x}
                  y={scales.y(run.memorizedBits)}
                  radius={3}
                  color={color}
                  opacity={0.4}
                />
              ))}
            <ErrorBar x={x} low={scales.y(s.memorized.min)} high={scales.y(s.memorized.max)} color={color} />
            <Mark
              family={model.family}
              x={x}
              y={y}
              radius={ringed ? 7 : 5}
              color={color}
              hollow={s.training > 0}
            />
            {scales.isBelow(s.memorized.mean) && <BelowMark x={x} y={scales.bottom} color={color} />}
          </g>
        )
      })}
    </g>
  )
}
