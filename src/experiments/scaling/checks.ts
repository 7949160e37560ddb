/** The independent trainer's capacity line, model by model, and its slope. */
import type { Check } from '@/core/findings/finding'
import { oracleSlopeCheck } from '@/core/findings/oracle'
import { ORACLE_LINE, oracleLineChecks } from '@/core/findings/oracle-line'

export const checks: readonly Check[] = [
  ...oracleLineChecks(),
  oracleSlopeCheck(
    'bits for each further parameter: slope of the capacity line (V 64, S 16, L 2)',
    ORACLE_LINE.map(([, name]) => name),
  ),
]
