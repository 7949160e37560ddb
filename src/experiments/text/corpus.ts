/**
 * Natural text as strings of 32 symbols: lower case, the commonest marks, everything else a space, spaces never in a row. The book is
 * cut into blocks that are dealt out in turn to three parts, so that training strings, held-out strings and the reference's strings
 * come from the same hand and never overlap.
 */
import type { RandomStream } from '@/core/data/rng'

/** Token ids are positions in this text. */
export const SYMBOLS = " abcdefghijklmnopqrstuvwxyz,.;-'"
export const CORPUS_VOCAB = SYMBOLS.length

/** Replacements of marks that have no symbol of their own. */
const STAND_INS: Readonly<Record<string, string>> = {
  '!': '.',
  '?': '.',
  ':': ';',
  '—': '-',
  '’': "'",
  '‘': "'",
}

/** Characters of one block: long against a string, short against the book. */
const BLOCK = 4096

export interface CorpusPart {
  /** Token ids of each block. */
  readonly blocks: readonly Int32Array[]
}

export interface Corpus {
  readonly training: CorpusPart
  readonly heldOut: CorpusPart
  readonly reference: CorpusPart
}

export function encodeText(text: string): Int32Array {
  const ids: number[] = []
  for (const character of text.toLowerCase()) {
    const id = Math.max(0, SYMBOLS.indexOf(STAND_INS[character] ?? character))
    if (id !== 0 || ids.at(-1) !== 0) ids.push(id)
  }
  return Int32Array.from(ids)
}

/** The reference gets half of the blocks: it is to know the language better than any model that it is held against. */
const DEAL = ['reference', 'training', 'reference', 'heldOut'] as const satisfies readonly (keyof Corpus)[]

export function dealCorpus(text: string): Corpus {
  const tokens = encodeText(text)
  const parts: Record<keyof Corpus, Int32Array[]> = { training: [], heldOut: [], reference: [] }
  for (let block = 0; (block + 1) * BLOCK <= tokens.length; block++) {
    parts[DEAL[block % DEAL.length]!].push(tokens.subarray(block * BLOCK, (block + 1) * BLOCK))
  }
  return {
    training: { blocks: parts.training },
    heldOut: { blocks: parts.heldOut },
    reference: { blocks: parts.reference },
  }
}

/** @returns (count, seqLen) token ids: stretches of the part that start anywhere, none across two blocks. */
export function drawStretches(
  { blocks }: CorpusPart,
  count: number,
  seqLen: number,
  random: RandomStream,
): Int32Array {
  const tokens = new Int32Array(count * seqLen)
  for (let n = 0; n < count; n++) {
    const block = blocks[random.integer(blocks.length)]!
    const start = random.integer(block.length - seqLen + 1)
    tokens.set(block.subarray(start, start + seqLen), n * seqLen)
  }
  return tokens
}
