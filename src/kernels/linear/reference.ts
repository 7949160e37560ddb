/** The linear layer in float64 with plain loops: the specification. One member at a time, its real rows only. */

export interface LinearShape {
  readonly rows: number
  readonly inputs: number
  readonly outputs: number
  readonly gelu: boolean
  readonly transposedWeight: boolean
}

type Values = ArrayLike<number>

/** GPT-2's tanh form (Hendrycks & Gimpel 2016, arXiv 1606.08415, §2). */
const INNER = Math.sqrt(2 / Math.PI)
const CUBIC = 0.044715
const gelu = (x: number): number => 0.5 * x * (1 + Math.tanh(INNER * (x + CUBIC * x ** 3)))

function geluDerivative(x: number): number {
  const tanh = Math.tanh(INNER * (x + CUBIC * x ** 3))
  return 0.5 * (1 + tanh) + 0.5 * x * (1 - tanh ** 2) * INNER * (1 + 3 * CUBIC * x ** 2)
}

/** Where W[k, p] is stored. */
const weightAt = ({ inputs, outputs, transposedWeight }: LinearShape, k: number, p: number): number =>
  transposedWeight ? p * inputs + k : k * outputs + p

/** @returns pre = x·W + b and y = f(pre) + residual, (rows, P) each. */
export function referenceForward(
  shape: LinearShape,
  x: Values,
  weight: Values,
  bias: Values | undefined,
  residual: Values | undefined,
): { readonly y: Float64Array; readonly pre: Float64Array } {
  const { rows, inputs, outputs } = shape
  const y = new Float64Array(rows * outputs)
  const pre = new Float64Array(rows * outputs)
  for (let row = 0; row < rows; row++) {
    for (let p = 0; p < outputs; p++) {
      let sum = bias ? bias[p]! : 0
      for (let k = 0; k < inputs; k++) sum += x[row * inputs + k]! * weight[weightAt(shape, k, p)]!
      const at = row * outputs + p
      pre[at] = sum
      y[at] = (shape.gelu ? gelu(sum) : sum) + (residual ? residual[at]! : 0)
    }
  }
  return { y, pre }
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
  const dx = new Float64Array(rows * inputs)
  const dWeight = new Float64Array(inputs * outputs)
  const dBias = new Float64Array(outputs)
  for (let row = 0; row < rows; row++) {
    for (let p = 0; p < outputs; p++) {
      const at = row * outputs + p
      const dPre = dy[at]! * (shape.gelu ? geluDerivative(pre[at]!) : 1)
      dBias[p]! += dPre
      for (let k = 0; k < inputs; k++) {
        dx[row * inputs + k]! += dPre * weight[weightAt(shape, k, p)]!
        dWeight[weightAt(shape, k, p)]! += dPre * x[row * inputs + k]!
      }
    }
  }
  return { dx, weight: dWeight, bias: dBias }
}
