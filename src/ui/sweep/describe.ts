/** The numbers of one point, as its tooltip and the spoken line give them. */
import { uniformCeilingBits } from '@/core/metrics/bits'
import { formatCount, formatDecimal, formatRange, plural } from '../format'
import type { ModelSeries, SizeGroup } from './series'

type Row = readonly [name: string, value: string]

export function describeSize(model: ModelSeries, size: SizeGroup): { title: string; rows: Row[] } {
  const { memorized, train, heldOut, training, runs, datasetSize, datasetBits } = size
  const seeds = memorized.count
  const withRange = (mean: string, range: string) =>
    seeds > 1 && range !== mean ? `${mean} (${range})` : mean
  const heldOutBits = runs.flatMap((run) => (run.record ? [run.record.heldoutMemorizedBits] : []))
  const rows: Row[] = [
    ['Data', `${formatCount(datasetBits)} bits`],
    [
      'Memorised',
      `${withRange(formatCount(memorized.mean), formatRange(memorized.min, memorized.max, formatCount))} bits`,
    ],
    ['Ceiling', `${formatCount(uniformCeilingBits(datasetSize, model.seqLen, model.vocab))} bits`],
    ['Bits per parameter', formatDecimal(memorized.mean / model.params)],
    ['Train loss', `${formatDecimal(train.mean)} bits per token`],
  ]
  if (heldOut) rows.push(['Test loss', `${formatDecimal(heldOut.mean)} bits per token`])
  if (heldOutBits.length > 0) {
    rows.push([
      'Held-out strings',
      `${formatRange(Math.min(...heldOutBits), Math.max(...heldOutBits), formatCount)} bits`,
    ])
  }
  const state = training > 0 ? `, ${training} training` : ''
  rows.push(['Seeds', `${seeds}${state}`])
  return { title: `${model.label}: ${plural(datasetSize, 'string')}`, rows }
}

export function describeModel(model: ModelSeries): { title: string; rows: Row[] } {
  const rows: Row[] = [['Parameters', formatCount(model.params)]]
  if (model.capacity) {
    const { mean, min, max, count } = model.capacity.capacityBits
    rows.push(
      ['Capacity', `${formatCount(mean)} bits`],
      ['Bits per parameter', formatDecimal(mean / model.params)],
    )
    if (count > 1) {
      rows.push([
        `Over ${count} seeds`,
        formatRange(min / model.params, max / model.params, (value) => formatDecimal(value)),
      ])
    }
  }
  if (!model.complete) rows.push(['State', 'still training'])
  return { title: model.label, rows }
}
