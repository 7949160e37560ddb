import { describe, expect, it } from 'vitest'
import { processorSplits } from './splits'

describe('splits of a batch on the processor', () => {
  it.each([
    { batch: 8, seqLen: 8, splits: 1 },
    { batch: 63, seqLen: 8, splits: 1 },
    { batch: 64, seqLen: 8, splits: 2 },
    { batch: 64, seqLen: 32, splits: 8 },
    { batch: 573, seqLen: 32, splits: 32 },
    { batch: 100_000, seqLen: 32, splits: 32 },
    { batch: 3, seqLen: 5000, splits: 2 },
    { batch: 1, seqLen: 5000, splits: 1 },
  ])('$batch strings of $seqLen are $splits', ({ batch, seqLen, splits }) => {
    expect(processorSplits(batch, seqLen)).toBe(splits)
  })
})
