/** Numbers of strings around powers of two and four, steps up to where step times batch passes 32 bits. */
import { randomStream, streamKey } from '@/core/data/rng'
import { ODD_SIZES } from '@/kernels/kit/case-data'
import type { KernelCase } from '@/kernels/kit/kernel'
import { createRowLayout } from '@/kernels/kit/row-layout'
import { fetchBatch } from './programs'
import { type BatchSource, fetchBatchReference } from './reference'

interface CaseMember {
  readonly strings: number
  readonly batch: number
  readonly step: number
  readonly fullBatch?: boolean
}

interface CaseSizes {
  readonly name: string
  readonly seqLen: number
  readonly vocab: number
  readonly members: readonly CaseMember[]
}

const COUNTS = [1, 2, 3, 4, 5, 7, 8, 15, 16, 17, 33, 63, 64, 65, 255, 256, 257]

const CASES: readonly CaseSizes[] = [
  { name: 'one string', seqLen: 3, vocab: 2, members: [{ strings: 1, batch: 1, step: 0 }] },
  {
    name: 'a whole epoch of each size',
    seqLen: 2,
    vocab: 257,
    members: COUNTS.map((strings, m) => ({ strings, batch: strings, step: m })),
  },
  {
    name: 'batches that cross epochs',
    seqLen: 3,
    vocab: 7,
    members: COUNTS.map((strings, m) => ({ strings, batch: Math.ceil(strings / 2), step: m * m * 37 + 1 })),
  },
  {
    name: 'full batches beside others',
    seqLen: 7,
    vocab: 16,
    members: [
      { strings: 9, batch: 9, step: 4, fullBatch: true },
      { strings: 9, batch: 5, step: 4 },
      { strings: 33, batch: 33, step: 0, fullBatch: true },
    ],
  },
  ...[33, 65].map((seqLen, step) => ({
    name: 'long strings',
    seqLen,
    vocab: [3, 33][step]!,
    members: ODD_SIZES.map((batch) => ({ strings: 2 * batch + 1, batch, step })),
  })),
  {
    name: 'rows by four',
    seqLen: 12,
    vocab: 16,
    members: ODD_SIZES.map((batch, m) => ({ strings: batch + m, batch, step: 5 * m, fullBatch: m === 3 })),
  },
  {
    name: 'positions about 2³¹ and 2³²',
    seqLen: 1,
    vocab: 65,
    members: [
      { strings: 1000, batch: 999, step: Math.floor(2 ** 31 / 999) },
      { strings: 1023, batch: 512, step: 2 ** 22 - 1 },
      { strings: 1025, batch: 512, step: 2 ** 22 },
      { strings: 700, batch: 700, step: Math.floor(2 ** 32 / 700) },
      { strings: 3001, batch: 1025, step: 2 ** 24 - 1 },
      { strings: 65_537, batch: 300, step: 2 ** 24 - 2 },
    ],
  },
]

export function fetchBatchCases(): KernelCase[] {
  return CASES.map(({ name, seqLen, vocab, members }, index) => {
    const layout = createRowLayout(
      members.map(({ batch }) => batch),
      seqLen,
      64,
    )
    const { integer } = randomStream('data', index)
    const sources = members.map(
      ({ strings, step, fullBatch = false }, m): BatchSource => ({
        seed: 100 * index + m,
        step,
        fullBatch,
        tokens: Uint32Array.from({ length: strings * seqLen }, () => integer(vocab)),
      }),
    )
    let firstToken = 0
    const sourceTable = sources.flatMap(({ seed, fullBatch, tokens }) => {
      const own = [firstToken, tokens.length / seqLen, streamKey('order', seed), fullBatch ? 1 : 0]
      firstToken += tokens.length
      return own
    })
    return {
      name: `${name}, M ${members.length}, S ${seqLen}, V ${vocab}`,
      program: fetchBatch({ layout, seqLen, vocab }),
      buffers: [
        layout.table,
        Uint32Array.from(sources.flatMap(({ tokens }) => Array.from(tokens))),
        Uint32Array.from(sourceTable),
        Float32Array.from(sources.flatMap(({ step }) => [step, 0.1, 0, 1])),
        new Uint32Array(layout.rows),
        new Uint32Array(layout.rows),
      ],
      uniforms: [],
      expected: { ...fetchBatchReference({ layout, seqLen, vocab }, sources) },
      tolerance: 0,
    }
  })
}
