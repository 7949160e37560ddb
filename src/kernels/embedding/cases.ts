/** Forward and backward on odd sizes, with parameters of others around both tables. */
import { noise, noisyRows, ODD_SIZES, randomIds } from '@/kernels/kit/case-data'
import type { KernelCase } from '@/kernels/kit/kernel'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { embeddingBackward, embeddingForward } from './programs'
import { embeddingBackwardReference, embeddingReference } from './reference'

interface CaseSizes {
  readonly batches: readonly number[]
  readonly seqLen: number
  readonly width: number
  readonly vocab: number
  readonly tied?: boolean
  readonly positions?: boolean
  /** Whether both tables start at multiples of four. */
  readonly aligned?: boolean
}

const ragged = Array.from({ length: 17 }, (_, m) => 1 + ((m * 5) % 11))

const CASES: readonly CaseSizes[] = [
  { batches: [1], seqLen: 2, width: 1, vocab: 2 },
  { batches: [3, 1, 33], seqLen: 3, width: 7, vocab: 7 },
  { batches: [5, 1, 13], seqLen: 7, width: 33, vocab: 65 },
  { batches: ragged, seqLen: 3, width: 8, vocab: 3 },
  { batches: ragged, seqLen: 8, width: 12, vocab: 16, tied: true },
  { batches: [9], seqLen: 33, width: 65, vocab: 257 },
  { batches: [3, 5], seqLen: 65, width: 4, vocab: 64, tied: true },
  { batches: ragged, seqLen: 3, width: 8, vocab: 5, positions: false },
  { batches: [5, 1, 13], seqLen: 7, width: 33, vocab: 65, tied: true, positions: false },
  { batches: ODD_SIZES, seqLen: 1, width: 3, vocab: 33 },
  { batches: ragged, seqLen: 3, width: 8, vocab: 5, aligned: true },
  { batches: [5, 1, 13], seqLen: 7, width: 68, vocab: 17, aligned: true },
  { batches: [3, 1, 33], seqLen: 3, width: 12, vocab: 7, positions: false, aligned: true },
]

export function embeddingCases(): KernelCase[] {
  return CASES.flatMap(
    ({ batches, seqLen, width, vocab, tied = false, positions = true, aligned = false }, index) => {
      const layout = createRowLayout(batches, seqLen, 64)
      const [before, between, behind] = aligned ? [4, 8, 12] : [3, 5, 2]
      const offsets = { tokens: before, positions: before + (vocab + 1) * width + between }
      const paramStride = offsets.positions + seqLen * width + behind
      const sizes = { layout, paramStride, width, vocab, seqLen, positions }
      const params = noise(index, layout.members * paramStride)
      const symbols = randomIds(layout, vocab, index)
      const firsts = layout.table.filter((_, i) => i >= 4 * layout.constants.STRINGS_AT && i % 4 === 0)
      const inputs = symbols.map((symbol, row) => (firsts.includes(row) ? vocab : symbol))
      const dx = noisyRows(layout, width, index + 100)
      const partials = noise(index + 200, layout.splits * paramStride)
      const label = `M ${batches.length}, S ${seqLen}, D ${width}, V ${vocab}${positions ? '' : ', no positions'}${aligned ? ', aligned' : ''}`
      const uniforms = positions ? [offsets.tokens, offsets.positions] : [offsets.tokens]
      return [
        {
          name: `forward ${label}`,
          program: embeddingForward({ ...sizes, aligned }),
          buffers: [layout.table, params, inputs, new Float32Array(layout.rows * width)],
          uniforms,
          expected: { x: embeddingReference(sizes, offsets, params, inputs) },
          tolerance: 1e-6,
        },
        {
          name: `backward ${label}${tied ? ', tied' : ''}`,
          program: embeddingBackward({ ...sizes, tied }),
          buffers: [layout.table, inputs, dx, partials],
          uniforms,
          expected: {
            partials: embeddingBackwardReference({ ...sizes, tied }, offsets, inputs, dx, partials),
          },
          tolerance: 1e-5,
        },
      ]
    },
  )
}
