/**
 * Does this device compute what the kernels say? A small population of a family is trained for a few steps, through every kernel of that
 * family forward, backward and in the update, and its losses are held against those of the composed path on the processor
 * (`golden.json` beside the family; the tests hold both to float64 arithmetic). WGSL promises little about odd drivers, and a wrong sum would look like
 * science. GPT-2 is tested when the device is opened, any other family before it is first trained.
 */
import { byFolder } from '@/core/by-folder'
import type { ModelShape } from '@/core/model/family'
import type { Member } from '../contract/trainer'
import type { PlanDevice } from './machine'
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

/** The family that stands for the device: it shares most kernels with the others. */
export const OPENING_FAMILY = 'gpt2'

const modules = import.meta.glob<Golden>(['../../families/*/golden.json', '!../../families/_*/**'], {
  eager: true,
  import: 'default',
})
const goldens = byFolder(modules, ({ selfTestLosses }) => selfTestLosses)

interface Golden {
  /** (steps, members) nats, as the composed path computes them on the cpu backend. */
  readonly selfTestLosses: readonly number[]
}

/** @throws RangeError for a family without golden losses. */
export function goldenLosses(family: string): readonly number[] {
  const losses = goldens.get(family)
  if (!losses) throw new RangeError(`family "${family}" has no golden losses`)
  return losses
}

const TOLERANCE = 1e-4

function patterned(strings: number): Int32Array {
  return Int32Array.from({ length: 8 * strings }, (_, i) => (i * i + 5 * i + Math.floor(i / 3)) % 16)
}

const verdicts = new WeakMap<PlanDevice, Map<string, Promise<string | undefined>>>()

/** Tests a family once on each device. @returns what is wrong, in words, or undefined where all losses are right. */
export function selfTest(
  device: PlanDevice,
  family: string,
  onCompiled?: (done: number, of: number) => void,
): Promise<string | undefined> {
  const known = verdicts.get(device) ?? new Map<string, Promise<string | undefined>>()
  verdicts.set(device, known)
  const verdict = known.get(family) ?? test(device, family, onCompiled)
  known.set(family, verdict)
  return verdict
}

async function test(
  device: PlanDevice,
  family: string,
  onCompiled: ((done: number, of: number) => void) | undefined,
): Promise<string | undefined> {
  try {
    const golden = goldenLosses(family)
    const spec = {
      family,
      shape: SELF_TEST_SHAPE,
      steps: SELF_TEST_SCHEDULE,
      members: SELF_TEST_MEMBERS,
    }
    const machine = device.createMachine()
    const trainer = await createPlannedTrainer(
      spec,
      machine,
      { raceDeviceLost: (result) => result },
      onCompiled,
    )
    trainer.enqueue(SELF_TEST_STEPS)
    const { lossNats } = await trainer.takeLosses().finally(trainer.dispose)
    const off = golden.findIndex((want, i) => !(Math.abs(lossNats[i]! - want) <= TOLERANCE * want))
    return off < 0
      ? undefined
      : `its kernels compute a loss of ${lossNats[off]} where ${golden[off]} is right`
  } catch (error) {
    return `its kernels do not run: ${error instanceof Error ? error.message : String(error)}`
  }
}
