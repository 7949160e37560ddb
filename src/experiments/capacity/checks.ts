/** The oracle's memorised bits of the presets (science.md §5), three or four seeds each. */
import type { Check } from '@/core/finding'
import type { TrialRecord } from '@/core/result'

type Row = readonly [datasetSize: number, low: number, high: number]

/** Memorised bits by dataset size. */
const TINY: readonly Row[] = [
  [8, 232, 232],
  [16, 446, 448],
  [32, 863, 863],
  [64, 1557, 1597],
  [128, 1827, 1908],
  [256, 1947, 2036],
]

/** Bits per parameter by r, N = round(3·r·P / 192). */
const QUICK: Readonly<Record<number, readonly Row[]>> = {
  3048: [
    [0.25, 0.742, 0.742],
    [0.5, 1.47, 1.47],
    [0.75, 2.0, 2.0],
    [1, 2.08, 2.31],
    [1.5, 2.28, 2.28],
    [2, 2.28, 2.28],
    [4, 2.37, 2.45],
  ],
  9168: [
    [0.25, 0.734, 0.734],
    [0.5, 1.459, 1.459],
    [0.75, 2.14, 2.14],
    [1, 2.5, 2.58],
    [1.5, 2.65, 2.65],
    [2, 2.67, 2.67],
    [4, 2.69, 2.77],
  ],
}

const SOURCE = 'oracle, science.md §5'

const runsOf = (records: readonly TrialRecord[], params: number, steps: number, datasetSize: number) =>
  records.filter(
    (record) => record.params === params && record.steps === steps && record.datasetSize === datasetSize,
  )

export const checks: readonly Check[] = [
  ...TINY.map(
    ([datasetSize, low, high]): Check => ({
      what: `memorised bits, Tiny (P 1,216), N ${datasetSize}`,
      expected: [low, high],
      source: SOURCE,
      measure: (records) => runsOf(records, 1216, 300, datasetSize).map(({ memorizedBits }) => memorizedBits),
    }),
  ),
  ...Object.entries(QUICK).flatMap(([params, rows]) =>
    rows.map(
      ([ratio, low, high]): Check => ({
        what: `bits per parameter, Quick (P ${params}), r ${ratio}`,
        expected: [low, high],
        source: SOURCE,
        measure: (records) =>
          runsOf(records, Number(params), 400, Math.round((3 * ratio * Number(params)) / 192)).map(
            ({ bitsPerParam }) => bitsPerParam,
          ),
      }),
    ),
  ),
]
