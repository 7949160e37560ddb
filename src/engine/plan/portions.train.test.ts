/** A step whose rows are taken in portions: the bits of one that takes all at once, in less memory. */
import { beforeAll, describe, expect, it } from 'vitest'
import { createProcessorDevice } from '../machines/processor/processor-machine'
import { compileProcessorKernels } from '../machines/processor/processor-module'
import { exampleMember } from '../testing/example-members'
import type { PlanDevice, PlanMachine, Replay } from './machine'
import { createPlannedTrainer } from './planned-trainer'
import { SELF_TEST_SHAPE } from './self-test'

let device: PlanDevice
beforeAll(async () => {
  device = createProcessorDevice(await compileProcessorKernels())
})

/** @param rows of a portion. @returns losses and weights after some steps, and what the step is. */
async function train(family: string, batches: readonly number[], rows: number) {
  const machine = device.createMachine()
  const replays: Replay[] = []
  const own: PlanMachine = {
    ...machine,
    portions: { ...machine.portions!, rows },
    async prepare(...asked) {
      const replay = await machine.prepare(...asked)
      replays.push(replay)
      return replay
    },
  }
  const members = batches.map((batch, seed) => exampleMember(SELF_TEST_SHAPE, batch, seed, { batch }))
  const spec = { family, shape: SELF_TEST_SHAPE, steps: 20, members }
  const trainer = await createPlannedTrainer(spec, own, { raceDeviceLost: (result) => result })
  trainer.enqueue(8)
  const { lossNats } = await trainer.takeLosses()
  trainer.dispose()
  return { losses: [...lossNats], dispatches: replays[0]!.dispatches, bytes: replays[0]!.bytes }
}

describe.each(['gpt2', 'llama', 'pythia', 'phi'])('%s', (family) => {
  it.each([
    ['one large member', [401]],
    ['members large and small', [1, 203, 3, 300, 2]],
  ])('%s', async (_, batches) => {
    const whole = await train(family, batches, Number.POSITIVE_INFINITY)
    const portions = await train(family, batches, 600)
    expect(whole.losses.every((loss) => loss > 0)).toBe(true)
    expect(portions.losses).toEqual(whole.losses)
    expect(portions.dispatches).toBeGreaterThan(1.5 * whole.dispatches)
    expect(portions.bytes).toBeLessThan(0.7 * whole.bytes)
  })
})
