/** Exact recall at the end of training: how many strings greedy decoding gives back whole from their first tokens. */

import { pickStrings } from '@/core/data/dataset'
import { evenSample, recallRate, shortestPrefixes, tokenAccuracy } from '@/core/metrics/recall'
import { predictStrings } from '@/runtime/runner/predict-strings'
import type { Procedure } from '@/runtime/runner/procedure'
import { PREFIX_TOKENS } from './recall-prefix'

/** Strings that recall is measured on, evenly spread over larger datasets: enough for half a percent. */
const SAMPLE = 512

export default {
  begin: ({ training, trainer }) => ({
    async finish() {
      const samples = training.map((dataset) => pickStrings(dataset, evenSample(dataset.count, SAMPLE)))
      return (await predictStrings(trainer, samples)).map((predictions) => ({
        measures: {
          exactRecall: recallRate(shortestPrefixes(predictions), PREFIX_TOKENS),
          tokenAccuracy: tokenAccuracy(predictions),
        },
        traces: {},
      }))
    },
  }),
} satisfies Procedure
