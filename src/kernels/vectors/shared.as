/**
 * A test program: the functions that all languages share, as exports.
 *
 * Formula:
 *   those of the files that it takes from
 * Shapes:          numbers in, one number out.
 * One call:        one row of arguments.
 * Limits:          those of the functions.
 * Reference:       vectors.ts.
 */
import { roundedByChance, roundingDraw } from '../adamw/rounding.as'

export { mix32 } from '../kit/mix32.as'
export { roundedToBfloat16, roundedToFloat16 } from '../adamw/rounding.as'
export { scheduleFactor } from '../adamw/schedule.as'
export { shuffled } from '../batch/shuffle.as'

export function roundedStochastically(bits: u32, key: u32, step: u32, index: u32): u32 {
  return roundedByChance(bits, roundingDraw(key, step, index))
}
