import { describe, expect, it } from 'vitest'
import { randomStream } from '@/core/data/rng'
import { type NormKind, normGradients, normReference } from './reference'

const STEP = 1e-5

describe.each<NormKind>(['layer', 'rms'])('%s norm', (kind) => {
  const random = randomStream('data', 3)
  const draw = (count: number) => Float64Array.from({ length: count }, () => random.normal())
  const [rows, width] = [3, 5]
  const [x, gain, bias, dy] = [draw(rows * width), draw(width), draw(width), draw(rows * width)]
  const { dx, dgain, dbias } = normGradients(kind, x, gain, dy)
  const loss = () => normReference(kind, x, gain, bias).y.reduce((sum, y, i) => sum + y * dy[i]!, 0)

  it.each([
    { name: 'x', values: x, gradient: dx },
    { name: 'gain', values: gain, gradient: dgain },
    { name: 'bias', values: bias, gradient: dbias },
  ])('has the gradient of $name that central differences have', ({ values, gradient }) => {
    gradient.forEach((want, i) => {
      const value = values[i]!
      values[i] = value + STEP
      const above = loss()
      values[i] = value - STEP
      const below = loss()
      values[i] = value
      expect(Math.abs((above - below) / (2 * STEP) - want)).toBeLessThan(1e-6 * Math.max(1, Math.abs(want)))
    })
  })

  it('gives rows of mean 0 and variance 1, or of mean square 1', () => {
    const ones = new Float64Array(width).fill(1)
    const { y } = normReference(kind, x, ones, new Float64Array(width))
    for (let r = 0; r < rows; r++) {
      const row = y.subarray(r * width, (r + 1) * width)
      if (kind === 'layer') expect(row.reduce((sum, value) => sum + value, 0)).toBeCloseTo(0, 10)
      expect(row.reduce((sum, value) => sum + value ** 2, 0) / width).toBeCloseTo(1, 3)
    }
  })
})
