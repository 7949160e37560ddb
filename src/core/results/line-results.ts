/**
 * What became of each string of a visitor's own text: from how many first symbols it comes back, and how many bits the model keeps of it.
 * Records hold the numbers alone; the strings are cut from the text again, where that is at hand.
 */
import { ownStrings } from '../data/dataset'
import { stringText } from '../data/own-strings'
import { evenSample } from '../metrics/recall'
import type { Trial } from '../sweep/trial'
import { decimalPlaces } from './digits'
import type { Measured, TrialRecord } from './result'

/** Strings of each kind that a record lists; of longer texts an even sample. */
export const LISTED_LINES = 1024

/** Indices of the strings that are listed, of `count`. */
export const listedLines = (count: number): number[] => evenSample(count, LISTED_LINES)

/** Numbers of the listed strings of one kind, in the order of {@link listedLines}. */
export interface LineNumbers {
  /** The fewest first symbols from which greedy decoding gives back the rest, 0 … S. */
  readonly prefix: readonly number[]
  /** Source bits less code length. */
  readonly bits: readonly number[]
}

export const lineTraces = (training: LineNumbers, heldBack: LineNumbers): Measured['traces'] => ({
  'lines.prefix': training.prefix,
  'lines.bits': training.bits.map((bits) => decimalPlaces(bits, 2)),
  'heldBack.prefix': heldBack.prefix,
  'heldBack.bits': heldBack.bits.map((bits) => decimalPlaces(bits, 2)),
})

export interface LineResult {
  /** Its place in the text. */
  readonly index: number
  readonly text: string
  readonly isHeldBack: boolean
  readonly prefix: number
  readonly bits: number
  /** First symbols that it has in common with another string, unlike it, that the model was trained on: they do not say which is meant. */
  readonly shared: number
}

/** What became of a string that is asked for by its first symbols: it comes back, it begins like another, or it is lost. */
export type Fate = 'back' | 'alike' | 'lost'

export const fateOf = ({ prefix, shared }: LineResult, given: number): Fate =>
  prefix <= given ? 'back' : shared >= given ? 'alike' : 'lost'

/**
 * The listed strings of a run in the order of the text. Empty for a record without their numbers.
 * @param trial with its text. @throws RangeError where the text is not at hand.
 */
export function lineResults({ traces }: Pick<TrialRecord, 'traces'>, trial: Trial): LineResult[] {
  const { source, shape, seed, datasetSize } = trial
  if (source.id !== 'own') return []
  const { strings, parted } = ownStrings(source, { ...shape, seed })
  const training = parted.training.slice(0, datasetSize)
  const rows = (indices: readonly number[]) =>
    indices.map((n) => strings.tokens.subarray(n * strings.seqLen, (n + 1) * strings.seqLen))
  const shared = sharedPrefixes(rows([...training, ...parted.heldBack]), training.length)
  const listed = (indices: readonly number[], kind: 'lines' | 'heldBack'): LineResult[] =>
    listedLines(indices.length).flatMap((n, i) => {
      const [prefix, bits] = [traces[`${kind}.prefix`]?.[i], traces[`${kind}.bits`]?.[i]]
      const index = indices[n]!
      const isHeldBack = kind === 'heldBack'
      return prefix === undefined || bits === undefined
        ? []
        : [
            {
              index,
              text: stringText(strings, index),
              isHeldBack,
              prefix,
              bits,
              shared: shared[isHeldBack ? training.length + n : n]!,
            },
          ]
    })
  return [...listed(training, 'lines'), ...listed(parted.heldBack, 'heldBack')].toSorted(
    (a, b) => a.index - b.index,
  )
}

/**
 * For each string the most first symbols that it has in common with another, unlike it, among the first `trained`. Sorted, the strings that have
 * most in common with one stand beside it.
 */
function sharedPrefixes(rows: readonly Int32Array[], trained: number): number[] {
  const order = [...rows.keys()].toSorted((a, b) => {
    const at = common(rows[a]!, rows[b]!)
    return (rows[a]![at] ?? -1) - (rows[b]![at] ?? -1)
  })
  const shared = rows.map(() => 0)
  const scan = (indices: readonly number[]) => {
    let last: number | undefined
    // The trained string before the last that is unlike it.
    let before: number | undefined
    for (const n of indices) {
      const length = rows[n]!.length
      const isSame = last !== undefined && common(rows[last]!, rows[n]!) === length
      const neighbour = isSame ? before : last
      if (neighbour !== undefined) shared[n] = Math.max(shared[n]!, common(rows[neighbour]!, rows[n]!))
      if (n < trained && !isSame) {
        before = last
        last = n
      }
    }
  }
  scan(order)
  scan(order.toReversed())
  return shared
}

/** How many first symbols two strings have in common. */
function common(a: Int32Array, b: Int32Array): number {
  let t = 0
  while (t < a.length && a[t] === b[t]) t++
  return t
}

/** The strings that were trained on by their fate, each list with those first of which the model keeps most bits, the lost ones least. */
export function byFate(lines: readonly LineResult[], given: number): Readonly<Record<Fate, LineResult[]>> {
  const learned = lines.filter(({ isHeldBack }) => !isHeldBack).toSorted((a, b) => b.bits - a.bits)
  const of = (fate: Fate) => learned.filter((line) => fateOf(line, given) === fate)
  return { back: of('back'), alike: of('alike'), lost: of('lost').toReversed() }
}
