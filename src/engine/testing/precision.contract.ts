/** What every trainer makes of a precision, wherever it rounds. For the tests of each. */
import { describe, expect, it } from 'vitest'
import { trainingStrings } from '@/core/data/dataset'
import { roundWeights } from '@/core/metrics/weight-rounding'
import type { ModelShape } from '@/core/model/family'
import { FORWARD, keepsMaster, type Precision, STORED } from '@/core/model/precision'
import { RECIPE_OPTIONS } from '@/core/model/recipe'
import type { Member, PopulationSpec, PopulationTrainer } from '../contract/trainer'

const SHAPE: ModelShape = { layers: 1, width: 8, heads: 2, vocab: 5, seqLen: 7, tied: false }
const ROUNDED: readonly Precision[] = [...STORED, ...FORWARD]

const member = (count: number, seed: number, overrides: Partial<Member> = {}): Member => ({
  seed,
  tokens: trainingStrings({ source: { id: 'uniform' }, vocab: 5, seqLen: 7, count, seed }).tokens,
  learningRate: 0.002,
  batch: count,
  ...overrides,
})

/** What a precision can hold; a number of a format stays what it is by chance too. */
const held = (precision: Precision, weights: Float32Array): Float32Array =>
  roundWeights(precision, weights, () => 0)

const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length

export function precisionContract(create: (spec: PopulationSpec) => Promise<PopulationTrainer>): void {
  async function withTrainer<T>(
    members: readonly Member[],
    precision: Precision,
    use: (trainer: PopulationTrainer) => Promise<T>,
  ): Promise<T> {
    const options = { ...RECIPE_OPTIONS, precision }
    const trainer = await create({ family: 'gpt2', shape: SHAPE, steps: 40, members, options })
    try {
      return await use(trainer)
    } finally {
      trainer.dispose()
    }
  }

  describe.each(ROUNDED)('weights in %s', (precision) => {
    it('are what the model computes with, from before the first step on', async () => {
      const members = [member(4, 0), member(3, 1), member(6, 2, { batch: 2 })]
      const full = await withTrainer(members, 'float32', (trainer) => trainer.readWeights())
      await withTrainer(members, precision, async (trainer) => {
        const first = await trainer.readWeights()
        if (precision !== 'bfloat16-stochastic')
          expect(first).toEqual(full.map((own) => held(precision, own)))
        first.forEach((own, m) => {
          expect(own).toEqual(held(precision, own))
          own.forEach((value, i) => {
            expect(Math.abs(value - full[m]![i]!)).toBeLessThanOrEqual(
              Math.abs(full[m]![i]!) / 128 + 2 ** -25,
            )
          })
        })
        const tokens = members.map((own) => own.tokens)
        for (const steps of [1, 2]) {
          const nats = await trainer.codeLengths(tokens)
          trainer.enqueue(steps)
          const { firstStep, lossNats: losses } = await trainer.takeLosses()
          expect(firstStep).toBe(steps)
          // The first two train on all of their strings.
          for (const m of [0, 1]) expect(losses[m]).toBeCloseTo(mean(nats[m]!) / 7, 5)
          for (const own of await trainer.readWeights()) expect(own).toEqual(held(precision, own))
        }
        expect(await trainer.readWeights()).not.toEqual(first)
      })
    })

    it('lose small steps where they are stored as the nearest, and gather them otherwise', async () => {
      // A third of what would take a gain from 1 to the number above, or two thirds of what would take it below: too little alone.
      const learningRate = precision.startsWith('float16') ? 1.6e-4 : 1.3e-3
      await withTrainer([member(4, 3, { learningRate })], precision, async (trainer) => {
        const [before] = await trainer.readWeights()
        trainer.enqueue(8)
        const [after] = await trainer.readWeights()
        const gains = [...before!.keys()].filter((i) => before![i] === 1)
        expect(gains).toHaveLength(3 * 8)
        const moved = gains.filter((i) => after![i] !== 1)
        if (keepsMaster(precision) || precision === 'bfloat16-stochastic')
          expect(moved.length).toBeGreaterThan(8)
        else expect(moved).toEqual([])
      })
    })

    it('are taken as they are written until the next step, which goes on from them', async () => {
      const still = [member(4, 0, { learningRate: 0 }), member(3, 1, { learningRate: 0 })]
      await withTrainer(still, precision, async (trainer) => {
        trainer.enqueue(1)
        const before = await trainer.readWeights()
        const written = before.map((own) => own.map((value) => value * 1.01))
        trainer.writeWeights(written)
        expect(await trainer.readWeights()).toEqual(written)
        trainer.enqueue(1)
        const after = await trainer.readWeights()
        if (precision === 'bfloat16-stochastic')
          expect(after).toEqual(after.map((own) => held(precision, own)))
        else expect(after).toEqual(written.map((own) => held(precision, own)))
        expect(after).not.toEqual(before)
      })
    })

    it('are the same in every run, and those of a member alone', async () => {
      const members = [member(9, 0), member(3, 1), member(6, 2, { batch: 2 })]
      const train = (own: readonly Member[]) =>
        withTrainer(own, precision, async (trainer) => {
          trainer.enqueue(4)
          return { losses: (await trainer.takeLosses()).lossNats, weights: await trainer.readWeights() }
        })
      const together = await train(members)
      expect(await train(members)).toEqual(together)
      for (const [m, own] of members.entries()) {
        const alone = await train([own])
        for (let step = 0; step < 4; step++)
          expect(together.losses[3 * step + m]).toBeCloseTo(alone.losses[step]!, 4)
        // Sums in another order may turn a weight that lies in the middle.
        const unlike = alone.weights[0]!.filter((value, i) => value !== together.weights[m]![i])
        expect(unlike.length).toBeLessThan(0.02 * alone.weights[0]!.length)
      }
    })
  })
}
