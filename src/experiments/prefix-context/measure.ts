/**
 * Strings that ask for a token given only the last k before it. Everything in front of a boundary b is replaced; the model's prediction of
 * the token at b + k then rests on k tokens of the string and on what replaced the rest. So one string asks for every k at once, and the mean
 * over boundaries is the recall at k. Where the rest is removed the string starts at b, and its tokens stand at other positions.
 */

import type { RandomStream } from '@/core/data/rng'
import type { Grid } from '@/core/metrics/grid'
import { evenSample } from '@/core/metrics/recall'

export const CONTEXTS = ['kept', 'shuffled', 'resampled', 'foreign', 'constant', 'removed'] as const
export type Context = (typeof CONTEXTS)[number]

/** Boundaries that are averaged over: at the end, and in probes while it trains, whose time training waits for. */
export const BOUNDARIES = { final: 32, live: 8 } as const

/** The largest k that is asked for. */
export const longestPrefix = (seqLen: number): number => Math.min(24, Math.floor(seqLen / 4))

/** Every k that is asked for: 0, 1, 2 … */
export const prefixesOf = (seqLen: number): number[] =>
  Array.from({ length: longestPrefix(seqLen) + 1 }, (_, k) => k)

/**
 * From a quarter of the string on, so that there is something to replace, and with k tokens behind each.
 * @param atMost of them, evenly spread.
 */
export function boundaries(seqLen: number, atMost: number): number[] {
  const first = Math.floor(seqLen / 4)
  const last = seqLen - 1 - longestPrefix(seqLen)
  return evenSample(last - first + 1, atMost).map((i) => first + i)
}

/** Index, in the string that the model is given, of its prediction of the token at `boundary + k`. */
export const targetIndex = (context: Context, boundary: number, k: number): number =>
  context === 'removed' ? k : boundary + k

/**
 * The string with everything in front of a boundary replaced.
 * @param symbols l: the string's alphabet is the tokens below it, all equally likely.
 */
export function contextString(
  context: Context,
  tokens: Int32Array,
  boundary: number,
  symbols: number,
  random: RandomStream,
): Int32Array {
  const asked = Int32Array.from(tokens)
  const before = asked.subarray(0, boundary)
  switch (context) {
    case 'kept':
      break
    case 'shuffled':
      // Fisher–Yates.
      for (let i = boundary - 1; i > 0; i--) {
        const j = random.integer(i + 1)
        const other = before[i]!
        before[i] = before[j]!
        before[j] = other
      }
      break
    case 'resampled':
      for (let t = 0; t < boundary; t++) before[t] = random.integer(symbols)
      break
    case 'foreign':
      for (let t = 0; t < boundary; t++) before[t] = symbols + random.integer(symbols)
      break
    case 'constant':
      before.fill(0)
      break
    case 'removed': {
      // What follows the string's end is not seen by any prediction that counts.
      const rest = tokens.subarray(boundary)
      asked.fill(0)
      asked.set(rest)
      break
    }
    default:
      throw context satisfies never
  }
  return asked
}

/**
 * Length from which on a random string of n tokens rarely holds the same substring twice: 2·log_l n tokens, at which the n² pairs of places
 * are as many as there are substrings.
 */
export const uniqueLength = (symbols: number, seqLen: number): number =>
  (2 * Math.log(seqLen)) / Math.log(symbols)

/** Recall given 0, 1, 2 … tokens, for each context. */
export type RecallByContext = Readonly<Record<Context, readonly number[]>>

/** Recall as a grid, for probes of models that train: a row for each context. */
export const recallGrid = (recall: RecallByContext): Grid => ({
  columns: recall.kept.length,
  values: CONTEXTS.flatMap((context) => recall[context]),
})

export function recallOfGrid({ columns, values }: Grid): RecallByContext {
  const row = (context: Context) => {
    const from = CONTEXTS.indexOf(context) * columns
    return values.slice(from, from + columns)
  }
  return forEachContext(row)
}

/** Written out, so that the compiler sees that none is missing. */
export const forEachContext = <T>(value: (context: Context) => T): Record<Context, T> => ({
  kept: value('kept'),
  shuffled: value('shuffled'),
  resampled: value('resampled'),
  foreign: value('foreign'),
  constant: value('constant'),
  removed: value('removed'),
})
