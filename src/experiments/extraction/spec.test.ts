import { expect, it } from 'vitest'
import { checks } from './checks'
import { cliff, recordsOf, trialsOf } from './example-records'

it('holds the cliff against the independent trainer by its strings and heads', () => {
  const recall = (_: number, prefix: number) => prefix / 100
  const records = recordsOf(trialsOf('quick'), recall, () => 1)
  const [uniform, chains] = [checks.slice(0, 4), checks.slice(4)]
  expect(uniform.map(({ measure }) => measure(records))).toEqual(
    Array.from({ length: 4 }, () => [0.03, 0.03]),
  )
  const ofChains = recordsOf(trialsOf('markov'), recall, () => 1)
  expect(chains.map(({ measure }) => measure(ofChains))).toEqual(Array.from({ length: 4 }, () => [0.03]))
  const others = [
    ...recordsOf(trialsOf('tiny'), cliff, () => 1),
    ...recordsOf(trialsOf('quick', { heads: [4] }), cliff, () => 1),
  ]
  expect(checks.flatMap(({ measure }) => measure(others))).toEqual([])
})
