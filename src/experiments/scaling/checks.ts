/** The oracle's capacity line (science.md §4): V 64, S 16, two layers, heads four wide, 1000 steps, 4 bits of data per parameter. */
import type { Check } from '@/core/findings/finding'
import type { TrialRecord } from '@/core/results/result'
import { fitCapacityLine, modelCapacities } from '@/core/runs/fit'
import { runsOfRecords } from '@/core/runs/run'

const onTheLine = (records: readonly TrialRecord[]) =>
  records.filter(
    ({ vocab, seqLen, layers, width, heads, steps, datasetBits, params }) =>
      vocab === 64 &&
      seqLen === 16 &&
      layers === 2 &&
      width === 4 * heads &&
      steps === 1000 &&
      Math.abs(datasetBits / params - 4) < 0.1,
  )

const ORACLE: readonly (readonly [width: number, low: number, high: number])[] = [
  [8, 7097, 7164],
  [12, 14_905, 15_151],
  [16, 25_113, 25_316],
  [24, 52_965, 52_965],
  [32, 87_704, 87_704],
]
const SOURCE = 'oracle, science.md §4'

export const checks: readonly Check[] = [
  ...ORACLE.map(
    ([width, low, high]): Check => ({
      what: `memorised bits at 4 bits of data per parameter, d ${width} (V 64, S 16, L 2)`,
      expected: [low, high],
      source: SOURCE,
      measure: (records) =>
        onTheLine(records)
          .filter((record) => record.width === width)
          .map(({ memorizedBits }) => memorizedBits),
    }),
  ),
  {
    what: 'bits for each further parameter: slope of the capacity line (V 64, S 16, L 2)',
    expected: [2.97, 2.97],
    source: SOURCE,
    measure(records) {
      const slope = fitCapacityLine(modelCapacities(runsOfRecords(onTheLine(records))))?.slope
      return slope === undefined ? [] : [slope]
    },
  },
]
