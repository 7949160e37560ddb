/**
 * The small functions that are written three times (TypeScript, AssemblyScript, WGSL), and exact cases for them. TypeScript is the
 * specification: `vectors.json` holds what it says, and the tests here hold all three to that file.
 * After a change of the specification: `npx vitest run --project unit src/kernels/vectors -u`.
 */
import { batchIndices } from '@/core/data/batch-order'
import { counterWord, mix32, streamKey } from '@/core/data/rng'
import { roundToBfloat16, roundToBfloat16Stochastically, roundToFloat16 } from '@/core/metrics/quantize'
import { scheduleFactor } from '@/core/model/recipe'

export type SharedFunction =
  | 'mix32'
  | 'roundedToBfloat16'
  | 'roundedToFloat16'
  | 'roundedStochastically'
  | 'shuffled'
  | 'scheduleFactor'

export interface Vectors {
  /** Names of the arguments. Words of 32 bits all; numbers of floats are given and returned as their bits. */
  readonly arguments: readonly string[]
  /** Arguments, then the value: a word, or for `scheduleFactor` a float64. */
  readonly cases: readonly (readonly number[])[]
}

const WORDS = [0, 1, 2, 3, 0x7fffffff, 0x80000000, 0xffffffff, 0x12345678, 0xdeadbeef, 0x9e3779b9]

/** Zero, subnormals, one and its neighbours' middles, the largest of each format, infinities and NaN; both signs of some. */
const FLOATS = [
  ...[
    0x00000000, 0x80000000, 0x00000001, 0x80000001, 0x00007fff, 0x00008000, 0x00008001, 0x007fffff,
    0x00800000,
  ],
  ...[
    0x3f800000, 0x3f807fff, 0x3f808000, 0x3f808001, 0x3f818000, 0xbf818000, 0x3f800fff, 0x3f801000,
    0x3f801001,
  ],
  ...[0x3f803000, 0x40490fdb, 0xc0490fdb, 0x7f7f7fff, 0x7f7f8000, 0x7f7fffff, 0xff7fffff],
  // float16: its overflow, its least normal number, and multiples of 2⁻²⁴ and 2⁻²⁵.
  ...[
    0x477fe000, 0x477fefff, 0x477ff000, 0xc77ff000, 0x38800000, 0x387fffff, 0x387fe000, 0x387fd000,
    0x387ff000,
  ],
  ...[0x33800000, 0x33000000, 0xb3000000, 0x33000001, 0x32ffffff, 0x33c00000, 0x33bfffff, 0x34200000],
  ...[0x7f800000, 0xff800000, 0x7fc00000],
]

const KEYS: readonly (readonly [key: number, step: number, index: number])[] = [
  [0, 0, 0],
  [0x12345678, 1, 7],
  [0xffffffff, 12_345, 1_000_003],
]

/** Also where step · batch passes 32 bits, and where a count is, or is one past, a power of four. */
const ORDERS: readonly (readonly [step: number, batch: number, i: number, count: number, seed: number])[] = [
  [0, 1, 0, 1, 0],
  [9, 1, 0, 1, 1],
  [0, 1, 0, 2, 1],
  [1, 1, 0, 2, 1],
  [5, 3, 2, 7, 3],
  [6, 3, 2, 7, 3],
  [2, 16, 15, 16, 4],
  [2, 16, 15, 17, 4],
  [1000, 33, 32, 65, 7],
  [255, 256, 0, 1024, 8],
  [70_000, 700, 699, 1025, 9],
  [16_777_215, 4096, 4095, 5000, 11],
  [16_777_215, 1, 0, 16_777_215, 12],
  [123_456, 1000, 999, 1_048_576, 13],
]

/** Around the end of the warm-up, in the middle, and at the end. */
const SCHEDULES = [1, 7, 50, 300, 2000, 40_000].flatMap((steps) =>
  [0, 1].flatMap((cosine) =>
    [1, 2, Math.floor(steps / 20), Math.floor(steps / 20) + 1, Math.ceil(steps / 2), steps - 1, steps]
      .filter((step, i, all) => step >= 1 && step <= steps && all.indexOf(step) === i)
      .map((step) => [step, steps, cosine] as const),
  ),
)

const bitsAfter = (bits: number, round: (values: Float32Array) => Float32Array): number =>
  new Uint32Array(round(new Float32Array(Uint32Array.of(bits).buffer)).buffer)[0]!

/** What the specification says. */
export function specified(): Readonly<Record<SharedFunction, Vectors>> {
  return {
    mix32: { arguments: ['word'], cases: WORDS.map((word) => [word, mix32(word)]) },
    roundedToBfloat16: {
      arguments: ['bits'],
      cases: FLOATS.map((bits) => [bits, bitsAfter(bits, roundToBfloat16)]),
    },
    roundedToFloat16: {
      arguments: ['bits'],
      cases: FLOATS.map((bits) => [bits, bitsAfter(bits, roundToFloat16)]),
    },
    roundedStochastically: {
      arguments: ['bits', 'key', 'step', 'index'],
      cases: FLOATS.flatMap((bits) =>
        KEYS.map(([key, step, index]) => {
          const draw = () => counterWord(key, step, index) >>> 16
          return [bits, key, step, index, bitsAfter(bits, (one) => roundToBfloat16Stochastically(one, draw))]
        }),
      ),
    },
    shuffled: {
      arguments: ['step', 'batch', 'i', 'count', 'key'],
      cases: ORDERS.map(([step, batch, i, count, seed]) => {
        return [step, batch, i, count, streamKey('order', seed), batchIndices(seed, step, batch, count)[i]!]
      }),
    },
    scheduleFactor: {
      arguments: ['step', 'steps', 'cosine'],
      cases: SCHEDULES.map(([step, steps, cosine]) => {
        return [step, steps, cosine, scheduleFactor(step, steps, cosine ? 'cosine' : 'constant')]
      }),
    },
  }
}

/** As `vectors.json` has it: a case a line. */
export function textOf(vectors: Readonly<Record<string, Vectors>>): string {
  const functions = Object.entries(vectors).map(([name, { arguments: names, cases }]) => {
    const lines = cases.map((one) => `      [${one.join(', ')}]`)
    return `  "${name}": {\n    "arguments": [${names.map((one) => `"${one}"`).join(', ')}],\n    "cases": [\n${lines.join(',\n')}\n    ]\n  }`
  })
  return `{\n${functions.join(',\n')}\n}\n`
}
