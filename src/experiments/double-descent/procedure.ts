/** Test loss while it trains: held-out strings are measured at a dozen steps, so that the peak can be watched as it grows. */
import { bitsPerToken } from '@/core/metrics/bits'
import { logSteps } from '@/core/metrics/log-steps'
import { significantDigits } from '@/core/results/digits'
import type { Procedure } from '@/runtime/runner/procedure'

const PROBES = 12

export default {
  probeSteps: ({ steps }) => logSteps(steps, PROBES),
  begin: ({ trials, heldOut, trainer }) => ({
    async probe() {
      const nats = await trainer.codeLengths(heldOut.map(({ tokens }) => tokens))
      return nats.map((own, m) => ({
        values: { 'test.bitsPerToken': significantDigits(bitsPerToken(own, heldOut[m]!.seqLen), 6) },
      }))
    },
    finish: async () => trials.map(() => ({ measures: {}, traces: {} })),
  }),
} satisfies Procedure
