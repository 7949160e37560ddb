import { expect, it } from 'vitest'
import { createSnapshots, snapshotSteps } from './snapshots'

const MEBIBYTE = 2 ** 20

it('keeps the beginning, the end, and more of the early steps than of the late ones', () => {
  const steps = snapshotSteps(300, 4 * 1216)
  expect(steps).toHaveLength(25)
  expect(steps.slice(0, 5)).toEqual([0, 1, 2, 5, 8])
  expect(steps.slice(-2)).toEqual([276, 300])
})

it('keeps each step once where there are few', () => {
  expect(snapshotSteps(4, 4)).toEqual([0, 1, 2, 3, 4])
})

it('keeps fewer where bytes are short, and the end alone where there is room for no more', () => {
  expect(snapshotSteps(100, 6 * MEBIBYTE)).toEqual([0, 11, 44, 100])
  expect(snapshotSteps(100, 16 * MEBIBYTE)).toEqual([100])
  expect(snapshotSteps(100, 600 * MEBIBYTE)).toEqual([100])
})

it('gives each member its own weights by step', async () => {
  let state = 0
  const trainer = { readWeights: async () => [Float32Array.of(state), Float32Array.of(-state)] }
  const snapshots = createSnapshots(
    [
      { params: 1, steps: 2 },
      { params: 1, steps: 2 },
    ],
    trainer,
  )
  for (const step of snapshots.steps) {
    state = 10 * step
    await snapshots.take(step)
  }
  expect(snapshots.of(1)).toEqual([0, 1, 2].map((step) => ({ step, weights: Float32Array.of(-10 * step) })))
})
