import { expect, it } from 'vitest'
import { skewedDistribution } from './sources'
import { symbolBits } from './symbol-bits'

it('is log2 V for each symbol of a uniform string', () => {
  expect([...symbolBits({ id: 'uniform' }, [3, 0, 9], 12)]).toEqual([4, 4, 4])
})

it('is the symbol’s own for a skewed alphabet', () => {
  const p = skewedDistribution(4, 1)
  const bits = symbolBits({ id: 'alphabet', symbols: 4, skew: 1 }, [0, 3], 99)
  expect([...bits]).toEqual([-Math.log2(p[0]!), -Math.log2(p[3]!)])
})

it('is an even share where a symbol depends on others', () => {
  expect([...symbolBits({ id: 'template', templates: 4, slots: 1 }, [1, 2], 5)]).toEqual([2.5, 2.5])
})
