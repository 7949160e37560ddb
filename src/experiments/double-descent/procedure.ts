/** Test loss while it trains: held-out strings are measured at a dozen steps, so that the peak can be watched as it grows. */
import { bitsPerToken } from '@/core/metrics/bits'
import { logSteps } from '@/core/metrics/log-steps'
import type { Procedure } from '@/runtime/runner/procedure'

const LOOKS = 12

export default {
  looks: ({ steps }) => logSteps(steps, LOOKS),
  begin({ trials, heldOut, trainer, show }) {
    const steps: number[] = []
    const losses: number[][] = trials.map(() => [])
    return {
      async look(step) {
        const nats = await trainer.codeLengths(heldOut.map((dataset) => dataset.tokens))
        steps.push(step)
        nats.forEach((own, m) => {
          const testBitsPerToken = bitsPerToken(own, heldOut[m]!.seqLen)
          losses[m]!.push(Number(testBitsPerToken.toPrecision(6)))
          show(m, step, { testBitsPerToken })
        })
      },
      finish: async () =>
        losses.map((own) => ({ measures: {}, traces: { 'test.step': steps, 'test.bitsPerToken': own } })),
    }
  },
} satisfies Procedure
