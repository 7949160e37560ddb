/** The reference's gradients against central differences of its forward pass. */
import { describe, expect, it } from 'vitest'
import { randomStream } from '@/core/data/rng'
import { outputWidth } from './programs'
import { type LinearShape, referenceBackward, referenceForward } from './reference'

const STEP = 1e-5

describe.each<Pick<LinearShape, 'epilogue' | 'transposedWeight'>>([
  { epilogue: 'none', transposedWeight: false },
  { epilogue: 'gelu', transposedWeight: false },
  { epilogue: 'gelu', transposedWeight: true },
  { epilogue: 'swiglu', transposedWeight: false },
  { epilogue: 'swiglu', transposedWeight: true },
])('linear, epilogue $epilogue, transposed $transposedWeight', (options) => {
  const shape: LinearShape = { rows: 3, inputs: 4, outputs: 6, ...options }
  const outputs = shape.rows * outputWidth(shape)
  const { normal } = randomStream('data', 1)
  const draw = (count: number) => Float64Array.from({ length: count }, normal)
  const [x, weight, bias, residual, dy] = [draw(12), draw(24), draw(6), draw(outputs), draw(outputs)]
  const loss = () => {
    const { y } = referenceForward(shape, x, weight, bias, residual)
    return y.reduce((sum, value, i) => sum + value * dy[i]!, 0)
  }
  const { pre } = referenceForward(shape, x, weight, bias, residual)
  const gradients = referenceBackward(shape, x, weight, dy, pre)

  it.each([
    { name: 'x', values: x, gradient: gradients.dx },
    { name: 'W', values: weight, gradient: gradients.weight },
    { name: 'b', values: bias, gradient: gradients.bias },
    { name: 'residual', values: residual, gradient: dy },
  ])('differentiates by $name', ({ values, gradient }) => {
    for (const [i, value] of values.entries()) {
      values[i] = value + STEP
      const above = loss()
      values[i] = value - STEP
      const below = loss()
      values[i] = value
      const slope = (above - below) / (2 * STEP)
      expect(Math.abs(gradient[i]! - slope)).toBeLessThan(1e-6 * Math.max(1, Math.abs(slope)))
    }
  })
})
