/**
 * Datasets of random strings. The same (source, count, seed) gives the same strings everywhere. Strings are drawn independently,
 * as in Morris et al.; held-out strings come from their own stream and never repeat a training string. A visitor's own text gives its strings
 * instead, some of which are held back.
 */
import {
  cutText,
  type OwnSource,
  type OwnStrings,
  ownStringBits,
  type Parted,
  partStrings,
} from './own-strings'
import { randomStream } from './rng'
import { createSource, type SourceSpec, type StringSource } from './sources'

export interface Dataset {
  /** (N, S) token ids in [0, V), row-major. BOS is not stored: the model sees it first, always. */
  readonly tokens: Int32Array
  readonly count: number
  readonly seqLen: number
  /** −log2 p_source of each string, (N). */
  readonly sourceBits: Float64Array
}

export interface DatasetRequest {
  readonly source: SourceSpec
  readonly vocab: number
  readonly seqLen: number
  readonly count: number
  readonly seed: number
}

function fill(
  source: StringSource,
  request: DatasetRequest,
  draw: (offset: number) => void,
  tokens: Int32Array,
): Dataset {
  const { count, seqLen } = request
  const sourceBits = new Float64Array(count)
  for (let n = 0; n < count; n++) {
    draw(n * seqLen)
    sourceBits[n] = source.bits(tokens, n * seqLen)
  }
  return { tokens, count, seqLen, sourceBits }
}

export function trainingStrings(request: DatasetRequest): Dataset {
  if (request.source.id === 'own') return ownTraining(request.source, request)
  const source = createSource(request.source, request.vocab, request.seqLen, request.seed)
  const random = randomStream('data', request.seed)
  const tokens = new Int32Array(request.count * request.seqLen)
  return fill(source, request, (offset) => source.draw(random, tokens, offset), tokens)
}

/** How often a held-out draw may fall on a training string before we give up: validation keeps V^S ≥ 16·N, so 1 in 16 at most. */
const MAX_REDRAWS = 1000

/**
 * `count` strings that the model never saw; of a visitor's own text as many as are held back.
 * @throws RangeError where the source has too few strings outside the training set.
 */
export function heldOutStrings(request: DatasetRequest, training: Dataset): Dataset {
  if (request.source.id === 'own') return ownHeldBack(request.source, request)
  const source = createSource(request.source, request.vocab, request.seqLen, request.seed)
  const random = randomStream('heldout', request.seed)
  const seen = new Set<string>()
  for (let n = 0; n < training.count; n++)
    seen.add(stringKey(training.tokens, n * request.seqLen, request.seqLen))
  const tokens = new Int32Array(request.count * request.seqLen)
  const drawUnseen = (offset: number) => {
    for (let attempt = 0; attempt < MAX_REDRAWS; attempt++) {
      source.draw(random, tokens, offset)
      if (!seen.has(stringKey(tokens, offset, request.seqLen))) return
    }
    throw new RangeError(
      'too few strings outside the training set: use longer strings or a larger vocabulary',
    )
  }
  return fill(source, request, drawUnseen, tokens)
}

export interface DistinctString {
  /** Index of its first occurrence. */
  readonly at: number
  readonly count: number
}

export function distinctStrings(dataset: Dataset): DistinctString[] {
  const found = new Map<string, { readonly at: number; count: number }>()
  for (let n = 0; n < dataset.count; n++) {
    const key = stringKey(dataset.tokens, n * dataset.seqLen, dataset.seqLen)
    const known = found.get(key)
    if (known) known.count++
    else found.set(key, { at: n, count: 1 })
  }
  return [...found.values()]
}

/** How often each distinct string occurs: the multiset's counts. */
export const multiplicities = (dataset: Dataset): number[] =>
  distinctStrings(dataset).map(({ count }) => count)

function stringKey(tokens: Int32Array, offset: number, seqLen: number): string {
  return String.fromCharCode(...tokens.subarray(offset, offset + seqLen))
}

/** Some of a dataset's strings, in the order of `indices`. */
export function pickStrings(dataset: Dataset, indices: readonly number[]): Dataset {
  const { seqLen } = dataset
  const tokens = new Int32Array(indices.length * seqLen)
  indices.forEach((n, i) => {
    tokens.set(dataset.tokens.subarray(n * seqLen, (n + 1) * seqLen), i * seqLen)
  })
  return {
    tokens,
    count: indices.length,
    seqLen,
    sourceBits: Float64Array.from(indices, (n) => dataset.sourceBits[n]!),
  }
}

/**
 * The strings of a text that is at hand, and which of them are trained on.
 * @throws RangeError where it is not at hand, or is cut otherwise than its source says.
 */
export function ownStrings(
  { text, cut, count }: OwnSource,
  { vocab, seqLen, seed }: Pick<DatasetRequest, 'vocab' | 'seqLen' | 'seed'>,
): { readonly strings: OwnStrings; readonly parted: Parted } {
  if (text === undefined) throw new RangeError('the text of this run is not here: paste it again')
  const strings = cutText(text, cut, seqLen)
  if (strings.count !== count || strings.symbols.length !== vocab) {
    throw new RangeError(
      `the text gives ${strings.count} strings in ${strings.symbols.length} symbols at this length, not ${count} in ${vocab}`,
    )
  }
  return { strings, parted: partStrings(strings, seed) }
}

function ownTraining(source: OwnSource, request: DatasetRequest): Dataset {
  const { strings, parted } = ownStrings(source, request)
  if (request.count > parted.training.length)
    throw new RangeError(`the text has ${parted.training.length} strings to train on, not ${request.count}`)
  return datasetOf(strings, parted.training.slice(0, request.count))
}

function ownHeldBack(source: OwnSource, request: DatasetRequest): Dataset {
  const { strings, parted } = ownStrings(source, request)
  return datasetOf(strings, parted.heldBack.slice(0, request.count))
}

const datasetOf = (strings: OwnStrings, indices: readonly number[]): Dataset =>
  pickStrings(
    {
      ...strings,
      sourceBits: Float64Array.from({ length: strings.count }, (_, n) => ownStringBits(strings, n)),
    },
    indices,
  )
