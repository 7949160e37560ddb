/** Shows one string at a time, and looks at all of them. */
import { meanPrediction } from '@/core/metrics/predictions'
import { repeatedStrings } from '@/core/sweep/repeated-strings'
import { predictionsOf, short } from '@/runtime/runner/probe-repetition'
import type { Procedure } from '@/runtime/runner/procedure'
import { accuracyName, lookSteps, lossName, shownStrings, stepsAString, stringsBefore } from './phases'

export default {
  strings: repeatedStrings,
  looks: ({ datasetSize, steps }) => lookSteps(stringsBefore(datasetSize), steps),
  begin({ trials, training, trainer, show }) {
    // All members of a population have one number of steps, but perhaps not of strings.
    const shown = trials.map(({ datasetSize }) => shownStrings(stringsBefore(datasetSize)))
    const lengths = trials.map(({ datasetSize, steps }) => stepsAString(stringsBefore(datasetSize), steps))
    const traces = trials.map((): Record<string, number[]> => ({ 'look.step': [] }))
    /** For each member, of each string at the end of each phase. */
    const left: number[][] = trials.map(() => [])
    return {
      async look(step) {
        const looked = await predictionsOf(
          trainer,
          trials,
          training.map(({ tokens }) => tokens),
        )
        looked.forEach((own, m) => {
          const means = own.map((string) => meanPrediction([string]))
          const values = Object.fromEntries(
            means.flatMap(({ accuracy, bitsPerToken }, string) => [
              [accuracyName(string), short(accuracy)],
              [lossName(string), short(bitsPerToken)],
            ]),
          )
          traces[m]!['look.step']!.push(step)
          for (const [name, value] of Object.entries(values)) {
            const trace = `look.${name}`
            traces[m]![trace] = [...(traces[m]![trace] ?? []), value]
          }
          const accuracies = means.map(({ accuracy }) => short(accuracy))
          const isPhaseEnd = step > 0 && step % lengths[m]! === 0
          if (isPhaseEnd) left[m]!.push(...accuracies)
          show(m, step, values, {
            columns: own.length,
            values: isPhaseEnd ? left[m]! : [...left[m]!, ...accuracies],
          })
        })
        trainer.trainOn(
          trials.map((_, m) => shown[m]![Math.min(Math.floor(step / lengths[m]!), shown[m]!.length - 1)]!),
        )
      },
      finish: async () => traces.map((own) => ({ measures: {}, traces: own })),
    }
  },
} satisfies Procedure
