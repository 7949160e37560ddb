/** One row for each model and dataset size: the numbers of the third chart. */
import { DataTable } from '../charts/card/data-table'
import { formatCount, formatDecimal, formatRange } from '../format'
import { testPeak } from './loss-lines'
import { useFinishedSeries } from './use-sweep'

const COLUMNS = [
  'Model',
  'Strings N',
  'Data / capacity',
  'Train loss, bits per token',
  'Test loss, bits per token',
  'Test loss, min–max',
  'Guessing, log₂ V',
]

export function LossTable() {
  const series = useFinishedSeries()
  const twoDigits = (value: number) => formatDecimal(value, 2)
  return (
    <DataTable caption="Train and test loss, means over seeds" columns={COLUMNS}>
      {series.flatMap((model) => {
        const peak = testPeak(model)
        return model.sizes.map((size) => (
          <tr key={`${model.key} ${size.datasetSize}`} className="group-start">
            <th scope="row">{model.label}</th>
            <td>{formatCount(size.datasetSize)}</td>
            <td>{formatDecimal(size.datasetBits / model.capacityBits)}</td>
            <td>{formatDecimal(size.train.mean)}</td>
            <td>
              {size.heldOut ? formatDecimal(size.heldOut.mean) : '–'}
              {peak?.inside && peak.size === size && ' (peak)'}
            </td>
            <td>{size.heldOut ? formatRange(size.heldOut.min, size.heldOut.max, twoDigits) : '–'}</td>
            <td>{formatDecimal(Math.log2(model.vocab))}</td>
          </tr>
        ))
      })}
    </DataTable>
  )
}
