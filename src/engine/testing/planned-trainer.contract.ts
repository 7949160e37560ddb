/**
 * The replayed plan against the composed path: the same members, the same losses, whatever replays it. For the tests of each device; sized for
 * SwiftShader.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import type { ModelShape } from '@/core/model/family'
import { RECIPE_OPTIONS, type TrainingOptions } from '@/core/model/recipe'
import type { Member, PopulationSpec, PopulationTrainer } from '../contract/trainer'
import { type Backend, type BackendRequest, openBackend } from '../devices/backend'
import { createPlannedTrainer } from '../plan/planned-trainer'
import { exampleMember, worstRelativeDifference } from './example-members'
import { trainerContract } from './trainer.contract'

const SCHEDULE = 300

async function lossCurves(trainer: PopulationTrainer, members: number, steps: number): Promise<number[][]> {
  try {
    trainer.enqueue(steps)
    const { lossNats } = await trainer.takeLosses()
    return Array.from({ length: members }, (_, m) =>
      Array.from({ length: steps }, (_, s) => lossNats[s * members + m]!),
    )
  } finally {
    trainer.dispose()
  }
}

const SHAPES: readonly ModelShape[] = [
  { layers: 1, width: 8, heads: 2, vocab: 16, seqLen: 8, tied: false },
  { layers: 2, width: 12, heads: 3, vocab: 33, seqLen: 7, tied: false },
  { layers: 1, width: 6, heads: 1, vocab: 5, seqLen: 13, tied: true },
]

/** @param request of a backend with a plan. */
export function plannedTrainerContract(request: BackendRequest): void {
  let device: Backend
  beforeAll(async () => {
    device = await openBackend(request)
  })
  const composed = async (
    shape: ModelShape,
    members: readonly Member[],
    overrides: Partial<PopulationSpec> = {},
  ) => {
    const wasm = await openBackend({ ...request, choice: 'wasm' })
    return wasm.createComposed({ family: 'gpt2', shape, steps: SCHEDULE, members, ...overrides })
  }
  const planned = (shape: ModelShape, members: readonly Member[], overrides: Partial<PopulationSpec> = {}) =>
    createPlannedTrainer(
      { family: 'gpt2', shape, steps: SCHEDULE, members, ...overrides },
      device.plan!.createMachine(),
      device,
    )

  describe.each(SHAPES)('d $width, L $layers, V $vocab, S $seqLen, tied $tied', (shape) => {
    const members = [
      exampleMember(shape, 16, 0),
      exampleMember(shape, 3, 1),
      exampleMember(shape, 41, 2),
      exampleMember(shape, 12, 3, { batch: 5 }),
    ]

    it('trains as the composed path does: 1e-5 over five steps, 1e-3 over fifty', async () => {
      const fast = await lossCurves(await planned(shape, members), members.length, 50)
      const slow = await lossCurves(await composed(shape, members), members.length, 50)
      for (const m of members.keys()) {
        expect(
          worstRelativeDifference(fast[m]!.slice(0, 5), slow[m]!.slice(0, 5)),
          `member ${m}`,
        ).toBeLessThan(1e-5)
        expect(worstRelativeDifference(fast[m]!, slow[m]!), `member ${m}`).toBeLessThan(1e-3)
      }
    })

    it('gives each member the curve that it has alone', async () => {
      const together = await lossCurves(await planned(shape, members), members.length, 20)
      for (const [m, own] of members.entries()) {
        const [alone] = await lossCurves(await planned(shape, [own]), 1, 20)
        expect(worstRelativeDifference(together[m]!, alone!), `member ${m}`).toBeLessThan(1e-4)
      }
    })

    it('measures code lengths as the composed path does', async () => {
      const heldOut = [9, 70, 0, 1].map((count) => exampleMember(shape, count, 77).tokens)
      const [fast, slow] = [await planned(shape, members), await composed(shape, members)]
      for (const trainer of [fast, slow]) trainer.enqueue(5)
      const [a, b] = [await fast.codeLengths(heldOut), await slow.codeLengths(heldOut)]
      expect(a.map((own) => own.length)).toEqual([9, 70, 0, 1])
      for (const m of [0, 1, 3])
        expect(worstRelativeDifference(a[m]!, b[m]!), `member ${m}`).toBeLessThan(1e-5)
      fast.dispose()
      slow.dispose()
    })
  })

  it('takes other options than the recipe’s as the composed path does', async () => {
    const shape = SHAPES[0]!
    const members = [exampleMember(shape, 16, 0), exampleMember(shape, 12, 3, { batch: 5 })]
    const options: TrainingOptions = {
      weightDecay: 0.5,
      beta1: 0.9,
      beta2: 0.95,
      schedule: 'constant',
      clipNorm: 0.2,
      initStd: 0.1,
      precision: 'float32',
    }
    const overrides = { options, steps: 40 }
    const fast = await lossCurves(await planned(shape, members, overrides), 2, 40)
    const slow = await lossCurves(await composed(shape, members, overrides), 2, 40)
    const [recipe] = await lossCurves(await planned(shape, members, { steps: 40 }), 2, 40)
    for (const m of members.keys()) {
      expect(worstRelativeDifference(fast[m]!.slice(0, 5), slow[m]!.slice(0, 5)), `member ${m}`).toBeLessThan(
        1e-5,
      )
      expect(worstRelativeDifference(fast[m]!, slow[m]!), `member ${m}`).toBeLessThan(1e-3)
    }
    expect(worstRelativeDifference(fast[0]!, recipe!), 'they do change the run').toBeGreaterThan(0.01)
  })

  it('leaves the others untouched when one member diverges', async () => {
    const shape = SHAPES[0]!
    const others = [exampleMember(shape, 13, 1), exampleMember(shape, 12, 2, { batch: 5 })]
    const [, ...healthy] = await lossCurves(
      await planned(shape, [exampleMember(shape, 8, 0), ...others]),
      3,
      20,
    )
    for (const ending of [{}, { batch: 3 }]) {
      const broken = exampleMember(shape, 8, 0, { learningRate: Number.NaN, ...ending })
      const [own, ...beside] = await lossCurves(await planned(shape, [broken, ...others]), 3, 20)
      expect(own![0]).toBeGreaterThan(0)
      expect(own!.slice(1)).toEqual(new Array(19).fill(Number.NaN))
      expect(beside).toEqual(healthy)
    }
  })

  it('ends members whose gradient overflows, and leaves their weights as they were', async () => {
    const shape = SHAPES[0]!
    const members = [exampleMember(shape, 8, 0), exampleMember(shape, 12, 2, { batch: 5 })]
    // The norms' 1/σ vanish at this spread: losses are those of no knowledge, and the square of a gradient is past float32.
    const options = { ...RECIPE_OPTIONS, initStd: 1e21 }
    const trainer = await planned(shape, members, { options })
    const tokens = members.map((own) => own.tokens)
    const before = await trainer.codeLengths(tokens)
    expect(before.flatMap((own) => [...own]).every(Number.isFinite)).toBe(true)
    for (const steps of [1, 2]) {
      trainer.enqueue(steps)
      const { lossNats } = await trainer.takeLosses()
      expect([...lossNats]).toEqual(new Array(2 * steps).fill(Number.NaN))
      expect(await trainer.codeLengths(tokens)).toEqual(before)
    }
    trainer.dispose()
  })

  describe('beyond training', () => {
    trainerContract((spec) => createPlannedTrainer(spec, device.plan!.createMachine(), device))
  })
}
