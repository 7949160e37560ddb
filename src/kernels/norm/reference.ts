/**
 * Layer norm y = (x − μ)/√(σ² + ε)·gain + bias over the D values of a row (Ba, Kiros, Hinton 2016, arXiv 1607.06450), and RMS norm
 * y = x/√(mean x² + ε)·gain (Zhang, Sennrich 2019, arXiv 1910.07467), in float64 with plain loops: the specification of the kernel.
 */
import { NORM_EPSILON } from '@/core/model/transformer'

export type NormKind = 'layer' | 'rms'

export interface NormReference {
  readonly y: Float64Array
  /** (rows, 2): μ (0 for `rms`) and the factor f = 1/√(σ² + ε). */
  readonly stats: Float64Array
}

export interface NormGradients {
  readonly dx: Float64Array
  readonly dgain: Float64Array
  readonly dbias: Float64Array
}

/** @param x (rows, D). @param gain (D). @param bias (D); ignored for `rms`, which has none. */
export function normReference(
  kind: NormKind,
  x: Float64Array,
  gain: Float64Array,
  bias: Float64Array,
): NormReference {
  const width = gain.length
  const rows = x.length / width
  const y = new Float64Array(x.length)
  const stats = new Float64Array(2 * rows)
  for (let r = 0; r < rows; r++) {
    const row = x.subarray(r * width, (r + 1) * width)
    const mean = kind === 'layer' ? row.reduce((sum, value) => sum + value, 0) / width : 0
    const variance = row.reduce((sum, value) => sum + (value - mean) ** 2, 0) / width
    const factor = 1 / Math.sqrt(variance + NORM_EPSILON)
    stats.set([mean, factor], 2 * r)
    for (let d = 0; d < width; d++) {
      y[r * width + d] = (row[d]! - mean) * factor * gain[d]! + (kind === 'layer' ? bias[d]! : 0)
    }
  }
  return { y, stats }
}

/** Gradients of Σ dy·y. With e = dy·gain, z = (x − μ)·factor: dx = factor·(e − mean e − z·mean(e·z)); rms without mean e. */
export function normGradients(
  kind: NormKind,
  x: Float64Array,
  gain: Float64Array,
  dy: Float64Array,
): NormGradients {
  const width = gain.length
  const { stats } = normReference(kind, x, gain, new Float64Array(width))
  const dx = new Float64Array(x.length)
  const dgain = new Float64Array(width)
  const dbias = new Float64Array(width)
  for (let r = 0; r < x.length / width; r++) {
    const mean = stats[2 * r]!
    const factor = stats[2 * r + 1]!
    const z = x.subarray(r * width, (r + 1) * width).map((value) => (value - mean) * factor)
    const e = z.map((_, d) => dy[r * width + d]! * gain[d]!)
    const meanE = kind === 'layer' ? e.reduce((sum, value) => sum + value, 0) / width : 0
    const meanEZ = e.reduce((sum, value, d) => sum + value * z[d]!, 0) / width
    for (let d = 0; d < width; d++) {
      dx[r * width + d] = factor * (e[d]! - meanE - z[d]! * meanEZ)
      dgain[d]! += dy[r * width + d]! * z[d]!
      if (kind === 'layer') dbias[d]! += dy[r * width + d]!
    }
  }
  return { dx, dgain, dbias }
}
