/** Probes each string while it is learned; pictures of single tokens are left to `dynamics`. */

import { probeRepetition } from '@/runtime/runner/probe-repetition'
import type { Procedure } from '@/runtime/runner/procedure'

export default probeRepetition({ withGrid: false }) satisfies Procedure
