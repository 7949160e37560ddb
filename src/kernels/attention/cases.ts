/** Cases of both passes: random strings, with NaN in everything that a kernel may not read. */
import { randomStream } from '@/core/data/rng'
import { ODD_SIZES } from '@/kernels/kit/case-data'
import type { KernelCase } from '@/kernels/kit/kernel'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { attentionBackward, attentionForward, BLOCK_KEYS, rotationTable } from './programs'
import { attentionGradient, attentionReference } from './reference'

interface CaseShape {
  readonly batches: readonly number[]
  readonly seqLen: number
  readonly width: number
  readonly heads: number
  readonly rotaryChannels?: number
  /** Keys of a block of the forward pass; the backward pass has no blocks. */
  readonly blockKeys?: number
}

/** Scores that rise by 140 from key to key: a key that may not be seen would outweigh all that may. */
function causalCase(blockKeys: number): KernelCase {
  const [seqLen, width] = [7, 2]
  const layout = createRowLayout([2], seqLen, 64)
  const qkv = new Float32Array(layout.rows * 3 * width).fill(Number.NaN)
  const out = new Float32Array(layout.rows * width).fill(Number.NaN)
  for (let row = 0; row < 2 * seqLen; row++) {
    qkv.set([10, 0, 20 * (row % seqLen), 0, row, -row], row * 3 * width)
    out.set([row, -row], row * width)
  }
  return {
    name: `forward, scores far apart, blocks of ${blockKeys}`,
    program: attentionForward({ layout, width, heads: 1, rotaryChannels: 0, blockKeys }),
    buffers: [layout.table, qkv, new Float32Array(out.length), new Float32Array(layout.rows)],
    uniforms: [],
    expected: { out },
    tolerance: 1e-5,
  }
}

/** Both passes on one shape. Scores differ by several units, so that the softmax is neither flat nor a maximum. */
function casesOf(shape: CaseShape, seed: number): KernelCase[] {
  const { batches, seqLen, width, heads, rotaryChannels = 0, blockKeys = BLOCK_KEYS } = shape
  const layout = createRowLayout(batches, seqLen, 64)
  const random = randomStream('data', seed)
  const draw = (count: number, deviation: number) =>
    Float32Array.from({ length: count }, () => deviation * random.normal())
  const empty = (columns: number) => new Float32Array(layout.rows * columns).fill(Number.NaN)

  const [qkv, dqkv] = [empty(3 * width), empty(3 * width)]
  const [out, dout] = [empty(width), empty(width)]
  const logSumExp = empty(heads)
  const rotations = rotaryChannels > 0 ? [rotationTable(seqLen, rotaryChannels)] : []
  const sizes = { width, heads, rotaryChannels }
  for (let g = 0; g < layout.strings; g++) {
    const first = layout.table[4 * (layout.constants.STRINGS_AT + g)]!
    const string = draw(seqLen * 3 * width, 1.5)
    const dString = draw(seqLen * width, 1)
    qkv.set(string, first * 3 * width)
    dout.set(dString, first * width)
    const wide = Float64Array.from(string)
    const result = attentionReference(wide, sizes)
    out.set(result.out, first * width)
    logSumExp.set(result.logSumExp, first * heads)
    dqkv.set(attentionGradient(wide, Float64Array.from(dString), sizes), first * 3 * width)
  }
  const options = { layout, ...sizes }
  const name = [
    `D ${width}, H ${heads}, S ${seqLen}, ${layout.members} members`,
    ...(rotaryChannels > 0 ? [`rotary ${rotaryChannels}`] : []),
    ...(blockKeys === BLOCK_KEYS ? [] : [`blocks of ${blockKeys}`]),
  ].join(', ')
  return [
    {
      name: `forward, ${name}`,
      program: attentionForward({ ...options, blockKeys }),
      buffers: [layout.table, qkv, ...rotations, empty(width), empty(heads)],
      uniforms: [],
      expected: { out, logSumExp },
      tolerance: 1e-5,
    },
    {
      name: `backward, ${name}`,
      program: attentionBackward(options),
      buffers: [layout.table, qkv, ...rotations, out, logSumExp, dout, empty(3 * width)],
      uniforms: [],
      expected: { dqkv },
      tolerance: 2e-5,
    },
  ]
}

const SHAPES: readonly CaseShape[] = [
  { batches: [1], seqLen: 2, width: 2, heads: 2 },
  { batches: [5], seqLen: 1, width: 3, heads: 1 },
  { batches: [3, 1, 6], seqLen: 7, width: 9, heads: 3 },
  { batches: Array.from({ length: 17 }, (_, m) => 1 + ((m * 5) % 7)), seqLen: 8, width: 8, heads: 2 },
  { batches: [2, 4, 1], seqLen: 16, width: 16, heads: 8 },
  { batches: [2, 1, 1], seqLen: 33, width: 33, heads: 1 },
  { batches: [1, 2], seqLen: 65, width: 24, heads: 2 },
  { batches: [2], seqLen: 3, width: 126, heads: 2 },
  { batches: [1], seqLen: 9, width: 512, heads: 8 },
  { batches: [1], seqLen: 300, width: 4, heads: 1 },
  { batches: [2, 4, 1], seqLen: 7, width: 6, heads: 3, rotaryChannels: 2 },
  { batches: [3, 1, 6], seqLen: 33, width: 14, heads: 2, rotaryChannels: 4 },
  {
    batches: Array.from({ length: 17 }, (_, m) => 1 + ((m * 5) % 7)),
    seqLen: 8,
    width: 8,
    heads: 1,
    rotaryChannels: 8,
  },
  { batches: [2, 1], seqLen: 9, width: 40, heads: 2, rotaryChannels: 8 },
  { batches: [1], seqLen: 300, width: 12, heads: 3, rotaryChannels: 4 },
  { batches: ODD_SIZES, seqLen: 1, width: 1, heads: 1 },
  { batches: [3, 1], seqLen: 3, width: 7, heads: 7 },
  { batches: [1, 3], seqLen: 3, width: 33, heads: 33 },
  { batches: [2], seqLen: 2, width: 65, heads: 65 },
]

/** The same case with its workgroups over two dimensions, as a count that does not fit into one is folded. */
const fold = (test: KernelCase): KernelCase => ({
  ...test,
  name: `${test.name}, folded`,
  program: { ...test.program, workgroups: [Math.ceil(test.program.workgroups[0] / 3), 4, 1] },
})

/** Blocks that a string fills, does not fill, or is shorter than. */
const OTHER_BLOCKS: readonly CaseShape[] = [
  { batches: [2, 4, 1], seqLen: 16, width: 16, heads: 8, blockKeys: 2 },
  { batches: [3, 1, 6], seqLen: 7, width: 9, heads: 3, blockKeys: 2 },
  { batches: [3, 1, 6], seqLen: 7, width: 9, heads: 3, blockKeys: 8 },
  { batches: [1, 2], seqLen: 65, width: 24, heads: 2, blockKeys: 8 },
  { batches: [2, 1], seqLen: 9, width: 40, heads: 2, rotaryChannels: 8, blockKeys: 8 },
]

export function attentionCases(): KernelCase[] {
  const cases = SHAPES.flatMap(casesOf)
  const blocks = OTHER_BLOCKS.flatMap((shape, i) => casesOf(shape, SHAPES.length + i))
  return [
    ...cases,
    ...blocks.filter(({ program }) => program.id === 'attention.forward'),
    ...[BLOCK_KEYS, 2, 8].map(causalCase),
    ...cases.filter(({ name }) => name.includes('17 members')).map(fold),
  ]
}
