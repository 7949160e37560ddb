import { describe, expect, it } from 'vitest'
import { batchIndices } from './batch-order'

describe('batch order', () => {
  it.each([1, 2, 3, 7, 64, 100, 573])('shows each of %i strings exactly once an epoch', (count) => {
    const batch = Math.max(1, Math.floor(count / 3))
    const shown = Array.from({ length: count }, (_, step) => [...batchIndices(5, step, batch, count)]).flat()
    const every = Array.from({ length: count }, (_, i) => i).join()
    const epochs = Array.from({ length: batch }, (_, epoch) =>
      shown.slice(epoch * count, (epoch + 1) * count),
    )
    expect(epochs.filter((own) => own.toSorted((a, b) => a - b).join() !== every)).toEqual([])
  })

  it('differs between epochs and between seeds, and repeats itself for the same', () => {
    const epoch = (seed: number, step: number) => [...batchIndices(seed, step, 64, 64)].join()
    expect(new Set([epoch(1, 0), epoch(1, 1), epoch(2, 0), epoch(2, 1)]).size).toBe(4)
    expect(epoch(1, 1)).toBe(epoch(1, 1))
  })

  it('does not keep neighbours together: positions of an epoch are uncorrelated with the strings', () => {
    const count = 1000
    const order = [...batchIndices(3, 0, count, count)]
    const mean = (count - 1) / 2
    const covariance = order.reduce((sum, index, i) => sum + (index - mean) * (i - mean), 0) / count
    expect(Math.abs(covariance / ((count * count - 1) / 12))).toBeLessThan(0.12)
  })
})
