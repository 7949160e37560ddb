/** The attack on models while and after they train: as many strings that they never saw as strings that they are trained on. */
import { logSteps } from '@/core/metrics/log-steps'
import { lossAuc } from '@/core/metrics/membership'
import { significantDigits } from '@/core/results/digits'
import { drawnStrings, HELD_OUT_STRINGS } from '@/core/sweep/trial-strings'
import type { Procedure } from '@/runtime/runner/procedure'
import { attackMeasures } from './measure'

const PROBES = 10

export default {
  strings: (trial) => drawnStrings(trial, Math.max(HELD_OUT_STRINGS, trial.datasetSize)),
  probeSteps: ({ steps }) => logSteps(steps, PROBES),
  begin: ({ trials, training, heldOut, trainer }) => ({
    async probe() {
      const members = await trainer.codeLengths(training.map(({ tokens }) => tokens))
      const nonMembers = await trainer.codeLengths(heldOut.map(({ tokens }) => tokens))
      return trials.map((_, m) => {
        const auc = lossAuc(members[m]!, nonMembers[m]!, training[m]!.seqLen)
        return { values: { 'attack.auc': significantDigits(auc, 4) } }
      })
    },
    finish: async (nats) =>
      trials.map((_, m) => attackMeasures(training[m]!, heldOut[m]!, nats.training[m]!, nats.heldOut[m]!)),
  }),
} satisfies Procedure
