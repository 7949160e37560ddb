/**
 * The factor of the learning rate at step t: linear warm-up, then a half cosine to zero, or 1 where the schedule is constant.
 *
 * Formula:
 *   factor(t) = t / warmup                                  for t ≤ warmup
 *   factor(t) = ½ (1 + cos π (t − warmup) / cosineSteps)    after it, where cosine
 *   factor(t) = 1                                           after it, else
 *   cosineSteps = steps + 1 − warmup, so the cosine reaches 0 one step after the last.
 * Shapes:          one number in, one out.
 * One call:        one step of one member, in float64.
 * Limits:          t from 1 to steps.
 * Reference:       scheduleFactor in core/model/recipe.ts.
 */

/** The half cosine as sin²(π/2 · left / cosineSteps), which does not cancel near the end. */
export function scheduleFactor(t: f64, steps: f64, warmup: f64, cosineSteps: f64, cosine: bool): f64 {
  if (t <= warmup) return t / warmup
  if (!cosine) return 1
  const left = max<f64>(steps + 1 - t, 0) / cosineSteps
  const half = Math.sin((Math.PI / 2) * left)
  return half * half
}
