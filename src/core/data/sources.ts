/**
 * String sources. A source draws strings and knows the exact probability of each, so that memorised bits are measured against
 * the truth and not against a reference model (science.md §1). What a source itself is made of (a chain's matrix, templates) is
 * drawn from the trial's seed, in a stream of its own, so that training and held-out strings come from the same one.
 */
import { CUTS, HASH_DIGITS, type OwnSource } from './own-strings'
import { type RandomStream, randomStream } from './rng'

export type SourceSpec =
  /** Every one of the V^S strings is equally likely. */
  | { readonly id: 'uniform' }
  /** The first `symbols` of the vocabulary, drawn independently with p_i ∝ (i + 1)^−skew: 0 is uniform, more is less entropy. */
  | { readonly id: 'alphabet'; readonly symbols: number; readonly skew: number }
  /** Order-1 chain: first symbol uniform, rows of the matrix Dirichlet(concentration). */
  | { readonly id: 'markov'; readonly concentration: number }
  /** One of `templates` random strings, with `slots` of its positions drawn anew each time. */
  | { readonly id: 'template'; readonly templates: number; readonly slots: number }
  /** Natural text. It knows no probability of its own: its experiment brings strings, and bits by a reference model. */
  | { readonly id: 'text' }
  /** A visitor's own text (own-strings.ts). */
  | OwnSource

export type SourceId = SourceSpec['id']
export const SOURCE_IDS = [
  'uniform',
  'alphabet',
  'markov',
  'template',
  'text',
  'own',
] as const satisfies readonly SourceId[]

export interface StringSource {
  /** Draws one string of S tokens into `out[offset … offset + S)`. */
  draw(random: RandomStream, out: Int32Array, offset: number): void
  /** −log2 p(string) in bits, for the string at `tokens[offset … offset + S)`; Infinity where it cannot come. */
  bits(tokens: Int32Array, offset: number): number
}

/** The spec in a word, as keys and records hold it: `uniform`, `alphabet-26-1.5`, `markov-0.3`, `template-8-4`, `own-lines-20-` and a hash. */
export function printSource(spec: SourceSpec): string {
  switch (spec.id) {
    case 'uniform':
    case 'text':
      return spec.id
    case 'alphabet':
      return `alphabet-${spec.symbols}${spec.skew === 0 ? '' : `-${spec.skew}`}`
    case 'markov':
      return `markov-${spec.concentration}`
    case 'template':
      return `template-${spec.templates}-${spec.slots}`
    case 'own':
      return `own-${spec.cut}-${spec.count}-${spec.hash}`
  }
}

/** The inverse; undefined for a text that {@link printSource} does not print. */
export function parseSource(text: string): SourceSpec | undefined {
  if (text.startsWith('own-')) return parseOwnSource(text)
  const [id, ...numbers] = text.split('-')
  const [first = Number.NaN, second = 0] = numbers.map(Number)
  if (numbers.some((number) => !Number.isFinite(Number(number)))) return undefined
  const candidates: readonly SourceSpec[] = [
    { id: 'uniform' },
    { id: 'text' },
    { id: 'alphabet', symbols: first, skew: second },
    { id: 'markov', concentration: first },
    { id: 'template', templates: first, slots: second },
  ]
  return candidates.find((spec) => spec.id === id && printSource(spec) === text)
}

const OWN = new RegExp(`^own-(${CUTS.join('|')})-([1-9]\\d{0,5})-([0-9a-f]{${HASH_DIGITS}})$`)

function parseOwnSource(text: string): OwnSource | undefined {
  const [, cutName, count, hash] = OWN.exec(text) ?? []
  const cut = CUTS.find((known) => known === cutName)
  return cut && hash !== undefined ? { id: 'own', cut, count: Number(count), hash } : undefined
}

/**
 * @param vocab V, symbols of the vocabulary. @param seqLen S, tokens in a string. @param seed of what the source is made of.
 * @throws RangeError for a spec that does not fit V and S, and for texts, which are not drawn.
 */
export function createSource(spec: SourceSpec, vocab: number, seqLen: number, seed: number): StringSource {
  switch (spec.id) {
    case 'uniform':
      return uniformSource(vocab, seqLen)
    case 'alphabet':
      return alphabetSource(spec.symbols, spec.skew, vocab, seqLen)
    case 'markov':
      return markovSource(spec.concentration, vocab, seqLen, seed)
    case 'template':
      return templateSource(spec.templates, spec.slots, vocab, seqLen, seed)
    case 'text':
      throw new RangeError('text is not drawn from a distribution: its experiment brings the strings')
    case 'own':
      throw new RangeError('a text of one’s own is not drawn from a distribution: it brings its strings')
  }
}

function uniformSource(vocab: number, seqLen: number): StringSource {
  const bitsPerString = seqLen * Math.log2(vocab)
  return {
    draw(random, out, offset) {
      for (let t = 0; t < seqLen; t++) out[offset + t] = random.integer(vocab)
    },
    bits: () => bitsPerString,
  }
}

/** @returns p_i ∝ (i + 1)^−skew over `symbols` symbols. */
export function skewedDistribution(symbols: number, skew: number): Float64Array {
  const weights = Float64Array.from({ length: symbols }, (_, i) => (i + 1) ** -skew)
  const total = weights.reduce((sum, w) => sum + w, 0)
  return weights.map((w) => w / total)
}

function alphabetSource(symbols: number, skew: number, vocab: number, seqLen: number): StringSource {
  if (!(symbols >= 1 && symbols <= vocab)) {
    throw new RangeError(`an alphabet of ${symbols} symbols does not fit a vocabulary of ${vocab}`)
  }
  const p = skewedDistribution(symbols, skew)
  return {
    draw(random, out, offset) {
      for (let t = 0; t < seqLen; t++)
        out[offset + t] = skew === 0 ? random.integer(symbols) : pick(random, p)
    },
    bits(tokens, offset) {
      let bits = 0
      for (let t = 0; t < seqLen; t++) bits -= Math.log2(p[tokens[offset + t]!] ?? 0)
      return bits
    },
  }
}

function markovSource(concentration: number, vocab: number, seqLen: number, seed: number): StringSource {
  const random = randomStream('source', seed)
  const rows = Array.from({ length: vocab }, () => dirichlet(random, concentration, vocab))
  return {
    draw(random, out, offset) {
      out[offset] = random.integer(vocab)
      for (let t = 1; t < seqLen; t++) out[offset + t] = pick(random, rows[out[offset + t - 1]!]!)
    },
    bits(tokens, offset) {
      let bits = Math.log2(vocab)
      for (let t = 1; t < seqLen; t++) bits -= Math.log2(rows[tokens[offset + t - 1]!]![tokens[offset + t]!]!)
      return bits
    },
  }
}

function templateSource(
  templates: number,
  slots: number,
  vocab: number,
  seqLen: number,
  seed: number,
): StringSource {
  if (slots > seqLen) throw new RangeError(`${slots} slots do not fit a string of ${seqLen} tokens`)
  const random = randomStream('source', seed)
  const made = Array.from({ length: templates }, () => {
    const tokens = Int32Array.from({ length: seqLen }, () => random.integer(vocab))
    const positions = Array.from({ length: seqLen }, (_, t) => t)
    // The first `slots` of a Fisher–Yates shuffle.
    for (let i = 0; i < slots; i++) {
      const j = i + random.integer(seqLen - i)
      const other = positions[i]!
      positions[i] = positions[j]!
      positions[j] = other
    }
    return { tokens, isSlot: new Set(positions.slice(0, slots)) }
  })
  return {
    draw(random, out, offset) {
      const { tokens, isSlot } = made[random.integer(templates)]!
      for (let t = 0; t < seqLen; t++) out[offset + t] = isSlot.has(t) ? random.integer(vocab) : tokens[t]!
    },
    /** A string may fit several templates: its probability is the sum over all of them. */
    bits(tokens, offset) {
      const fitting = made.filter((template) =>
        template.tokens.every((token, t) => template.isSlot.has(t) || tokens[offset + t] === token),
      ).length
      return Math.log2(templates / fitting) + slots * Math.log2(vocab)
    },
  }
}

/** An index drawn with probabilities p; rounding falls to the last index that has any. */
function pick(random: RandomStream, p: Float64Array): number {
  let left = random.float()
  for (let i = 0; i < p.length; i++) {
    left -= p[i]!
    if (left < 0) return i
  }
  return p.findLastIndex((probability) => probability > 0)
}

/** One draw of Dirichlet(a, …, a): normalised gamma variates. */
function dirichlet(random: RandomStream, concentration: number, size: number): Float64Array {
  const draws = Float64Array.from({ length: size }, () => gamma(random, concentration))
  const total = draws.reduce((sum, draw) => sum + draw, 0)
  return draws.map((draw) => draw / total)
}

/** Gamma(shape, 1) by Marsaglia & Tsang 2000; below shape 1 from shape + 1 times U^(1/shape). */
function gamma(random: RandomStream, shape: number): number {
  if (shape < 1) return gamma(random, shape + 1) * (1 - random.float()) ** (1 / shape)
  const d = shape - 1 / 3
  const c = 1 / Math.sqrt(9 * d)
  for (;;) {
    const x = random.normal()
    const v = (1 + c * x) ** 3
    if (v <= 0) continue
    if (Math.log(1 - random.float()) < 0.5 * x * x + d - d * v + d * Math.log(v)) return d * v
  }
}
