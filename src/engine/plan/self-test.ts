/**
 * Does this device compute what the kernels say? A small population is trained for a few steps, through every kernel forward, backward and
 * in the update, and its losses are held against those of the composed path on the processor. WGSL promises little about odd drivers,
 * and a wrong sum would look like science.
 */
import type { ModelShape } from '@/core/family'
import type { Member } from '../trainer'
import { createPlannedTrainer } from './planned-trainer'

export const SELF_TEST_SHAPE: ModelShape = {
  layers: 1,
  width: 8,
  heads: 2,
  vocab: 16,
  seqLen: 8,
  tied: false,
}
export const SELF_TEST_STEPS = 4
export const SELF_TEST_SCHEDULE = 100

/** Unlike sizes, one of them with batches smaller than its data. Tokens by a formula: the test needs no generator. */
export const SELF_TEST_MEMBERS: readonly Member[] = [
  { seed: 1, tokens: patterned(9), learningRate: 0.1, batch: 9 },
  { seed: 2, tokens: patterned(5), learningRate: 0.05, batch: 3 },
]

/** (steps, members) nats, as the composed path computes them on the cpu backend; the tests hold them to it. */
export const SELF_TEST_LOSSES: readonly number[] = [
  2.827141, 2.757864, 2.636759, 2.656298, 2.456481, 2.5348, 2.160437, 2.376738,
]

const TOLERANCE = 1e-4

function patterned(strings: number): Int32Array {
  return Int32Array.from({ length: 8 * strings }, (_, i) => (i * i + 5 * i + Math.floor(i / 3)) % 16)
}

/** @returns what is wrong, in words, or undefined where all losses are right. */
export async function selfTest(device: GPUDevice): Promise<string | undefined> {
  try {
    const spec = {
      family: 'gpt2',
      shape: SELF_TEST_SHAPE,
      steps: SELF_TEST_SCHEDULE,
      members: SELF_TEST_MEMBERS,
    }
    const trainer = await createPlannedTrainer(spec, device, { orLost: (result) => result })
    trainer.enqueue(SELF_TEST_STEPS)
    const { nats } = await trainer.takeLosses()
    trainer.dispose()
    const off = SELF_TEST_LOSSES.findIndex((want, i) => !(Math.abs(nats[i]! - want) <= TOLERANCE * want))
    return off < 0
      ? undefined
      : `its kernels compute a loss of ${nats[off]} where ${SELF_TEST_LOSSES[off]} is right`
  } catch (error) {
    return `its kernels do not run: ${error instanceof Error ? error.message : String(error)}`
  }
}
