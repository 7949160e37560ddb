import { describe, expect, it } from 'vitest'
import { processorSplits } from '@/core/sweep/splits'
import { rowsOfSplits } from './splits'

describe('rows of splits', () => {
  it('are whole strings, all of the batch, and as equal as can be', () => {
    for (const seqLen of [1, 7, 8, 96, 1000]) {
      for (const batch of [1, 2, 3, 33, 129, 573, 2001]) {
        const strings = rowsOfSplits(batch, seqLen).map((rows) => rows / seqLen)
        expect(strings).toHaveLength(processorSplits(batch, seqLen))
        expect(strings.every(Number.isInteger)).toBe(true)
        expect(strings.reduce((sum, own) => sum + own, 0)).toBe(batch)
        expect(Math.max(...strings) - Math.min(...strings)).toBeLessThanOrEqual(1)
      }
    }
  })
})
