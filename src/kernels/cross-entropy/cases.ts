/** Alphabets on both sides of every number of lanes; logits far from 0; a member of NaN beside others. */
import { memberRanges, noisyRows, ODD_SIZES, randomIds } from '@/kernels/kit/case-data'
import type { KernelCase } from '@/kernels/kit/kernel'
import { createRowLayout } from '@/kernels/kit/row-layout'
import type { RowSums } from '@/kernels/kit/row-sums'
import { crossEntropy } from './programs'
import { crossEntropyReference } from './reference'

interface CaseSizes {
  readonly batches: readonly number[]
  readonly seqLen: number
  readonly vocab: number
  /** Standard deviation of the logits. */
  readonly spread?: number
  /** Added to all logits. */
  readonly shift?: number
  readonly poisoned?: number
  readonly rowSums?: RowSums
}

const ragged = Array.from({ length: 17 }, (_, m) => 1 + ((m * 7) % 13))

const CASES: readonly CaseSizes[] = [
  { batches: [1], seqLen: 1, vocab: 2 },
  { batches: ragged, seqLen: 3, vocab: 3, poisoned: 4 },
  { batches: [1, 7, 33], seqLen: 7, vocab: 16 },
  { batches: [1, 7, 33], seqLen: 7, vocab: 17 },
  { batches: ragged, seqLen: 3, vocab: 12, spread: 30, poisoned: 4 },
  { batches: [33, 3, 1], seqLen: 3, vocab: 33, poisoned: 1 },
  { batches: [5, 3], seqLen: 13, vocab: 64, spread: 30 },
  { batches: [5, 3], seqLen: 13, vocab: 65, spread: 3, shift: 1e4 },
  { batches: [3, 11], seqLen: 3, vocab: 257, spread: 5, shift: -300 },
  { batches: [3, 11], seqLen: 3, vocab: 257, poisoned: 0 },
  { batches: [2, 1], seqLen: 3, vocab: 1031, spread: 4 },
  { batches: ODD_SIZES, seqLen: 1, vocab: 7 },
  { batches: ODD_SIZES, seqLen: 1, vocab: 33 },
  { batches: [3, 11], seqLen: 3, vocab: 2, rowSums: 'quads' },
  { batches: ragged, seqLen: 3, vocab: 12, spread: 30, poisoned: 4, rowSums: 'quads' },
  { batches: [33, 3, 1], seqLen: 3, vocab: 33, poisoned: 1, rowSums: 'quads' },
  { batches: [5, 3], seqLen: 13, vocab: 64, spread: 3, shift: 1e4, rowSums: 'quads' },
  { batches: [1, 7, 33], seqLen: 7, vocab: 255, spread: 5, shift: -300, rowSums: 'quads' },
  { batches: [2, 1], seqLen: 3, vocab: 257, rowSums: 'quads' },
]

export function crossEntropyCases(): KernelCase[] {
  return CASES.flatMap(({ batches, seqLen, vocab, spread = 1, shift = 0, poisoned, rowSums }, index) => {
    const layout = createRowLayout(batches, seqLen, 64)
    const logits = noisyRows(layout, vocab, index).map((value) => value * spread + shift)
    if (poisoned !== undefined) logits[memberRanges(layout)[poisoned]!.first * vocab + 1] = Number.NaN
    const targets = randomIds(layout, vocab, index)
    const expected = crossEntropyReference({ layout, vocab }, logits, targets)
    const label = `M ${batches.length}, S ${seqLen}, V ${vocab}`
    const extra = `${spread === 1 ? '' : `, logits ${shift} ± ${spread}`}${poisoned === undefined ? '' : ', a NaN'}${rowSums ? `, ${rowSums}` : ''}`
    return [true, false].map((gradient) => ({
      name: `${gradient ? 'gradient' : 'forward'} ${label}${extra}`,
      program: crossEntropy({ layout, vocab, gradient, rowSums }),
      buffers: [
        layout.table,
        logits,
        targets,
        new Float32Array(layout.rows),
        ...(gradient ? [new Float32Array(layout.rows * vocab)] : []),
      ],
      uniforms: [],
      expected: gradient ? { ...expected } : { nats: expected.nats },
      tolerance: 2e-6,
    }))
  })
}
