/** Looks at each string while it is learned; pictures of single tokens are left to `dynamics`. */
import type { Procedure } from '@/runtime/runner/procedure'
import { watchRepetition } from '@/runtime/runner/watch-repetition'

export default watchRepetition({ withGrid: false }) satisfies Procedure
