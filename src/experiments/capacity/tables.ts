/** The tables beside the three linked figures: finished runs alone. */
import type { FigureTable } from '@/core/figures/figure'
import { changeText, countText, decimalText, rangeText } from '@/core/text/number'
import { changeAtEnd } from './findings'
import { type CapacityModel, testPeak } from './series'
import { text } from './texts'

const twoDigits = (value: number): string => decimalText(value)

/** A row for each finished run. Bits memorised of held-out strings must not be: they are an alarm. */
export const memorizedTable = (models: readonly CapacityModel[]): FigureTable => ({
  title: text.memorized.tableTitle,
  caption: text.memorized.tableCaption,
  columns: text.memorized.columns,
  groups: models.flatMap(({ label, params, sizes }) =>
    sizes.map(({ datasetSize, datasetBits, memorized, finished }) => ({
      shared: [
        label,
        countText(params),
        countText(datasetSize),
        countText(datasetBits),
        text.memorized.mean(memorized),
      ],
      rows: finished.map(({ record }) => {
        const heldOut = countText(record.heldoutMemorizedBits)
        return [
          String(record.seed),
          countText(record.memorizedBits),
          countText(record.ceilingBits),
          decimalText(record.bitsPerParam),
          record.source === 'uniform' && record.heldoutMemorizedBits > 0 ? { alarm: heldOut } : heldOut,
        ]
      }),
    })),
  ),
})

/** A row for each model. */
export const capacityTable = (models: readonly CapacityModel[]): FigureTable => ({
  title: text.capacity.tableTitle,
  caption: text.capacity.tableCaption,
  columns: text.capacity.columns,
  groups: models.map((model) => {
    const { label, params, capacity } = model
    const held = capacity?.capacityBits
    const change = changeAtEnd(model)
    return {
      shared: [label],
      rows: [
        [
          countText(params),
          String(held?.count ?? 0),
          held ? countText(held.mean) : text.none,
          held ? rangeText(held.min, held.max, countText) : text.none,
          held ? decimalText(held.mean / params) : text.none,
          change ? changeText(change.effect.mean) : text.none,
        ],
      ],
    }
  }),
})

/** A row for each model and size. */
export const lossTable = (models: readonly CapacityModel[]): FigureTable => ({
  title: text.loss.tableTitle,
  caption: text.loss.tableCaption,
  columns: text.loss.columns,
  groups: models.flatMap((model) => {
    const peak = testPeak(model)
    return model.sizes.map((size) => {
      const { datasetSize, datasetBits, train, test } = size
      const loss = test ? decimalText(test.mean) : text.none
      return {
        shared: [model.label],
        rows: [
          [
            countText(datasetSize),
            decimalText(datasetBits / model.capacityBits),
            decimalText(train.mean),
            peak?.isInside && peak.size === size ? text.loss.atPeak(loss) : loss,
            test ? rangeText(test.min, test.max, twoDigits) : text.none,
            decimalText(Math.log2(model.shape.vocab)),
          ],
        ],
      }
    })
  }),
})
