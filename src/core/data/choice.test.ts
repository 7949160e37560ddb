import { expect, it } from 'vitest'
import { choiceBits, saysWhichString } from './choice'

const STRINGS = { tokens: Int32Array.of(0, 1, 2, 0, 1, 3, 0, 2, 2, 1, 1, 1), count: 4, seqLen: 3 }

it('is what each symbol says about which string it is, and adds up to log2 N', () => {
  const bits = choiceBits(STRINGS, [0, 1, 3])
  expect([...bits]).toEqual([Math.log2(4 / 3), Math.log2(3 / 2), 1])
  expect(bits.reduce((sum, own) => sum + own, 0)).toBeCloseTo(2, 12)
})

it('is nothing once the string is known, and for a string that is not there', () => {
  expect([...choiceBits(STRINGS, [1, 1, 1])]).toEqual([2, 0, 0])
  expect([...choiceBits(STRINGS, [0, 3, 1])]).toEqual([Math.log2(4 / 3), 0, 0])
})

it('is log2(N / c) in all for a string that is there c times', () => {
  const twice = { tokens: Int32Array.of(0, 1, 0, 1, 1, 1), count: 3, seqLen: 2 }
  expect([...choiceBits(twice, [0, 1])]).toEqual([Math.log2(3 / 2), 0])
})

const stringsOf = (...strings: string[]) => ({
  tokens: Int32Array.from(strings.join(''), Number),
  count: strings.length,
  seqLen: strings[0]!.length,
})

it('marks the symbols that narrow it down, and none that all strings with the same beginning share', () => {
  expect([...saysWhichString(stringsOf('1234', '1243', '2222', '3111'))]).toEqual(
    [
      [1, 0, 1, 0],
      [1, 0, 1, 0],
      [1, 0, 0, 0],
      [1, 0, 0, 0],
    ].flat(),
  )
})

it('marks nothing of a single string, and of one that is there twice', () => {
  expect([...saysWhichString(stringsOf('12'))]).toEqual([0, 0])
  expect([...saysWhichString(stringsOf('12', '12'))]).toEqual([0, 0, 0, 0])
})

it('asks of another string what it has in common with the training set', () => {
  const training = stringsOf('1234', '1243', '3111')
  expect([...saysWhichString(training, stringsOf('1299', '3444'))]).toEqual([1, 0, 0, 0, 1, 0, 0, 0])
})
