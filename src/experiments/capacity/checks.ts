/** The oracle's memorised bits of the presets (science.md §5), three or four seeds each, and what steps and length do (§4). */
import type { Check } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'

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

/** Bits per parameter by steps: P 8,912, 4 bits of data per parameter. */
const STEPS: readonly (readonly [steps: number, bitsPerParam: number])[] = [
  [100, 1.23],
  [200, 2.03],
  [400, 2.58],
  [1000, 2.88],
  [2000, 3.05],
  [4000, 3.1],
]

/** The same after 1,000 steps of longer strings. */
const LENGTHS: readonly (readonly [seqLen: number, bitsPerParam: number])[] = [
  [32, 2.97],
  [64, 3.11],
]

/** Runs of d 16, H 8 on as much data as makes 4 bits for each parameter. */
const wideRuns = (records: readonly TrialRecord[], steps: number, seqLen: number) =>
  records
    .filter(
      (record) =>
        record.width === 16 &&
        record.heads === 8 &&
        record.layers === 2 &&
        record.vocab === 64 &&
        record.steps === steps &&
        record.seqLen === seqLen &&
        Math.abs(record.datasetBits / record.params - 4) < 0.1,
    )
    .map(({ bitsPerParam }) => bitsPerParam)

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
  ...STEPS.map(
    ([steps, bits]): Check => ({
      what: `bits per parameter after ${steps.toLocaleString('en')} steps (V 64, S 16, d 16, 4 bits of data per parameter)`,
      expected: [bits, bits],
      source: 'oracle, science.md §4',
      measure: (records) => wideRuns(records, steps, 16),
    }),
  ),
  ...LENGTHS.map(
    ([seqLen, bits]): Check => ({
      what: `bits per parameter, strings of ${seqLen} tokens (V 64, d 16, 1,000 steps, 4 bits of data per parameter)`,
      expected: [bits, bits],
      source: 'oracle, science.md §4',
      measure: (records) => wideRuns(records, 1000, seqLen),
    }),
  ),
]
