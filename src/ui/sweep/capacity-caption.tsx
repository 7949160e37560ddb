/** The fitted line in words; with one model size there is no slope, and it says so. */
import { formatDecimal, formatRange } from '../format'
import { PRECISION_NOTE } from '../texts'
import { completeLine, lineSentence } from './findings'
import { useFinishedSeries } from './use-sweep'

export function CapacityCaption() {
  const series = useFinishedSeries()
  const line = completeLine(series)
  return (
    <>
      {line ? <strong>{lineSentence(line)}</strong> : <NoSlope />} {PRECISION_NOTE}
    </>
  )
}

function NoSlope() {
  const series = useFinishedSeries()
  const only = series.length === 1 ? series[0] : undefined
  if (!only) return 'The line is fitted when at least two models have finished.'
  if (!only.capacity) return 'One model size has no slope. Set several widths to fit a line.'
  const { mean, min, max, count } = only.capacity.capacityBits
  const range =
    count > 1
      ? ` (${formatRange(min / only.params, max / only.params, (value) => formatDecimal(value))} over ${count} seeds)`
      : ''
  return (
    <strong>
      One model size has no slope: {only.label} holds {formatDecimal(mean / only.params)} bits per parameter
      {range}. Set several widths to fit a line.
    </strong>
  )
}
