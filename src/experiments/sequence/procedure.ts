/** Shows one string at a time, and probes all of them. */
import { meanPrediction } from '@/core/metrics/predictions'
import { repeatedStrings } from '@/core/sweep/repeated-strings'
import { predictionsOf, short } from '@/runtime/runner/probe-repetition'
import type { Procedure } from '@/runtime/runner/procedure'
import { accuracyName, lossName, probeSteps, shownStrings, stepsAString, stringsBefore } from './phases'

export default {
  strings: repeatedStrings,
  probeSteps: ({ datasetSize, steps }) => probeSteps(stringsBefore(datasetSize), steps),
  begin({ trials, training, trainer }) {
    // All members of a population have one number of steps, but perhaps not of strings.
    const shown = trials.map(({ datasetSize }) => shownStrings(stringsBefore(datasetSize)))
    const lengths = trials.map(({ datasetSize, steps }) => stepsAString(stringsBefore(datasetSize), steps))
    return {
      async probe(step) {
        const predicted = await predictionsOf(
          trainer,
          trials,
          training.map(({ tokens }) => tokens),
        )
        trainer.trainOn(
          trials.map((_, m) => shown[m]![Math.min(Math.floor(step / lengths[m]!), shown[m]!.length - 1)]!),
        )
        return predicted.map((own) => ({
          values: Object.fromEntries(
            own.flatMap((prediction, string) => {
              const { accuracy, bitsPerToken } = meanPrediction([prediction])
              return [
                [accuracyName(string), short(accuracy)],
                [lossName(string), short(bitsPerToken)],
              ]
            }),
          ),
        }))
      },
      finish: async () => trials.map(() => ({ measures: {}, traces: {} })),
    }
  },
} satisfies Procedure
