/** What every trainer must do beyond training: looked into, changed and led, the same on every path. For the tests of each. */
import { expect, it } from 'vitest'
import { trainingStrings } from '@/core/data/dataset'
import { familyById } from '@/core/model/families'
import type { ModelShape } from '@/core/model/family'
import { elementCount } from '../contract/parameters'
import type { Member, PopulationSpec, PopulationTrainer } from '../contract/trainer'

const SHAPE: ModelShape = { layers: 1, width: 8, heads: 2, vocab: 5, seqLen: 7, tied: false }
const strings = (count: number, seed: number): Int32Array =>
  trainingStrings({ source: { id: 'uniform' }, vocab: 5, seqLen: 7, count, seed }).tokens
const member = (count: number, seed: number, batch = count): Member => ({
  seed,
  tokens: strings(count, seed),
  learningRate: 0.01,
  batch,
})

export function trainerContract(create: (spec: PopulationSpec) => Promise<PopulationTrainer>): void {
  async function withTrainer<T>(
    members: readonly Member[],
    shape: ModelShape,
    use: (trainer: PopulationTrainer) => Promise<T>,
  ): Promise<T> {
    const trainer = await create({ family: 'gpt2', shape, steps: 40, members })
    try {
      return await use(trainer)
    } finally {
      trainer.dispose()
    }
  }

  it('predicts what its code lengths are made of, string by string, and skips members that have none', async () => {
    const tokens = [strings(6, 9), strings(0, 9), strings(1, 8)]
    await withTrainer([member(4, 0), member(3, 1), member(5, 2)], SHAPE, async (trainer) => {
      trainer.enqueue(3)
      const wanted = await trainer.codeLengths(tokens)
      const summed = tokens.map((own) => new Array<number>(own.length / 7).fill(0))
      await trainer.predictions(tokens, (m, string, logits) => {
        expect(logits).toHaveLength(7 * 5)
        for (let t = 0; t < 7; t++) {
          const row = [...logits.subarray(t * 5, t * 5 + 5)]
          const total = Math.log(row.reduce((sum, logit) => sum + Math.exp(logit), 0))
          summed[m]![string]! += total - row[tokens[m]![string * 7 + t]!]!
        }
      })
      for (const [m, own] of wanted.entries())
        own.forEach((nats, n) => {
          expect(summed[m]![n]).toBeCloseTo(nats, 4)
        })
    })
  })

  it('gives its weights out, and predicts by those that are put back', async () => {
    const tokens = [strings(4, 5), strings(4, 6)]
    await withTrainer([member(4, 0), member(3, 1)], SHAPE, async (trainer) => {
      trainer.enqueue(2)
      const before = await trainer.codeLengths(tokens)
      const weights = await trainer.readWeights()
      const size = familyById('gpt2')
        .parameters(SHAPE)
        .reduce((sum, spec) => sum + elementCount(spec), 0)
      expect(weights.map((own) => own.length)).toEqual([size, size])
      trainer.writeWeights([weights[0]!, new Float32Array(size)])
      const [own, erased] = await trainer.codeLengths(tokens)
      expect([...own!]).toEqual([...before[0]!])
      for (const nats of erased!) expect(nats).toBeCloseTo(7 * Math.log(5), 4)
      trainer.writeWeights(weights)
      expect((await trainer.codeLengths(tokens)).map((nats) => [...nats])).toEqual(
        before.map((nats) => [...nats]),
      )
    })
  })

  it('trains on the strings that it is led to, and on no others', async () => {
    const all = [member(4, 0, 1), member(6, 1, 2)]
    await withTrainer(all, SHAPE, async (trainer) => {
      const steps = async (): Promise<number[][]> => {
        trainer.enqueue(1)
        const { lossNats } = await trainer.takeLosses()
        return [[lossNats[0]!], [lossNats[1]!]]
      }
      const expected = async (firsts: readonly number[]): Promise<number[][]> => {
        const led = all.map(({ tokens, batch }, m) =>
          tokens.subarray(firsts[m]! * 7, (firsts[m]! + batch) * 7),
        )
        const nats = await trainer.codeLengths(led)
        return nats.map((own) => [own.reduce((sum, value) => sum + value, 0) / own.length / 7])
      }
      for (const firsts of [
        [3, 0],
        [0, 4],
      ]) {
        const wanted = await expected(firsts)
        trainer.trainOn(firsts)
        const got = await steps()
        got.forEach(([loss], m) => {
          expect(loss).toBeCloseTo(wanted[m]![0]!, 5)
        })
      }
    })
    await withTrainer([member(4, 0)], SHAPE, async (trainer) => {
      expect(() => trainer.trainOn([0])).toThrow(/all of its data/)
    })
  })

  it.each(['sinusoidal', 'none'] as const)(
    'leaves %s positions as they are, and trains the rest',
    async (positions) => {
      const shape = { ...SHAPE, positions }
      await withTrainer([member(4, 0), member(3, 1)], shape, async (trainer) => {
        const before = await trainer.readWeights()
        trainer.enqueue(3)
        const after = await trainer.readWeights()
        const table = 7 * 8
        before.forEach((own, m) => {
          const from = own.length - table
          expect([...after[m]!.subarray(from)]).toEqual([...own.subarray(from)])
          expect([...after[m]!.subarray(0, from)]).not.toEqual([...own.subarray(0, from)])
          if (positions === 'none') expect(own.subarray(from).every((value) => value === 0)).toBe(true)
          else {
            expect(own[from + 1]).toBeCloseTo(0.02, 7)
            expect(own[from + 8 + 2]).toBeCloseTo(0.02 * Math.sin(1 / 10), 7)
          }
        })
      })
    },
  )
}
