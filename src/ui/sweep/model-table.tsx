/** One row a model: the numbers of the second chart. */
import { DataTable } from '../charts/card/data-table'
import { formatCount, formatDecimal, formatPercent, formatRange } from '../format'
import { useFinishedSeries } from './use-sweep'

const COLUMNS = [
  'Model',
  'Parameters',
  'Seeds',
  'Capacity, bits',
  'Least–most',
  'Bits per parameter',
  'Growth at the end',
]

export function ModelTable() {
  const series = useFinishedSeries()
  return (
    <DataTable
      caption="Capacity of each model: the most bits that it held at any dataset size"
      columns={COLUMNS}
    >
      {series.map(({ key, label, params, capacity }) => (
        <tr key={key} className="group-start">
          <th scope="row">{label}</th>
          <td>{formatCount(params)}</td>
          <td>{capacity?.capacityBits.count ?? 0}</td>
          <td>{capacity ? formatCount(capacity.capacityBits.mean) : '–'}</td>
          <td>
            {capacity ? formatRange(capacity.capacityBits.min, capacity.capacityBits.max, formatCount) : '–'}
          </td>
          <td>{capacity ? formatDecimal(capacity.capacityBits.mean / params) : '–'}</td>
          <td>{capacity?.growthAtEnd === undefined ? '–' : formatPercent(capacity.growthAtEnd)}</td>
        </tr>
      ))}
    </DataTable>
  )
}
