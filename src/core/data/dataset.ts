/**
 * Datasets of random strings. The same (source, count, seed) gives the same strings everywhere. Strings are drawn independently,
 * as in Morris et al.; held-out strings come from their own stream and never repeat a training string.
 */
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
  const source = createSource(request.source, request.vocab, request.seqLen, request.seed)
  const random = randomStream('data', request.seed)
  const tokens = new Int32Array(request.count * request.seqLen)
  return fill(source, request, (offset) => source.draw(random, tokens, offset), tokens)
}

/** How often a held-out draw may fall on a training string before we give up: validation keeps V^S ≥ 16·N, so 1 in 16 at most. */
const MAX_REDRAWS = 1000

/**
 * `count` strings that the model never saw.
 * @throws RangeError where the source has too few strings outside the training set.
 */
export function heldOutStrings(request: DatasetRequest, training: Dataset): Dataset {
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

/** How often each distinct string occurs: the multiset's counts. */
export function multiplicities(dataset: Dataset): number[] {
  const counts = new Map<string, number>()
  for (let n = 0; n < dataset.count; n++) {
    const key = stringKey(dataset.tokens, n * dataset.seqLen, dataset.seqLen)
    counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  return [...counts.values()]
}

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
