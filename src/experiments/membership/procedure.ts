/** The attack on models while and after they train: as many strings that they never saw as strings that they are trained on. */
import { logSteps } from '@/core/metrics/log-steps'
import { drawnStrings, HELD_OUT_STRINGS } from '@/core/sweep/trial-strings'
import type { Procedure } from '@/runtime/runner/procedure'
import { attackMeasures, lossAuc } from './measure'

const LOOKS = 10

export default {
  strings: (trial) => drawnStrings(trial, Math.max(HELD_OUT_STRINGS, trial.datasetSize)),
  looks: ({ steps }) => logSteps(steps, LOOKS),
  begin({ trials, training, heldOut, trainer, show }) {
    const steps: number[] = []
    const aucs: number[][] = trials.map(() => [])
    return {
      async look(step) {
        const members = await trainer.codeLengths(training.map(({ tokens }) => tokens))
        const nonMembers = await trainer.codeLengths(heldOut.map(({ tokens }) => tokens))
        steps.push(step)
        trials.forEach((_, m) => {
          const auc = lossAuc(members[m]!, nonMembers[m]!, training[m]!.seqLen)
          aucs[m]!.push(Number(auc.toPrecision(4)))
          show(m, step, { auc })
        })
      },
      finish: async (nats) =>
        trials.map((_, m) => {
          const found = attackMeasures(training[m]!, heldOut[m]!, nats.training[m]!, nats.heldOut[m]!)
          const traces = { ...found.traces, 'attack.step': steps, 'attack.auc': aucs[m]! }
          return { measures: found.measures, traces }
        }),
    }
  },
} satisfies Procedure
