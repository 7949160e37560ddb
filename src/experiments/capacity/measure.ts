/** Exact recall of one model's strings: how many greedy decoding gives back whole from their first tokens. */
import type { TokenPredictions } from '@/core/metrics/predictions'
import { recallRate, shortestPrefixes, tokenAccuracy } from '@/core/metrics/recall'
import type { Measured } from '@/core/results/result'

/** Tokens of a string that recall is given: the fewest that name one string of a dataset with some certainty. Part of what `exactRecall` means. */
export const PREFIX_TOKENS = 3

export const recallMeasures = (predictions: readonly TokenPredictions[]): Measured => ({
  measures: {
    exactRecall: recallRate(shortestPrefixes(predictions), PREFIX_TOKENS),
    tokenAccuracy: tokenAccuracy(predictions),
  },
  traces: {},
})
