/** The linear layer in float64 with plain loops: the specification. One member at a time, its real rows only. */

import { type Epilogue, outputWidth } from './programs'

export interface LinearShape {
  readonly rows: number
  readonly inputs: number
  /** P, columns of W. */
  readonly outputs: number
  readonly epilogue: Epilogue
  readonly transposedWeight: boolean
}

type Values = ArrayLike<number>

/** GELU in GPT-2's tanh form (Hendrycks & Gimpel 2016, arXiv 1606.08415, §2). */
const INNER = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715
const gelu = (x: number): number => 0.5 * x * (1 + Math.tanh(INNER * (x + CUBIC * x ** 3)))

function geluDerivative(x: number): number {
  const tanh = Math.tanh(INNER * (x + CUBIC * x ** 3))
  return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh ** 2) * INNER * (1 + 3 * CUBIC * x ** 2)
}

/** silu(x) = x·σ(x) gates: SwiGLU (Shazeer 2020, arXiv 2002.05202, eq. 5). */
const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x))

/** Index of W[k, p] in the stored weights. */
const weightAt = ({ inputs, outputs, transposedWeight }: LinearShape, k: number, p: number): number =>
  transposedWeight ? p * inputs + k : k * outputs + p

/** @returns pre = x·W + b, (rows, P), and y = f(pre) + residual, (rows, P) or with SwiGLU (rows, P/2). */
export function referenceForward(
  shape: LinearShape,
  x: Values,
  weight: Values,
  bias: Values | undefined,
  residual: Values | undefined,
): { readonly y: Float64Array; readonly pre: Float64Array } {
  const { rows, inputs, outputs } = shape
  const width = outputWidth(shape)
  const y = new Float64Array(rows * width)
  const pre = new Float64Array(rows * outputs)
  for (let row = 0; row < rows; row++) {
    for (let p = 0; p < outputs; p++) {
      let sum = bias ? bias[p]! : 0
      for (let k = 0; k < inputs; k++) sum += x[row * inputs + k]! * weight[weightAt(shape, k, p)]!
      pre[row * outputs + p] = sum
    }
    for (let p = 0; p < width; p++) {
      const at = row * width + p
      y[at] = activated(shape, pre.subarray(row * outputs, (row + 1) * outputs), p) + (residual?.[at] ?? 0)
    }
  }
  return { y, pre }
}

/** f of a row of pre, at column p of y. */
function activated({ epilogue, outputs }: LinearShape, pre: Float64Array, p: number): number {
  const value = pre[p]!
  if (epilogue === 'swiglu') return value * sigmoid(value) * pre[outputs / 2 + p]!
  return epilogue === 'gelu' ? gelu(value) : value
}

/** The derivative, by column p of a row of pre, of the one column of y that it changes. */
function slope({ epilogue, outputs }: LinearShape, pre: Values, row: number, p: number): number {
  const value = pre[row * outputs + p]!
  if (epilogue === 'none') return 1
  if (epilogue === 'gelu') return geluDerivative(value)
  const pairs = outputs / 2
  const gate = pre[row * outputs + (p % pairs)]!
  const gated = pre[row * outputs + pairs + (p % pairs)]!
  return p < pairs ? gated * sigmoid(gate) * (1 + gate * (1 - sigmoid(gate))) : gate * sigmoid(gate)
}

/** @param pre of referenceForward. @returns the derivative of y by each element of it, (rows, P). */
export function referenceSlopes(shape: LinearShape, pre: Values): Float64Array {
  const { outputs } = shape
  return Float64Array.from(pre, (_, i) => slope(shape, pre, Math.floor(i / outputs), i % outputs))
}

/** @returns the gradients of Σ dy·y: dx (rows, K), weight as it is stored, bias (P). */
export function referenceBackward(
  shape: LinearShape,
  x: Values,
  weight: Values,
  dy: Values,
  pre: Values,
): { readonly dx: Float64Array; readonly weight: Float64Array; readonly bias: Float64Array } {
  const { rows, inputs, outputs } = shape
  const width = outputWidth(shape)
  const dx = new Float64Array(rows * inputs)
  const dWeight = new Float64Array(inputs * outputs)
  const dBias = new Float64Array(outputs)
  for (let row = 0; row < rows; row++) {
    for (let p = 0; p < outputs; p++) {
      const dPre = dy[row * width + (p % width)]! * slope(shape, pre, row, p)
      dBias[p]! += dPre
      for (let k = 0; k < inputs; k++) {
        dx[row * inputs + k]! += dPre * weight[weightAt(shape, k, p)]!
        dWeight[weightAt(shape, k, p)]! += dPre * x[row * inputs + k]!
      }
    }
  }
  return { dx, weight: dWeight, bias: dBias }
}
