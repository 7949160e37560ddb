/** Bits of the whole dataset while a run trains on parts of it, and exact recall at its end. */
import { pickStrings } from '@/core/data/dataset'
import { bitsPerToken } from '@/core/metrics/bits'
import { logSteps } from '@/core/metrics/log-steps'
import { evenSample } from '@/core/metrics/recall'
import { significantDigits } from '@/core/results/digits'
import { EVALUATED_CURVE } from '@/core/runs/curve'
import { predictStrings } from '@/runtime/runner/predict-strings'
import type { Procedure } from '@/runtime/runner/procedure'
import { recallMeasures } from './measure'

/** Strings that recall is measured on, evenly spread over larger datasets: enough for half a percent. */
const SAMPLE = 512

/** As far apart as the losses that every run keeps. */
const PROBES = 64

export default {
  // Where a step sees all strings, its loss tells as much.
  probeSteps: ({ steps, batch, datasetSize }) => (batch < datasetSize ? logSteps(steps, PROBES) : []),
  begin: ({ training, trainer }) => ({
    async probe() {
      const nats = await trainer.codeLengths(training.map(({ tokens }) => tokens))
      return training.map(({ seqLen }, m) => ({
        values: { [EVALUATED_CURVE]: significantDigits(bitsPerToken(nats[m]!, seqLen), 6) },
      }))
    },
    async finish() {
      const samples = training.map((dataset) => pickStrings(dataset, evenSample(dataset.count, SAMPLE)))
      return (await predictStrings(trainer, samples)).map(recallMeasures)
    },
  }),
} satisfies Procedure
