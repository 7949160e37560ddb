/** Looks at the string and its tokens while it is learned. */
import type { Procedure } from '@/runtime/runner/procedure'
import { watchRepetition } from '@/runtime/runner/watch-repetition'

export default watchRepetition({ withGrid: true }) satisfies Procedure
