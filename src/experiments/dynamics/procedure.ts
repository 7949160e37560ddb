/** Probes the string and its tokens while it is learned. */

import { probeRepetition } from '@/runtime/runner/probe-repetition'
import type { Procedure } from '@/runtime/runner/procedure'

export default probeRepetition({ withGrid: true }) satisfies Procedure
