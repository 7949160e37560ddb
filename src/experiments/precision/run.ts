/**
 * Rounds the weights after every step where a trial asks for it, and all matrices at the end, to count what is left. Both go through
 * memory that the page can read: every step is waited for, which a processor does not notice and a GPU does.
 */
import { memorizedBits } from '@/core/bits'
import { familyById } from '@/core/families'
import type { Procedure } from '@/runtime/runner/procedure'
import { CHANNEL_INTEGERS, FLOATS, INTEGERS, measureOf, precisionOf } from './formats'
import { roundMatrices, weightRounding } from './weights'

export default {
  looks: ({ settings, steps }) =>
    precisionOf(settings) === 'float32' ? [] : Array.from({ length: steps + 1 }, (_, step) => step),
  begin({ trials, training, trainer }) {
    const roundings = trials.map(({ settings, seed }) => weightRounding(precisionOf(settings), seed))
    const { family, shape } = trials[0]!
    const specs = familyById(family).parameters(shape)
    return {
      async look() {
        const weights = await trainer.readWeights()
        trainer.writeWeights(weights.map((own, m) => roundings[m]!(own)))
      },
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
