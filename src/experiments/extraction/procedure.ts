/** Exact recall and the membership attack on the same models, while and after they train. */
import { logSteps } from '@/core/metrics/log-steps'
import { lossAuc } from '@/core/metrics/membership'
import { recallRate, shortestPrefixes, tokenGrid } from '@/core/metrics/recall'
import { significantDigits } from '@/core/results/digits'
import { predictStrings } from '@/runtime/runner/predict-strings'
import type { Procedure } from '@/runtime/runner/procedure'
import { GRID, halfOf, liveRecallName, measuredStrings, recallMeasures, shownPrefixes } from './measure'

const PROBES = 10
/** Strings that a probe asks for: a tenth of a second, not a tenth of the run. */
const PROBED_STRINGS = 256

export default {
  probeSteps: ({ steps }) => logSteps(steps, PROBES),
  begin({ trials, training, heldOut, trainer }) {
    const probed = training.map((dataset) => measuredStrings(dataset, PROBED_STRINGS))
    const measured = training.map((dataset) => measuredStrings(dataset))
    return {
      async probe() {
        const members = await predictStrings(trainer, probed)
        const nonMemberNats = await trainer.codeLengths(heldOut.map(({ tokens }) => tokens))
        return members.map((own, m) => {
          const { seqLen } = training[m]!
          const shortest = shortestPrefixes(own)
          const nats = own.map((string) => string.nats.reduce((sum, token) => sum + token, 0))
          const recalls = shownPrefixes(seqLen).map((prefix) => [
            liveRecallName(prefix),
            recallRate(shortest, prefix),
          ])
          return {
            values: {
              ...Object.fromEntries(recalls),
              'half.recall': significantDigits(recallRate(shortest, halfOf(seqLen)), 4),
              auc: lossAuc(nats, nonMemberNats[m]!, seqLen),
            },
            grid: tokenGrid(
              own.map(({ probability }) => probability),
              GRID,
            ),
          }
        })
      },
      async finish(nats) {
        const members = await predictStrings(trainer, measured)
        const nonMembers = await predictStrings(trainer, heldOut)
        return trials.map((_, m) => {
          const { measures, traces } = recallMeasures(training[m]!, members[m]!, nonMembers[m]!)
          const auc = lossAuc(nats.training[m]!, nats.heldOut[m]!, training[m]!.seqLen)
          return { measures: { ...measures, auc }, traces }
        })
      },
    }
  },
} satisfies Procedure
