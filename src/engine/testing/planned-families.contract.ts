/** Every family on the replayed plan against the composed path: the same members, the same losses. Sized for SwiftShader. */
import { beforeAll, describe, expect, it } from 'vitest'
import { families } from '@/core/model/families'
import type { ModelShape } from '@/core/model/family'
import type { Member, PopulationTrainer } from '../contract/trainer'
import { type Backend, type BackendRequest, openBackend } from '../devices/backend'
import { createPlannedTrainer } from '../plan/planned-trainer'
import { selfTest } from '../plan/self-test'
import { exampleMember, worstRelativeDifference } from './example-members'

const STEPS = 5
const SCHEDULE = 300
/**
 * For fifty steps: at three times this rate Phi and Pythia make rounding grow to 7e-3, and composed ops on cpu and on wasm are as far from
 * each other (measured); at this one all stay within 2e-6.
 */
const STABLE_RATE = 0.0003

/** Heads of 12 channels: Pythia turns 2 of them, Phi 6, Llama all; heads of 16 are turned four floats at a time. */
const SHAPES: readonly ModelShape[] = [
  { layers: 2, width: 24, heads: 2, vocab: 13, seqLen: 9, tied: false },
  { layers: 1, width: 16, heads: 1, vocab: 5, seqLen: 7, tied: true },
]

async function losses(trainer: PopulationTrainer, steps = STEPS): Promise<Float32Array> {
  trainer.enqueue(steps)
  return (await trainer.takeLosses()).lossNats
}

/** @param request of a backend with a plan. */
export function plannedFamiliesContract(request: BackendRequest): void {
  let device: Backend
  let wasm: Backend
  beforeAll(async () => {
    device = await openBackend(request)
    wasm = await openBackend({ ...request, choice: 'wasm' })
  })

  describe.each([...families.keys()])('family %s', (family) => {
    it('passes the self-test that lets it onto the fused kernels', async () => {
      expect(await selfTest(device.plan!, family)).toBeUndefined()
    })

    it.each(SHAPES)(
      'trains by the plan as by composed ops: 1e-5 over five steps; $width wide, tied $tied',
      async (shape) => {
        expect(families.get(family)!.problems(shape)).toEqual([])
        const members = [
          exampleMember(shape, 16, 0),
          exampleMember(shape, 3, 1),
          exampleMember(shape, 12, 2, { batch: 5 }),
        ]
        const spec = { family, shape, steps: SCHEDULE, members }
        const fast = await createPlannedTrainer(spec, device.plan!.createMachine(), device)
        const slow = await wasm.createComposed(spec)
        const [a, b] = [await losses(fast), await losses(slow)]
        expect(a).toHaveLength(STEPS * members.length)
        expect(worstRelativeDifference(a, b)).toBeLessThan(1e-5)
        // Code lengths of strings that were not trained on, by the plan of the forward pass alone.
        const heldOut = [9, 40, 1].map((count) => exampleMember(shape, count, 77).tokens)
        const [ours, theirs] = [await fast.codeLengths(heldOut), await slow.codeLengths(heldOut)]
        ours.forEach((own, m) => {
          expect(worstRelativeDifference(own, theirs[m]!), `member ${m}`).toBeLessThan(1e-5)
        })
        fast.dispose()
        slow.dispose()
      },
    )

    it('goes on as by composed ops: 1e-3 over fifty steps', async () => {
      const shape = SHAPES[0]!
      const members = [
        exampleMember(shape, 16, 0, { learningRate: STABLE_RATE }),
        exampleMember(shape, 12, 2, { learningRate: STABLE_RATE, batch: 5 }),
      ]
      const spec = { family, shape, steps: SCHEDULE, members }
      const fast = await createPlannedTrainer(spec, device.plan!.createMachine(), device)
      const slow = await wasm.createComposed(spec)
      const [a, b] = [await losses(fast, 50), await losses(slow, 50)]
      expect(a).toHaveLength(50 * members.length)
      expect(a.at(-1)).toBeLessThan(0.95 * a[1]!)
      expect(worstRelativeDifference(a, b)).toBeLessThan(1e-3)
      fast.dispose()
      slow.dispose()
    })

    it('gives each member the losses that it has alone', async () => {
      const shape = SHAPES[0]!
      const members = [
        exampleMember(shape, 16, 0),
        exampleMember(shape, 3, 1),
        exampleMember(shape, 12, 2, { batch: 5 }),
      ]
      const train = async (own: readonly Member[]): Promise<Float32Array> => {
        const spec = { family, shape, steps: SCHEDULE, members: own }
        const trainer = await createPlannedTrainer(spec, device.plan!.createMachine(), device)
        const lossNats = await losses(trainer)
        trainer.dispose()
        return lossNats
      }
      const together = await train(members)
      for (const [m, own] of members.entries()) {
        const alone = await train([own])
        const inPopulation = Array.from(alone, (_, step) => together[step * members.length + m]!)
        expect(worstRelativeDifference(inPopulation, alone), `member ${m}`).toBeLessThan(1e-5)
      }
    })
  })
}
