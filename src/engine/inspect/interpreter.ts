/**
 * The ops of a family's forward pass in float64 on the host, for one model: what each layer computes can be looked at, and parts of it
 * switched off. Some hundred times slower than the kernels, for strings by the handful.
 */
import { type ModelPart, partName } from '@/core/model/parts'
import { NORM_EPSILON } from '@/core/model/transformer'
import type { LinearOptions, Ops } from '../contract/ops'
import { writeRows } from '../contract/teacher-forcing'
import { attend } from './attention'
import type { InspectedModel } from './model-weights'

export interface Activation {
  /** (B·S, columns), row-major; without values where the part that makes them is switched off. */
  readonly values: Float64Array | undefined
  readonly columns: number
}

export interface InterpreterInput {
  readonly model: InspectedModel
  /** (B, S) token ids. S may be less than the model's. */
  readonly tokens: Int32Array
  readonly seqLen: number
  readonly without: readonly ModelPart[]
  /** The attention of one position: called for each layer with (H, position + 1) weights. */
  readonly attention?: { readonly position: number; visit(layer: number, weights: Float64Array): void }
  /** Called with (B·S, V) logits. */
  readonly onLogits?: (logits: Float64Array) => void
}

export function createInterpreter(input: InterpreterInput): Ops<Activation, Float64Array> {
  const { model, tokens, seqLen, onLogits } = input
  const { vocab, width } = model.shape
  const off = new Set(input.without.map(partName))
  const rows = tokens.length
  const get = (name: string): Float32Array => model.parameters.get(name)!
  const [inputs, targets] = [new Int32Array(rows), new Int32Array(rows)]
  writeRows({ ...model.shape, seqLen }, tokens, inputs, targets)
  let layersAttended = 0
  let layersWithMlp = 0

  return {
    embed(table, positions) {
      const values = new Float64Array(rows * width)
      const add = (weights: Float32Array, rowOf: (row: number) => number) => {
        for (let row = 0; row < rows; row++)
          for (let i = 0; i < width; i++) values[row * width + i]! += weights[rowOf(row) * width + i]!
      }
      if (!off.has('tokens')) add(get(table), (row) => inputs[row]!)
      if (positions !== undefined && !off.has('positions')) add(get(positions), (row) => row % seqLen)
      return { values, columns: width }
    },
    layerNorm(x, gain, bias) {
      return { normed: normalized(x, true, get(gain), get(bias)), residual: x }
    },
    rmsNorm(x, gain) {
      return { normed: normalized(x, false, get(gain)), residual: x }
    },
    linear(x, weight, options = {}) {
      const isMlp = options.epilogue !== undefined
      if (isMlp && off.has(`h${layersWithMlp++}.mlp`)) return { values: undefined, columns: 0 }
      // The last matrix of an MLP that is off adds nothing, its bias neither.
      if (!x.values) return options.residual ?? zeros(rows, width)
      return linear(x.values, get(weight), x.columns, options, get)
    },
    causalAttention(qkv, heads, rotaryChannels = 0) {
      const layer = layersAttended++
      const columns = qkv.columns / 3
      const values = attend(qkv.values!, {
        seqLen,
        width: columns,
        heads,
        rotaryChannels,
        isOff: (head) => off.has(`h${layer}.head${head}`),
        visit: input.attention && {
          position: input.attention.position,
          weights: (weights) => input.attention?.visit(layer, weights),
        },
      })
      return { values, columns }
    },
    crossEntropy(x, unembedding) {
      const logits = logitsOf(x.values!, get(unembedding), width, vocab)
      onLogits?.(logits)
      return Float64Array.from(targets, (target, row) => codeLength(logits, row, vocab, target))
    },
  }
}

const zeros = (rows: number, columns: number): Activation => ({
  values: new Float64Array(rows * columns),
  columns,
})

/** (x − μ)/√(σ² + ε)·gain + bias where centred, else x/√(mean x² + ε)·gain, of each row. */
function normalized(
  { values, columns }: Activation,
  centred: boolean,
  gain: Float32Array,
  bias?: Float32Array,
): Activation {
  const x = values!
  const y = new Float64Array(x.length)
  for (let from = 0; from < x.length; from += columns) {
    let mean = 0
    if (centred) for (let i = 0; i < columns; i++) mean += x[from + i]! / columns
    let variance = 0
    for (let i = 0; i < columns; i++) variance += (x[from + i]! - mean) ** 2 / columns
    const scale = 1 / Math.sqrt(variance + NORM_EPSILON)
    for (let i = 0; i < columns; i++)
      y[from + i] = (x[from + i]! - mean) * scale * gain[i]! + (bias ? bias[i]! : 0)
  }
  return { values: y, columns }
}

function linear(
  x: Float64Array,
  weight: Float32Array,
  inputs: number,
  { bias, epilogue, residual }: LinearOptions<Activation>,
  get: (name: string) => Float32Array,
): Activation {
  const columns = weight.length / inputs
  const rows = x.length / inputs
  const y = new Float64Array(rows * columns)
  const offsets = bias === undefined ? undefined : get(bias)
  for (let row = 0; row < rows; row++) {
    const own = y.subarray(row * columns, (row + 1) * columns)
    if (offsets) own.set(offsets)
    let i = 0
    // Four inputs at a time: a sum is loaded and stored once for all of them.
    for (; i + 4 <= inputs; i += 4) {
      const at = row * inputs + i
      const [a, b, c, d] = [x[at]!, x[at + 1]!, x[at + 2]!, x[at + 3]!]
      const first = i * columns
      const [second, third, fourth] = [first + columns, first + 2 * columns, first + 3 * columns]
      for (let j = 0; j < columns; j++) {
        own[j]! +=
          a * weight[first + j]! + b * weight[second + j]! + c * weight[third + j]! + d * weight[fourth + j]!
      }
    }
    for (; i < inputs; i++) {
      const factor = x[row * inputs + i]!
      for (let j = 0; j < columns; j++) own[j]! += factor * weight[i * columns + j]!
    }
  }
  const result = epilogue ? activated({ values: y, columns }, epilogue) : { values: y, columns }
  const added = residual?.values
  if (added) for (let i = 0; i < added.length; i++) result.values[i]! += added[i]!
  return result
}

/** GELU in GPT-2's tanh form, or silu(first half)·(second half) of each row. */
function activated(
  { values: y, columns }: { values: Float64Array; columns: number },
  kind: 'gelu' | 'swiglu',
) {
  if (kind === 'gelu') {
    const scale = Math.sqrt(2 / Math.PI)
    return { values: y.map((v) => 0.5 * v * (1 + Math.tanh(scale * (v + 0.044715 * v ** 3)))), columns }
  }
  const half = columns / 2
  const values = Float64Array.from({ length: y.length / 2 }, (_, i) => {
    const at = Math.floor(i / half) * columns + (i % half)
    return (y[at]! / (1 + Math.exp(-y[at]!))) * y[at + half]!
  })
  return { values, columns: half }
}

/** x·Uᵀ with the first V rows of U. */
function logitsOf(x: Float64Array, unembedding: Float32Array, width: number, vocab: number): Float64Array {
  const rows = x.length / width
  const logits = new Float64Array(rows * vocab)
  for (let row = 0; row < rows; row++) {
    for (let v = 0; v < vocab; v++) {
      let sum = 0
      for (let i = 0; i < width; i++) sum += x[row * width + i]! * unembedding[v * width + i]!
      logits[row * vocab + v] = sum
    }
  }
  return logits
}

function codeLength(logits: Float64Array, row: number, vocab: number, target: number): number {
  const from = row * vocab
  let largest = Number.NEGATIVE_INFINITY
  for (let v = 0; v < vocab; v++) largest = Math.max(largest, logits[from + v]!)
  let sum = 0
  for (let v = 0; v < vocab; v++) sum += Math.exp(logits[from + v]! - largest)
  return largest + Math.log(sum) - logits[from + target]!
}
