/** What the members of a population predict at every token of strings, under their weights as they are. */
import type { Dataset } from '@/core/data/dataset'
import { type TokenPredictions, tokenPredictions } from '@/core/metrics/predictions'
import type { Session } from './procedure'

/** @param strings for each member. @returns for each member and string. */
export async function predictStrings(
  trainer: Pick<Session['trainer'], 'predictions'>,
  strings: readonly Dataset[],
): Promise<TokenPredictions[][]> {
  const found = strings.map(({ count }) => new Array<TokenPredictions>(count))
  await trainer.predictions(
    strings.map(({ tokens }) => tokens),
    (member, string, logits) => {
      const { tokens, seqLen } = strings[member]!
      const own = tokens.subarray(string * seqLen, (string + 1) * seqLen)
      found[member]![string] = tokenPredictions(logits, own, [])
    },
  )
  return found
}
