/** Cases of both passes: random rows, with NaN in everything that a kernel may not read. */
import { randomStream } from '@/core/data/rng'
import { ODD_SIZES } from '@/kernels/kit/case-data'
import type { KernelCase } from '@/kernels/kit/kernel'
import { createRowLayout } from '@/kernels/kit/row-layout'
import type { RowSums } from '@/kernels/kit/row-sums'
import { normBackward, normForward } from './programs'
import { type NormKind, normGradients, normReference } from './reference'

interface CaseShape {
  readonly batches: readonly number[]
  readonly seqLen: number
  readonly width: number
  readonly kind: NormKind
  readonly residualGradient: boolean
  readonly rowSums?: RowSums
}

/**
 * Both passes on one shape. The values of a row of two or three may lie close together: the rounding of μ then counts up to 1/√ε-fold, in
 * any float32, so the tolerance is wider.
 */
function casesOf(shape: CaseShape, seed: number): KernelCase[] {
  const { batches, seqLen, width, kind, residualGradient, rowSums } = shape
  const layout = createRowLayout(batches, seqLen, 40)
  const [gainAt, biasAt, paramStride] = [3, 3 + width + 2, 2 * width + 7]
  const random = randomStream('data', seed)
  const draw = (count: number, mean = 0) => Float32Array.from({ length: count }, () => mean + random.normal())
  const empty = (count: number) => new Float32Array(count).fill(Number.NaN)

  const params = empty(layout.members * paramStride)
  const x = empty(layout.rows * width)
  const [stats, y, dx] = [empty(layout.rows * 2), empty(x.length), empty(x.length)]
  const [dy, dResidual] = [empty(x.length), empty(x.length)]
  const partials = new Float32Array(layout.splits * paramStride).fill(7)
  for (let m = 0; m < layout.members; m++) {
    const [, , firstSplit, splits] = layout.table.subarray(4 * (layout.constants.MEMBERS_AT + m))
    const gain = draw(width, 1)
    const bias = draw(width)
    params.set(gain, m * paramStride + gainAt)
    if (kind === 'layer') params.set(bias, m * paramStride + biasAt)
    for (let s = firstSplit!; s < firstSplit! + splits!; s++) {
      const [, first, count] = layout.table.subarray(4 * (layout.constants.SPLITS_AT + s))
      const at = first! * width
      const end = (first! + count!) * width
      x.set(draw(count! * width, 2), at)
      dy.set(draw(count! * width), at)
      if (residualGradient) dResidual.set(draw(count! * width), at)
      const wide = (values: Float32Array) => Float64Array.from(values)
      const result = normReference(kind, wide(x.subarray(at, end)), wide(gain), wide(bias))
      const gradients = normGradients(kind, wide(x.subarray(at, end)), wide(gain), wide(dy.subarray(at, end)))
      y.set(result.y, at)
      stats.set(result.stats, 2 * first!)
      dx.set(residualGradient ? gradients.dx.map((value, i) => value + dResidual[at + i]!) : gradients.dx, at)
      partials.set(gradients.dgain, s * paramStride + gainAt)
      if (kind === 'layer') partials.set(gradients.dbias, s * paramStride + biasAt)
    }
  }
  const options = { layout, paramStride, width, kind, rowSums }
  const name = `D ${width}, ${kind}, ${layout.members} members${rowSums ? `, ${rowSums}` : ''}`
  const uniforms = kind === 'layer' ? [gainAt, biasAt] : [gainAt]
  return [
    {
      name: `forward, ${name}`,
      program: normForward(options),
      buffers: [layout.table, params, x, empty(y.length), empty(stats.length)],
      uniforms,
      expected: { y, stats },
      tolerance: width < 4 ? 1e-4 : 1e-5,
    },
    {
      name: `backward, ${name}${residualGradient ? ', residual' : ''}`,
      program: normBackward({ ...options, residualGradient }),
      buffers: [
        ...[layout.table, params, x, stats, dy],
        ...(residualGradient ? [dResidual] : []),
        ...[empty(dx.length), new Float32Array(partials.length).fill(7)],
      ],
      uniforms,
      expected: { dx, partials },
      tolerance: width < 4 ? 1e-4 : 1e-5,
    },
  ]
}

const WIDTHS = [2, 3, 8, 7, 33, 64, 65, 130, 257, 512]
const POPULATIONS = [
  { batches: [3], seqLen: 7 },
  { batches: [1, 9, 4], seqLen: 11 },
  { batches: Array.from({ length: 17 }, (_, m) => 1 + ((m * 5) % 7)), seqLen: 5 },
] as const

const [ONE, THREE, MANY] = POPULATIONS

/** RMS norm of several members, with one invocation a row and with eight; and rows of one value, whose deviation is 0. */
const MORE: readonly CaseShape[] = [
  { ...THREE, width: 1, kind: 'layer', residualGradient: true },
  { batches: ODD_SIZES, seqLen: 1, width: 1, kind: 'rms', residualGradient: false },
  { ...THREE, width: 3, kind: 'rms', residualGradient: true },
  { ...MANY, width: 33, kind: 'rms', residualGradient: false },
  { ...THREE, width: 65, kind: 'rms', residualGradient: true },
  { ...MANY, width: 65, kind: 'layer', residualGradient: false },
]

/** Rows by other sums: of one piece or many, of fewer pieces than share them, held by registers or a tile. */
const OTHER_SUMS: readonly CaseShape[] = [
  { ...MANY, width: 4, kind: 'layer', residualGradient: true, rowSums: 'vectors' },
  { ...THREE, width: 64, kind: 'rms', residualGradient: false, rowSums: 'vectors' },
  { ...ONE, width: 132, kind: 'layer', residualGradient: true, rowSums: 'vectors' },
  { ...THREE, width: 68, kind: 'rms', residualGradient: true, rowSums: 'vectors' },
  { ...ONE, width: 1, kind: 'layer', residualGradient: true, rowSums: 'quads' },
  { ...THREE, width: 3, kind: 'rms', residualGradient: false, rowSums: 'quads' },
  { ...MANY, width: 8, kind: 'layer', residualGradient: true, rowSums: 'quads' },
  { ...MANY, width: 33, kind: 'layer', residualGradient: false, rowSums: 'quads' },
  { ...THREE, width: 64, kind: 'layer', residualGradient: true, rowSums: 'quads' },
  { ...ONE, width: 256, kind: 'rms', residualGradient: true, rowSums: 'quads' },
  { ...ONE, width: 260, kind: 'layer', residualGradient: true, rowSums: 'quads' },
]

/** The same case with its workgroups over two dimensions, as a count that does not fit into one is folded. */
const fold = (test: KernelCase): KernelCase => ({
  ...test,
  name: `${test.name}, folded`,
  program: { ...test.program, workgroups: [Math.ceil(test.program.workgroups[0] / 3), 4, 1] },
})

export function normCases(): KernelCase[] {
  const cases = WIDTHS.flatMap((width, i) => {
    const shape = { ...POPULATIONS[i % POPULATIONS.length]!, width }
    return [
      ...casesOf({ ...shape, kind: 'layer', residualGradient: i % 2 === 0 }, i),
      ...(i % 3 === 0 ? casesOf({ ...shape, kind: 'rms', residualGradient: i % 2 === 1 }, i) : []),
    ]
  })
  cases.push(...[...MORE, ...OTHER_SUMS].flatMap((shape, i) => casesOf(shape, WIDTHS.length + i)))
  return [...cases, ...cases.filter(({ name }) => /D (8|65), layer/.test(name)).map(fold)]
}
