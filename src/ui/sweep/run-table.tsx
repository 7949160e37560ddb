/** Every finished run: the numbers of the first chart, and its held-out bits. */
import { useStore } from 'zustand'
import { resultsStore } from '@/state/services'
import { DataTable } from '../charts/card/data-table'
import { formatCount, formatDecimal, formatRange } from '../format'
import type { ModelSeries, SizeGroup } from './series'
import { useFinishedSeries } from './use-sweep'

const COLUMNS = [
  'Model',
  'P',
  'N',
  'Data, bits',
  'Mean memorised (least–most), bits',
  'Seed',
  'Memorised, bits',
  'Ceiling, bits',
  'Bits per parameter',
  'Held-out memorised',
]

export function RunTable() {
  const series = useFinishedSeries()
  const title = useStore(resultsStore, (s) => s.shown.title)
  return (
    <DataTable
      caption={`Memorised bits of every finished run; P parameters, N strings. ${title}`}
      columns={COLUMNS}
    >
      {series.flatMap((model) =>
        model.sizes.map((size) => (
          <SizeRows key={`${model.key} ${size.datasetSize}`} model={model} size={size} />
        )),
      )}
    </DataTable>
  )
}

function SizeRows({ model, size }: { model: ModelSeries; size: SizeGroup }) {
  const { memorized, runs, datasetSize, datasetBits } = size
  return runs.map((run, i) => (
    <tr key={run.trialKey} className={i === 0 ? 'group-start' : undefined}>
      {i === 0 && (
        <>
          <th scope="rowgroup" rowSpan={runs.length}>
            {model.label}
          </th>
          <td rowSpan={runs.length}>{formatCount(model.params)}</td>
          <td rowSpan={runs.length}>{formatCount(datasetSize)}</td>
          <td rowSpan={runs.length}>{formatCount(datasetBits)}</td>
          <td rowSpan={runs.length}>
            {formatCount(memorized.mean)}
            {runs.length > 1 && ` (${formatRange(memorized.min, memorized.max, formatCount)})`}
          </td>
        </>
      )}
      <td>{run.seed}</td>
      <td>{formatCount(run.memorizedBits)}</td>
      <td>{run.record && formatCount(run.record.ceilingBits)}</td>
      <td>{formatDecimal(run.memorizedBits / run.params)}</td>
      <td className={run.record && run.record.heldoutMemorizedBits > 0 ? 'alarm' : undefined}>
        {run.record && formatCount(run.record.heldoutMemorizedBits)}
      </td>
    </tr>
  ))
}
