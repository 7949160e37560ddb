/** Train and test loss against data / capacity: on uniform strings the test loss peaks where the model is just full. */
import { memo, useMemo } from 'react'
import { ASSUMED_BITS_PER_PARAM } from '@/core/metrics/assumed-capacity'
import type { TrialRecord } from '@/core/results/result'
import { modelCapacities } from '@/core/runs/fit'
import { runsOfRecords } from '@/core/runs/run'
import type { Trial } from '@/core/sweep/trial'
import { useChart } from '../charts/chart-context'
import { type Axis, linearAxis, logAxis } from '../charts/frame/axis'
import { ChartFrame } from '../charts/frame/chart-frame'
import { type EndLabel, EndLabels } from '../charts/frame/end-labels'
import { sizeColor } from '../charts/frame/marks'
import { PointerLayer } from '../charts/frame/pointer-layer'
import { type Scales, useScales } from '../charts/frame/scales'
import { type Target, useHighlightedSeries } from '../charts/highlight'
import { formatDecimal } from '../format'
import { AXIS_LABELS } from './chart-lines'
import { describeSize } from './describe'
import { LossLines } from './loss-lines'
import { type ModelSeries, plannedData, type SizeGroup } from './series'
import { useLiveSeries, useSweepPlan, useUnchanged } from './use-sweep'

export function LossChart() {
  const { planned, records } = useSweepPlan()
  const { compact } = useChart()
  const stable = useUnchanged(lossAxes(planned, records, compact))
  if (!stable) return undefined
  return <ChartFrame x={stable.x} y={stable.y} layer={LossLayer} />
}

/** How far a capacity may lie from the assumed 3 bits per parameter before the axis must know. */
const CAPACITY_SLACK = 2

function lossAxes(planned: readonly Trial[], records: readonly TrialRecord[], compact: boolean) {
  const data = plannedData(planned, records)
  if (data.length === 0) return undefined
  const shares = data.map((d) => d.datasetBits / (ASSUMED_BITS_PER_PARAM * d.params))
  const largest = Math.max(...shares) * CAPACITY_SLACK
  const measured = measuredShares(records)
  const guess = Math.log2(Math.max(...data.map((d) => d.vocab)))
  const worst = Math.max(
    0,
    ...records.map((record) => Math.max(record.heldoutBitsPerToken, record.trainBitsPerToken)),
  )
  // Whole multiples of guessing: the axis moves a few times in a sweep, not with every record.
  const multiples = [1.5, 2, 3, 4, 6, 8, 12, 16, 24, 32]
  const multiple = multiples.find((m) => m * guess >= worst * 1.15) ?? Math.ceil(worst / guess) + 1
  return {
    x: logAxis(
      AXIS_LABELS.loss.x,
      Math.min(...shares, ...measured),
      Math.max(largest, ...measured),
      compact ? 4 : 7,
    ),
    y: linearAxis(AXIS_LABELS.loss.y, multiple * guess, compact ? 5 : 7),
  }
}

/** Data / capacity as the records give it: a model that holds little has points further right than was planned for. */
function measuredShares(records: readonly TrialRecord[]): number[] {
  const capacities = modelCapacities(runsOfRecords(records))
  return records.flatMap(({ params, layers, width, datasetBits }) => {
    const model = capacities.find((m) => m.params === params && m.layers === layers && m.width === width)
    return model && model.capacityBits.mean > 0 ? [datasetBits / model.capacityBits.mean] : []
  })
}

const LossLayer = memo(function LossLayer({ x, y }: { x: Axis; y: Axis }) {
  const series = useLiveSeries()
  const scales = useScales(x, y)
  const { fontSize, compact } = useChart()
  const chosen = useHighlightedSeries()
  const targets = useMemo(() => (scales ? lossTargets(series, scales) : []), [series, scales])
  if (!scales) return undefined
  const vocabs = [...new Set(series.map((model) => model.vocab))]
  const labels = [
    ...vocabs.map((vocab) => guessLabel(vocab, scales, compact)),
    ...lineLabels(series, scales, compact),
  ].map((label) => ({ ...label, bold: chosen !== undefined && label.key.startsWith(chosen) }))
  return (
    <g>
      {vocabs.map((vocab) => {
        const height = scales.y(Math.log2(vocab))
        return (
          <path
            key={vocab}
            d={`M${scales.left} ${height}H${scales.right}`}
            stroke="var(--chart-reference)"
            strokeWidth={1.5}
            fill="none"
          />
        )
      })}
      <LossLines series={series} scales={scales} />
      <EndLabels
        labels={labels}
        left={scales.right + 10}
        top={scales.top + fontSize / 2}
        bottom={scales.bottom - fontSize / 2}
      />
      <PointerLayer scales={scales} targets={targets} />
    </g>
  )
})

const guessLabel = (vocab: number, scales: Scales, compact: boolean): EndLabel => ({
  key: `guess ${vocab}`,
  text: compact ? 'log₂ V' : `log₂ V = ${formatDecimal(Math.log2(vocab), vocab & (vocab - 1) ? 2 : 0)}`,
  color: 'var(--chart-text)',
  x: scales.right,
  y: scales.y(Math.log2(vocab)),
})

/** With many models the two names go to the largest one only; the colours say the rest. */
function lineLabels(series: readonly ModelSeries[], scales: Scales, compact: boolean): EndLabel[] {
  const drawn = series.filter((model) => model.sizes.length > 0)
  const each = drawn.length <= 3
  return (each ? drawn : drawn.slice(-1)).flatMap((model) => {
    const prefix = each && drawn.length > 1 ? `d ${model.width} ` : ''
    const ends: [string, SizeGroup | undefined, (size: SizeGroup) => number][] = [
      ['test', model.sizes.findLast((size) => size.heldOut), (size) => size.heldOut!.mean],
      ['train', model.sizes.at(-1), (size) => size.train.mean],
    ]
    return ends.flatMap(([name, size, value]) =>
      size
        ? [
            {
              key: `${model.key} ${name}`,
              text: `${prefix}${name}${compact || !each || drawn.length > 1 ? '' : ' loss'}`,
              color: sizeColor(model.color),
              x: scales.x(size.datasetBits / model.capacityBits),
              y: scales.y(value(size)),
            },
          ]
        : [],
    )
  })
}

function lossTargets(series: readonly ModelSeries[], scales: Scales): Target[] {
  return series.flatMap((model) =>
    model.sizes.flatMap((size) => {
      const x = scales.x(size.datasetBits / model.capacityBits)
      const about = {
        line: model.key,
        series: model.key,
        point: String(size.datasetSize),
        x,
        ...describeSize(model, size),
      }
      const train = { ...about, y: scales.y(size.train.mean) }
      return size.heldOut ? [{ ...about, y: scales.y(size.heldOut.mean) }, train] : [train]
    }),
  )
}
