import { expect, it } from 'vitest'
import { runsOfRecords } from '@/core/runs/run'
import { verdictsOf } from '@/core/testing/findings'
import { crowded, recordsOf, tiny } from './example-records'
import { findings } from './findings'

const verdicts = (...records: Parameters<typeof recordsOf>) =>
  verdictsOf(findings({ runs: runsOfRecords(recordsOf(...records)) }))

it('tells whether strings are predicted, and whether more of them are predicted worse', () => {
  expect(verdicts(crowded)).toEqual({ learned: 'agrees', crowded: 'agrees' })
  expect(verdicts(({ seed }) => 0.06 + seed / 1000)).toEqual({ learned: 'no effect', crowded: 'no effect' })
})

it('does not tell from one seed, nor compare sizes where there is one', () => {
  const alone = tiny.filter(({ seed, datasetSize }) => seed === 0 && datasetSize === 16)
  expect(verdicts(crowded, alone)).toEqual({ learned: 'not told apart' })
})
