/** Predictions of a population's members at every token of strings, under their present weights. */
import type { Dataset } from '@/core/data/dataset'
import { type TokenPredictions, tokenPredictions } from '@/core/metrics/predictions'
import type { Session } from './procedure'

/**
 * @param strings of each member. @param alphabets for each member the probabilities of its source's first tokens, where masses and
 * divergences are asked for.
 * @returns for each member and string.
 */
export async function predictStrings(
  trainer: Pick<Session['trainer'], 'predictions'>,
  strings: readonly Pick<Dataset, 'tokens' | 'seqLen'>[],
  alphabets: readonly ArrayLike<number>[] = [],
): Promise<TokenPredictions[][]> {
  const found = strings.map((): TokenPredictions[] => [])
  await trainer.predictions(
    strings.map(({ tokens }) => tokens),
    (member, string, logits) => {
      const { tokens, seqLen } = strings[member]!
      const own = tokens.subarray(string * seqLen, (string + 1) * seqLen)
      found[member]![string] = tokenPredictions(logits, own, alphabets[member] ?? [])
    },
  )
  return found
}
