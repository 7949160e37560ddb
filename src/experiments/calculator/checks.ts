/** Its longer presets fill models of the independent trainer's capacity line. */
import type { Check } from '@/core/findings/finding'
import { oracleLineChecks } from '@/core/findings/oracle-line'

export const checks: readonly Check[] = oracleLineChecks()
