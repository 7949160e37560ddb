/**
 * Named, seeded random streams. A stream is keyed by (name, seed), so that data, initial weights, batch order and held-out
 * strings never share random numbers, and a trial draws the same ones alone, in any population and on any device.
 * Generator: xoroshiro128+ (pure-rand), its 128-bit state filled by MurmurHash3's finaliser from the key: neighbouring seeds
 * give unrelated streams, which the generator's own one-word seeding does not promise.
 */
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64'
import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus'

export type StreamName = 'data' | 'init' | 'order' | 'heldout' | 'bootstrap' | 'source' | 'probe' | 'rounding'

export interface RandomStream {
  /** Uniform integer in [0, bound), bound at most 2²¹: the product with a 32-bit word stays exact. */
  integer(bound: number): number
  /** Uniform float in [0, 1), 53 bits. */
  float(): number
  /** Standard normal (Box–Muller). */
  normal(): number
}

/** A 32-bit mix of one word (MurmurHash3 fmix32): every input bit moves every output bit. */
export function mix32(word: number): number {
  let h = word | 0
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}

/** A word for (key, step, index) without a state, so that any device finds it in any order: kernels compute the same. */
export const counterWord = (key: number, step: number, index: number): number =>
  mix32(mix32(key ^ mix32(step)) + Math.imul(index, 0x9e3779b9))

/** One 32-bit key for (name, seed). */
export function streamKey(name: StreamName, seed: number): number {
  let h = 0x811c9dc5
  for (let i = 0; i < name.length; i++) h = Math.imul(h ^ name.charCodeAt(i), 0x01000193)
  return mix32(mix32(h) ^ mix32(seed + 0x9e3779b9))
}

export function randomStream(name: StreamName, seed: number): RandomStream {
  const key = streamKey(name, seed)
  const generator = xoroshiro128plusFromState(
    [1, 2, 3, 4].map((i) => mix32(key + Math.imul(i, 0x9e3779b9)) | 0),
  )
  let spare: number | undefined
  return {
    integer: (bound) => {
      // Lemire's method (2019): the word's high bits choose, as the low bits of a + b are this generator's weakest.
      const threshold = (2 ** 32 - bound) % bound
      for (;;) {
        const word = generator.next() >>> 0
        // The product's low word; `%` would be ten times slower.
        if (Math.imul(word, bound) >>> 0 >= threshold) return Math.floor((word * bound) / 2 ** 32)
      }
    },
    float: () => uniformFloat64(generator),
    normal: () => {
      if (spare !== undefined) {
        const value = spare
        spare = undefined
        return value
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)))
      const angle = 2 * Math.PI * uniformFloat64(generator)
      spare = radius * Math.sin(angle)
      return radius * Math.cos(angle)
    },
  }
}
