/** Looks at what a population's members know of their strings while they train: a frame for whoever watches it learn. */
import type { Dataset } from '@/core/data/dataset'
import { natsToBits } from '@/core/metrics/bits'
import { type KnowledgeFrame, knownSymbolsOf } from '@/core/metrics/known-symbols'
import type { AskedStrings } from './procedure'

/** Held-out strings that are watched beside those of the training. */
const WATCHED_HELD_OUT = 1

/** @returns a frame for each member. */
export async function watchStrings(
  { training, heldOut, trainer }: AskedStrings,
  step: number,
): Promise<KnowledgeFrame[]> {
  const watched = training.map((own, member) => {
    const beside = heldOut[member]!
    const tokens = new Int32Array(own.tokens.length + WATCHED_HELD_OUT * beside.seqLen)
    tokens.set(own.tokens)
    tokens.set(beside.tokens.subarray(0, WATCHED_HELD_OUT * beside.seqLen), own.tokens.length)
    return {
      tokens,
      own: knownSymbolsOf(own.tokens, own.seqLen),
      beside: knownSymbolsOf(tokens.subarray(own.tokens.length), own.seqLen),
    }
  })
  await trainer.predictions(
    watched.map(({ tokens }) => tokens),
    (member, string, logits) => {
      const { own, beside } = watched[member]!
      const { count } = training[member]!
      if (string < count) own.add(string, logits)
      else beside.add(string - count, logits)
    },
  )
  return watched.map(({ own, beside }, member) => ({
    step,
    training: own.known,
    heldOut: beside.known,
    memorizedBits: sourceBitsOf(training[member]!) - natsToBits(own.codeLength()),
  }))
}

const sourceBitsOf = ({ sourceBits }: Dataset): number => sourceBits.reduce((sum, bits) => sum + bits, 0)
