/** Accuracy on the training strings, while and after a model trains. Runs in the worker; the other files never see a model. */
import { logSteps } from '@/core/metrics/log-steps'
import { tokenAccuracy } from '@/core/metrics/recall'
import { significantDigits } from '@/core/results/digits'
import { predictStrings } from '@/runtime/runner/predict-strings'
import type { Procedure } from '@/runtime/runner/procedure'
import { ACCURACY_CURVE } from './series'

export default {
  probeSteps: ({ steps, settings }) => logSteps(steps, Number(settings.probes)),
  begin({ training, trainer }) {
    const accuracies = async () => (await predictStrings(trainer, training)).map(tokenAccuracy)
    return {
      probe: async () =>
        (await accuracies()).map((accuracy) => ({
          values: { [ACCURACY_CURVE]: significantDigits(accuracy, 4) },
        })),
      finish: async () => (await accuracies()).map((accuracy) => ({ measures: { accuracy }, traces: {} })),
    }
  },
} satisfies Procedure
