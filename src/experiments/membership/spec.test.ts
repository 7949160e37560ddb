import { expect, it } from 'vitest'
import { checks } from './checks'
import { recordsOf, trialsOf } from './example-records'

it('holds records against the independent trainer by their strings', () => {
  const check = checks.find(({ what }) => what.includes(' 8 × 2.5 bits') && /Mark/.test(what))!
  expect(check.measure(recordsOf(trialsOf('quick'), () => 0.8))).toEqual([0.8, 0.8, 0.8])
  expect(check.measure(recordsOf(trialsOf('tiny'), () => 0.8))).toEqual([])
  const uniform = checks.filter(({ what }) => what.includes('uniform'))
  const records = recordsOf(trialsOf('uniform'), () => 0.9)
  expect(uniform.map(({ measure }) => measure(records).length)).toEqual([2, 2, 2, 2, 2])
})
