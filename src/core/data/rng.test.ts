import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'
import { describe, expect, it } from 'vitest'
import { counterWord, mix32, type RandomStream, randomStream, type StreamName, streamKey } from './rng'

const NAMES: readonly StreamName[] = ['data', 'init', 'order', 'heldout', 'bootstrap']
const SEEDS = [0, 1, 2, 3, 255, 256, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 32 - 2, 2 ** 32 - 1]
const draw = (count: number, next: () => number): number[] => Array.from({ length: count }, next)
const mean = (values: readonly number[]): number => values.reduce((sum, v) => sum + v, 0) / values.length

function correlation(a: readonly number[], b: readonly number[]): number {
  const [ma, mb] = [mean(a), mean(b)]
  let [aa, ab, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - ma, b[i]! - mb]
    aa += x * x
    ab += x * y
    bb += y * y
  }
  return ab / Math.sqrt(aa * bb)
}

/** Σ (observed − expected)² / expected, in standard deviations from its mean of k − 1. */
function chiSquareScore(cells: readonly number[], bins: number): number {
  const counts = new Array<number>(bins).fill(0)
  for (const cell of cells) counts[cell]! += 1
  const expected = cells.length / bins
  const chiSquare = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  return (chiSquare - (bins - 1)) / Math.sqrt(2 * (bins - 1))
}

/** The 32-bit words behind a stream: the generator's state is four mixes of the stream's key. */
function words(name: StreamName, seed: number): () => number {
  const key = streamKey(name, seed)
  const state = [1, 2, 3, 4].map((i) => mix32(key + Math.imul(i, 0x9e3779b9)) | 0)
  const generator = xoroshiro128plusFromState(state)
  return () => generator.next() >>> 0
}

/** Lemire's method in whole numbers of any size: ⌊word·bound / 2³²⌋, words redrawn that would favour some integers. */
function lemire(next: () => number, bound: number): { readonly value: number; readonly redrawn: number } {
  const excess = 2n ** 32n % BigInt(bound)
  for (let redrawn = 0; ; redrawn++) {
    const product = BigInt(next()) * BigInt(bound)
    if (product % 2n ** 32n >= excess) return { value: Number(product / 2n ** 32n), redrawn }
  }
}

describe('random streams', () => {
  it('give what they gave when results of recipe 1 were recorded: other numbers need a new RECIPE.version', () => {
    const data = randomStream('data', 0)
    expect(draw(8, () => data.integer(64))).toEqual([33, 8, 50, 19, 33, 29, 38, 24])
    const init = randomStream('init', 0)
    expect([init.float(), init.float()]).toEqual([0.37408205302546005, 0.7609020942718265])
    const normal = randomStream('init', 7)
    expect(normal.normal()).toBeCloseTo(-0.5843610488463394, 14)
    expect(normal.normal()).toBeCloseTo(-0.8545971670728852, 14)
    expect([streamKey('data', 0), streamKey('data', 1), streamKey('order', 2 ** 32 - 1)]).toEqual([
      887_623_098, 1_556_309_873, 3_955_861_804,
    ])
  })

  it('repeat themselves for the same name and seed, and do not disturb one another', () => {
    const alone = randomStream('data', 5)
    const expected = draw(20, () => alone.float())
    const [first, second] = [randomStream('data', 5), randomStream('init', 5)]
    expect(
      draw(20, () => {
        second.normal()
        return first.float()
      }),
    ).toEqual(expected)
  })

  it('share no number between names or seeds', () => {
    const values = NAMES.flatMap((name) =>
      SEEDS.flatMap((seed) => {
        const stream = randomStream(name, seed)
        return draw(200, () => stream.float())
      }),
    )
    expect(new Set(values).size).toBe(values.length)
  })

  it.each([1, 2, 3, 26, 64, 4095, 4096, 1_398_102, 2 ** 21 - 1, 2 ** 21])(
    'draw integers below %i exactly by the high bits of each word',
    (bound) => {
      const stream = randomStream('data', 6)
      const next = words('data', 6)
      const expected = draw(20_000, () => 0).map(() => lemire(next, bound))
      expect(expected.findIndex(({ value }) => value !== stream.integer(bound))).toBe(-1)
      const redrawn = expected.reduce((sum, draw) => sum + draw.redrawn, 0)
      // 2³² mod 1,398,102 is nearly as large as it can be: one word in 3,000 is drawn again.
      if (bound === 1_398_102) expect(redrawn).toBeGreaterThan(0)
      if (Number.isInteger(Math.log2(bound))) expect(redrawn).toBe(0)
    },
  )

  it('draw floats uniformly in [0, 1), with more than 32 bits', () => {
    const stream = randomStream('heldout', 4)
    const values = draw(20_000, () => stream.float())
    expect(values.every((v) => v >= 0 && v < 1)).toBe(true)
    expect(
      Math.abs(
        chiSquareScore(
          values.map((v) => Math.floor(v * 100)),
          100,
        ),
      ),
    ).toBeLessThan(4)
    expect(values.filter((v) => (v * 2 ** 32) % 1 === 0).length).toBeLessThan(5)
  })

  it('draw standard normal numbers: mean 0, variance 1, no skew, the tails of the bell, no memory', () => {
    const stream: RandomStream = randomStream('init', 3)
    const values = draw(40_000, () => stream.normal())
    const tolerance = 4 / Math.sqrt(values.length)
    expect(values.every(Number.isFinite)).toBe(true)
    expect(Math.abs(mean(values))).toBeLessThan(tolerance)
    expect(Math.abs(mean(values.map((v) => v * v)) - 1)).toBeLessThan(Math.SQRT2 * tolerance)
    expect(Math.abs(mean(values.map((v) => v ** 3)))).toBeLessThan(Math.sqrt(15) * tolerance)
    const outside = (limit: number) => values.filter((v) => Math.abs(v) > limit).length / values.length
    expect(Math.abs(outside(1) - 0.3173)).toBeLessThan(0.01)
    expect(Math.abs(outside(1.96) - 0.05)).toBeLessThan(0.006)
    expect(Math.abs(correlation(values.slice(1), values.slice(0, -1)))).toBeLessThan(tolerance)
  })
})

describe('the mix of a word', () => {
  it('is a 32-bit permutation in which every input bit moves about half of the output', () => {
    const bits = (word: number) => word.toString(2).replaceAll('0', '').length
    for (let bit = 0; bit < 32; bit++) {
      const moved = draw(64, () => 0).map((_, i) =>
        bits((mix32(i * 77_777) ^ mix32((i * 77_777) ^ (1 << bit))) >>> 0),
      )
      expect(Math.abs(mean(moved) - 16)).toBeLessThan(2)
    }
    expect(new Set(draw(10_000, () => 0).map((_, i) => mix32(i))).size).toBe(10_000)
    expect(mix32(-1)).toBe(mix32(2 ** 32 - 1))
  })
})

describe('words by counter', () => {
  const KEYS = [0, 1, 2].map((seed) => streamKey('rounding', seed))
  const float = (key: number, step: number, index: number) => counterWord(key, step, index) / 2 ** 32

  it('are the same whenever they are asked for: kernels compute them', () => {
    expect([counterWord(1, 2, 3), counterWord(2 ** 32 - 1, 10 ** 6, 10 ** 7)]).toEqual([
      1_763_016_078, 1_371_798_235,
    ])
  })

  it('are uniform over the weights of a step and over the steps of a weight, and do not follow one another', () => {
    const count = 20_000
    for (const key of KEYS) {
      const rows = [
        ...[0, 1, 2, 3].map((step) => draw(count, () => 0).map((_, index) => float(key, step, index))),
        ...[0, 1, 2, 1215].map((index) => draw(count, () => 0).map((_, step) => float(key, step, index))),
      ]
      for (const row of rows) {
        const cells = row.map((value) => Math.floor(value * 256))
        expect(Math.abs(chiSquareScore(cells, 256))).toBeLessThan(4)
        expect(Math.abs(correlation(row.slice(1), row.slice(0, -1)))).toBeLessThan(4.5 / Math.sqrt(count))
      }
      // Weights of neighbouring steps and steps of neighbouring weights; a row of each kind shares a few words by design.
      for (const [a, b] of [
        [0, 1],
        [1, 2],
        [4, 5],
        [5, 7],
      ] as const)
        expect(Math.abs(correlation(rows[a]!, rows[b]!))).toBeLessThan(4.5 / Math.sqrt(count))
    }
    const [first, second] = KEYS.map((key) => draw(count, () => 0).map((_, index) => float(key, 5, index)))
    expect(Math.abs(correlation(first!, second!))).toBeLessThan(4.5 / Math.sqrt(count))
  })
})
