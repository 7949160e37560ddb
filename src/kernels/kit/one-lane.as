/**
 * A test program: functions of vectors for one number.
 *
 * Formula:
 *   those of simd.as
 * Shapes:          a number in, the number of one lane out.
 * One call:        one number, in all four lanes.
 * Limits:          those of the functions.
 * Reference:       simd.test.ts.
 */
import { exp4, ln4, twoToThe } from './simd.as'

export function exponential(x: f32): f32 {
  return f32x4.extract_lane(exp4(f32x4.splat(x)), 0)
}

export function power(x: f32): f32 {
  return f32x4.extract_lane(twoToThe(f32x4.splat(x)), 1)
}

export function logarithm(x: f32): f32 {
  return f32x4.extract_lane(ln4(f32x4.splat(x)), 2)
}
