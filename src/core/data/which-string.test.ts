import { expect, it } from 'vitest'
import { saysWhichString } from './which-string'

const of = (...strings: string[]) => ({
  tokens: Int32Array.from(strings.join(''), Number),
  seqLen: strings[0]!.length,
})

it('marks a string’s symbols until its beginning is the only one of its kind', () => {
  expect([...saysWhichString(of('1234', '1243', '2222', '3111'))]).toEqual(
    [
      [1, 1, 1, 0],
      [1, 1, 1, 0],
      [1, 0, 0, 0],
      [1, 0, 0, 0],
    ].flat(),
  )
})

it('marks nothing of a single string, and all of one that is there twice', () => {
  expect([...saysWhichString(of('12'))]).toEqual([0, 0])
  expect([...saysWhichString(of('12', '12'))]).toEqual([1, 1, 1, 1])
})

it('asks of another string what the training set leaves open', () => {
  expect([...saysWhichString(of('1234', '1243', '3111'), of('1299', '3444'))]).toEqual([
    1, 1, 1, 0, 1, 0, 0, 0,
  ])
})
