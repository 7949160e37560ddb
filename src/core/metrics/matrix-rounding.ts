/** Rounds all matrices of one member, after training. */
import type { ParameterSpec } from '../model/family'

/**
 * Matrices are rounded, each by itself; biases and gains stay: they are few, and usually kept in full. A layer's weights lie by inputs,
 * (in, out), so they are turned for rounding and turned back; tables of symbols and positions lie by what they give already.
 * @param specs in the order in which the weights lie.
 * @param round of one matrix; `channelLength` values that make one output lie together.
 */
export function roundMatrices(
  weights: Float32Array,
  specs: readonly Pick<ParameterSpec, 'name' | 'shape'>[],
  round: (values: Float32Array, channelLength: number) => Float32Array,
): Float32Array {
  const result = weights.slice()
  let at = 0
  for (const { name, shape } of specs) {
    const size = shape.reduce((product, n) => product * n, 1)
    const [rows, columns] = shape
    if (rows !== undefined && columns !== undefined) {
      const values = weights.subarray(at, at + size)
      result.set(
        name.endsWith('.weight')
          ? transposed(round(transposed(values, rows, columns), rows), columns, rows)
          : round(values, columns),
        at,
      )
    }
    at += size
  }
  return result
}

/** (rows, columns) to (columns, rows). */
function transposed(values: Float32Array, rows: number, columns: number): Float32Array {
  const result = new Float32Array(values.length)
  for (let r = 0; r < rows; r++) {
    for (let c = 0; c < columns; c++) result[c * rows + r] = values[r * columns + c]!
  }
  return result
}
