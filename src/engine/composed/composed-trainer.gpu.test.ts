/** WebGPU against wasm, in a browser: the same members, the same losses. Sized for SwiftShader, which takes seconds a step. */

import { expect, it } from 'vitest'
import type { BackendId } from '@/core/backends'
import { trainingStrings } from '@/core/data/dataset'
import type { ModelShape } from '@/core/model/family'
import { openBackend } from '../devices/backend'
import { WASM_BINARIES } from '../devices/wasm-binaries'

const SHAPE: ModelShape = { layers: 1, width: 8, heads: 2, vocab: 16, seqLen: 8, tied: false }
const STEPS = 24
/** The Tiny preset's schedule, at its own rate. */
const SCHEDULE = 300

/** Losses (steps × 2), then code lengths of both members' strings. */
async function train(name: BackendId): Promise<{ losses: Float32Array; lengths: Float64Array[] }> {
  const backend = await openBackend({ choice: name, wasmPaths: WASM_BINARIES })
  expect(backend.name).toBe(name)
  const tokens = [16, 32].map(
    (count, seed) => trainingStrings({ source: { id: 'uniform' }, vocab: 16, seqLen: 8, count, seed }).tokens,
  )
  const members = tokens.map((own, seed) => ({ seed, tokens: own, learningRate: 0.1, batch: own.length / 8 }))
  const trainer = await backend.createComposed({ family: 'gpt2', shape: SHAPE, steps: SCHEDULE, members })
  try {
    const losses: number[] = []
    for (let step = 0; step < STEPS; step++) {
      trainer.enqueue(1)
      losses.push(...(await trainer.takeLosses()).lossNats)
    }
    return { losses: Float32Array.from(losses), lengths: await trainer.codeLengths(tokens) }
  } finally {
    trainer.dispose()
  }
}

it('trains on WebGPU as on wasm: losses to 1e-3, and so do the code lengths', {
  timeout: 400_000,
}, async () => {
  const gpu = await train('webgpu')
  const wasm = await train('wasm')
  const difference = (a: ArrayLike<number>, b: ArrayLike<number>) =>
    Math.max(...Array.from(a, (value, i) => Math.abs(value - b[i]!) / Math.abs(b[i]!)))
  expect(gpu.losses).toHaveLength(2 * STEPS)
  expect(gpu.losses.at(-1)).toBeLessThan(gpu.losses[1]! / 1.2)
  expect(difference(gpu.losses.subarray(0, 10), wasm.losses.subarray(0, 10))).toBeLessThan(1e-5)
  expect(difference(gpu.losses, wasm.losses)).toBeLessThan(1e-3)
  gpu.lengths.forEach((own, m) => {
    expect(difference(own, wasm.lengths[m]!)).toBeLessThan(1e-2)
  })
})
