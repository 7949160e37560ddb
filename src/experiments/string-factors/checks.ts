/** Strings that the independent trainer learned too. */
import type { Check } from '@/core/findings/finding'
import { oracleStringChecks } from '@/core/findings/oracle-strings'

export const checks: readonly Check[] = oracleStringChecks()
