/** Exact recall at the end of training: how many strings greedy decoding gives back whole from their first tokens. */

import { tokenPredictions } from '@/core/metrics/predictions'
import { evenSample, recallRate, shortestPrefix } from '@/core/metrics/recall'
import type { Procedure } from '@/runtime/runner/procedure'
import { PREFIX_TOKENS } from './recall-prefix'

/** Strings that recall is measured on, evenly spread over larger datasets: enough for half a percent. */
const SAMPLE = 512

export default {
  begin({ trials, training, trainer }) {
    return {
      async finish() {
        const samples = training.map(({ tokens, count, seqLen }) => {
          const strings = evenSample(count, SAMPLE).map((n) => tokens.subarray(n * seqLen, (n + 1) * seqLen))
          return Int32Array.from(strings.flatMap((string) => [...string]))
        })
        const prefixes: number[][] = trials.map(() => [])
        const right = trials.map(() => 0)
        await trainer.predictions(samples, (member, string, logits) => {
          const { seqLen } = training[member]!
          const tokens = samples[member]!.subarray(string * seqLen, (string + 1) * seqLen)
          const { isArgmax } = tokenPredictions(logits, tokens, [])
          prefixes[member]!.push(shortestPrefix(isArgmax))
          right[member]! += isArgmax.reduce((sum, one) => sum + one, 0)
        })
        return trials.map((_, m) => ({
          measures: {
            exactRecall: recallRate(prefixes[m]!, PREFIX_TOKENS),
            tokenAccuracy: right[m]! / samples[m]!.length,
          },
          traces: {},
        }))
      },
    }
  },
} satisfies Procedure
