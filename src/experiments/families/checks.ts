/** The one family that the independent trainer has, as Tiny trains it. */
import type { Check } from '@/core/findings/finding'
import { oracleTinyChecks } from '@/core/findings/oracle-tiny'

export const checks: readonly Check[] = oracleTinyChecks()
