/** Rounds all matrices at the end and counts what is left. The format that a trial trains in is an option of its training. */
import { memorizedBits } from '@/core/metrics/bits'
import { roundMatrices } from '@/core/metrics/matrix-rounding'
import { familyById } from '@/core/model/families'
import type { Procedure } from '@/runtime/runner/procedure'
import { CHANNEL_INTEGERS, FLOATS, INTEGERS, measureOf } from './formats'

export default {
  begin({ trials, training, trainer }) {
    const { family, shape } = trials[0]!
    const specs = familyById(family).parameters(shape)
    return {
      async finish() {
        const weights = await trainer.readWeights()
        const measures: Record<string, number>[] = trials.map(() => ({}))
        for (const format of [...FLOATS, ...INTEGERS, ...CHANNEL_INTEGERS]) {
          trainer.writeWeights(weights.map((own) => roundMatrices(own, specs, format.round)))
          const nats = await trainer.codeLengths(training.map(({ tokens }) => tokens))
          nats.forEach((own, m) => {
            measures[m]![measureOf(format)] = memorizedBits(training[m]!.sourceBits, own).signed
          })
        }
        trainer.writeWeights(weights)
        return measures.map((own) => ({ measures: own, traces: {} }))
      },
    }
  },
} satisfies Procedure
