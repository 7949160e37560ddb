/** Exact recall at the end of training. */
import { pickStrings } from '@/core/data/dataset'
import { evenSample } from '@/core/metrics/recall'
import { predictStrings } from '@/runtime/runner/predict-strings'
import type { Procedure } from '@/runtime/runner/procedure'
import { recallMeasures } from './measure'

/** Strings that recall is measured on, evenly spread over larger datasets: enough for half a percent. */
const SAMPLE = 512

export default {
  begin: ({ training, trainer }) => ({
    async finish() {
      const samples = training.map((dataset) => pickStrings(dataset, evenSample(dataset.count, SAMPLE)))
      return (await predictStrings(trainer, samples)).map(recallMeasures)
    },
  }),
} satisfies Procedure
