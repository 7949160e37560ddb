/** Cases of both passes: random rows, with NaN in everything that a kernel may not read. */
import { memberRanges, noise, noisyRows, ODD_SIZES, splitRanges } from '@/kernels/kit/case-data'
import type { KernelCase } from '@/kernels/kit/kernel'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { type Epilogue, linearBackward, linearForward, outputWidth } from './programs'
import { referenceBackward, referenceForward, referenceSlopes } from './reference'

interface CaseShape {
  readonly batches: readonly number[]
  readonly seqLen: number
  readonly inputs: number
  readonly outputs: number
  readonly bias?: boolean
  readonly epilogue?: Epilogue
  readonly residual?: boolean
  readonly transposedWeight?: boolean
  /** Whether other uses of x have left a gradient. */
  readonly accumulate?: boolean
  /** Index of a member whose inputs are all NaN. */
  readonly poisoned?: number
  /** What x is multiplied by, for large values before the epilogue; the tolerance grows with it, as errors that cancel in a sum do. */
  readonly scale?: number
}

const WEIGHT_AT = 3
const TOLERANCE = 1e-5
/** The value of partial gradients that are not this layer's, which must stay as they are. */
const UNTOUCHED = 7
const SPLIT_ROWS = 96

function casesOf(shape: CaseShape, seed: number): KernelCase[] {
  const { inputs, outputs, bias = false, epilogue = 'none', residual = false } = shape
  const { transposedWeight = false, accumulate = false } = shape
  const width = outputWidth({ outputs, epilogue })
  const layout = createRowLayout(shape.batches, shape.seqLen, SPLIT_ROWS)
  const biasAt = WEIGHT_AT + inputs * outputs + 2
  const paramStride = biasAt + outputs + 5
  const tolerance = TOLERANCE * (shape.scale ?? 1)
  const empty = (count: number) => new Float32Array(count).fill(Number.NaN)

  const params = empty(layout.members * paramStride)
  const x = noisyRows(layout, inputs, seed).map((value) => value * (shape.scale ?? 1))
  const added = residual ? noisyRows(layout, width, seed + 100) : undefined
  const dy = noisyRows(layout, width, seed + 200)
  const before = noisyRows(layout, inputs, seed + 500)
  const y = empty(layout.rows * width)
  const slopes = empty(layout.rows * outputs)
  const dx = empty(x.length)
  const partials = new Float32Array(layout.splits * paramStride).fill(UNTOUCHED)
  const splits = splitRanges(layout)
  for (const { member, first, count } of memberRanges(layout)) {
    const weight = noise(seed + 300 + member, inputs * outputs).map((value) => value / Math.sqrt(inputs))
    const biases = bias ? noise(seed + 400 + member, outputs) : undefined
    params.set(weight, member * paramStride + WEIGHT_AT)
    if (biases) params.set(biases, member * paramStride + biasAt)
    if (member === shape.poisoned) x.fill(Number.NaN, first * inputs, (first + count) * inputs)
    const rowsOf = (values: Float32Array, width: number, from: number, rows: number) =>
      values.subarray(from * width, (from + rows) * width)
    const own = { rows: count, inputs, outputs, epilogue, transposedWeight }
    const forward = referenceForward(
      own,
      rowsOf(x, inputs, first, count),
      weight,
      biases,
      added && rowsOf(added, width, first, count),
    )
    y.set(forward.y, first * width)
    slopes.set(referenceSlopes(own, forward.pre), first * outputs)
    for (const [index, split] of splits.entries()) {
      if (split.member !== member) continue
      const from = split.first - first
      const backward = referenceBackward(
        { ...own, rows: split.count },
        rowsOf(x, inputs, split.first, split.count),
        weight,
        rowsOf(dy, width, split.first, split.count),
        forward.pre.subarray(from * outputs, (from + split.count) * outputs),
      )
      const others = rowsOf(before, inputs, split.first, split.count)
      dx.set(
        accumulate ? backward.dx.map((value, i) => value + others[i]!) : backward.dx,
        split.first * inputs,
      )
      partials.set(backward.weight, index * paramStride + WEIGHT_AT)
      if (bias) partials.set(backward.bias, index * paramStride + biasAt)
    }
  }
  const options = { layout, paramStride, inputs, outputs, bias, epilogue, transposedWeight }
  const extras = [
    ...(epilogue === 'none' ? [] : [epilogue]),
    ...Object.entries({ bias, residual, transposedWeight, accumulate }).flatMap(([key, on]) =>
      on ? [key] : [],
    ),
  ]
  const name = [`K ${inputs}, P ${outputs}, ${layout.members} members`, ...extras].join(', ')
  return [
    {
      name: `forward, ${name}`,
      program: linearForward({ ...options, residual }),
      buffers: [
        ...[layout.table, params, x, ...(added ? [added] : []), empty(y.length)],
        ...(epilogue === 'none' ? [] : [empty(slopes.length)]),
      ],
      uniforms: [WEIGHT_AT, biasAt],
      expected: epilogue === 'none' ? { y } : { y, slopes },
      tolerance,
    },
    {
      name: `backward, ${name}`,
      program: linearBackward({ ...options, accumulate }),
      buffers: [
        ...[layout.table, params, x, dy, ...(epilogue === 'none' ? [] : [slopes])],
        ...(accumulate ? [before] : []),
        ...[empty(dx.length), new Float32Array(partials.length).fill(UNTOUCHED)],
      ],
      uniforms: [WEIGHT_AT, biasAt],
      expected: { dx, partials },
      tolerance,
    },
  ]
}

const ONE = { batches: [5], seqLen: 7 }
const THREE = { batches: [1, 29, 4], seqLen: 11 }
const MANY = { batches: Array.from({ length: 17 }, (_, m) => 1 + ((m * 5) % 7)), seqLen: 5 }

const SHAPES: readonly CaseShape[] = [
  { ...THREE, inputs: 8, outputs: 32, bias: true, epilogue: 'gelu', residual: true },
  { ...THREE, inputs: 8, outputs: 8, bias: true, residual: true },
  { ...MANY, inputs: 32, outputs: 8, bias: true },
  { ...MANY, inputs: 16, outputs: 16, residual: true },
  { ...THREE, inputs: 64, outputs: 64, bias: true, residual: true },
  { ...ONE, inputs: 64, outputs: 256, bias: true, epilogue: 'gelu' },
  { ...MANY, inputs: 64, outputs: 2, transposedWeight: true },
  { ...THREE, inputs: 65, outputs: 33, bias: true, epilogue: 'gelu' },
  { ...ONE, inputs: 33, outputs: 65, bias: true, residual: true },
  { ...ONE, inputs: 1, outputs: 1, bias: true },
  { ...THREE, inputs: 3, outputs: 7, bias: true, epilogue: 'gelu', residual: true },
  { ...THREE, inputs: 33, outputs: 257, transposedWeight: true },
  { ...ONE, inputs: 96, outputs: 40, transposedWeight: true, bias: true, epilogue: 'gelu' },
  { ...THREE, inputs: 17, outputs: 3, transposedWeight: true },
  { ...ONE, inputs: 9, outputs: 9, bias: true, epilogue: 'gelu', scale: 40 },
  { ...THREE, inputs: 12, outputs: 20, bias: true, epilogue: 'gelu', residual: true, poisoned: 1 },
  { ...THREE, inputs: 8, outputs: 42, epilogue: 'swiglu' },
  { ...MANY, inputs: 3, outputs: 2, epilogue: 'swiglu', bias: true, residual: true },
  { ...ONE, inputs: 33, outputs: 130, epilogue: 'swiglu', accumulate: true },
  { ...THREE, inputs: 24, outputs: 128, epilogue: 'swiglu', poisoned: 2 },
  { ...ONE, inputs: 9, outputs: 14, epilogue: 'swiglu', scale: 40, transposedWeight: true },
  { ...THREE, inputs: 8, outputs: 24, bias: true, accumulate: true },
  { ...MANY, inputs: 65, outputs: 33, bias: true, epilogue: 'gelu', accumulate: true },
  { batches: ODD_SIZES, seqLen: 1, inputs: 7, outputs: 1, bias: true, residual: true },
]

const FOLDED: CaseShape = { ...THREE, inputs: 8, outputs: 40, bias: true }

/** The same case with its workgroups over two dimensions, as a count that does not fit into one is folded. */
const fold = (test: KernelCase): KernelCase => ({
  ...test,
  name: `${test.name}, folded`,
  program: { ...test.program, workgroups: [Math.ceil(test.program.workgroups[0] / 3), 4, 1] },
})

export function linearCases(): KernelCase[] {
  const cases = SHAPES.flatMap((shape, i) => casesOf(shape, i))
  return [...cases, ...casesOf(FOLDED, SHAPES.length).map(fold)]
}
