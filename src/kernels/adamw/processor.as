/**
 * adamw.norm and adamw.update on the processor: the gradient of a step with the squares for its norm, then AdamW (Loshchilov & Hutter
 * 2019, arXiv 1711.05101, algorithm 2).
 *
 * Formula:
 *   gradient[m, i] = Σ partials[s, i]        over the splits s of member m
 *   norms[m, c]    = Σ gradient[m, i]²       over the parameters i of chunk c
 *   g = gradient · min(1, CLIP_NORM / ‖gradient‖)
 *   m = β₁ m + (1 − β₁) g
 *   v = β₂ v + (1 − β₂) g²
 *   p = p − rate · (m̂ / (√v̂ + EPSILON) + WEIGHT_DECAY · p)
 *   m̂ = m / (1 − β₁ᵗ), v̂ = v / (1 − β₂ᵗ), rate = the member's peak rate · scheduleFactor(t) (schedule.as)
 *   With 16-bit weights p is rounded (rounding.as). With a master the update goes to the master, and p is its rounding.
 * Shapes:          as in norm.wesl and update.wesl; master and keys are 0 where a precision has none.
 * One call:        all members one after the other, parameters four at a time.
 * Limits:          t below 2²⁴. A norm that is not finite updates nothing: the step's loss becomes NaN in the ring, and at the next
 *                  step loss_mean ends the member for good.
 * Reference:       gradientNormReference and adamwReference in reference.ts.
 */
import { Optional } from '../kit/optional.as'
import { bytesOf, elementAt, Member, recordAt, rowAt, State } from '../kit/records.as'
import { store4 } from '../kit/simd.as'
import { roundedByChance, roundedToBfloat16, roundedToFloat16, roundingDraw } from './rounding.as'
import { scheduleFactor } from './schedule.as'

export function adamw_norm(
  table: usize,
  partials: usize,
  gradient: usize,
  norms: usize,
  PARAM_STRIDE: i32,
  PARAM_COUNT: i32,
  CHUNKS: i32,
  CHUNK: i32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  for (let m = 0; m < STRINGS_AT - MEMBERS_AT; m++) {
    const member = recordAt<Member>(table, MEMBERS_AT + m)
    const slot = rowAt(partials, member.firstSplit, PARAM_STRIDE)
    const splits = member.splits
    const to = rowAt(gradient, m, PARAM_STRIDE)
    for (let c = 0; c < CHUNKS; c++) {
      let squares: f32 = 0
      for (let i = c * CHUNK; i < min(PARAM_COUNT, (c + 1) * CHUNK); i++) {
        const at = bytesOf(i)
        let sum: f32 = 0
        for (let s = 0; s < splits; s++) sum += load<f32>(rowAt(slot, s, PARAM_STRIDE) + at)
        store<f32>(to + at, sum)
        squares += sum * sum
      }
      store<f32>(elementAt(norms, m * CHUNKS + c), squares)
    }
  }
}

export function adamw_update(
  params: usize,
  first: usize,
  second: usize,
  gradient: usize,
  norms: usize,
  state: usize,
  ring: usize,
  master: Optional<usize>,
  keys: Optional<usize>,
  PARAM_STRIDE: i32,
  PARAM_COUNT: i32,
  CHUNKS: i32,
  STEPS: i32,
  RING_STEPS: i32,
  MEMBERS: i32,
  BETA1: f32,
  BETA2: f32,
  ONE_MINUS_BETA1: f32,
  ONE_MINUS_BETA2: f32,
  BETA1_LOG: f64,
  BETA2_LOG: f64,
  EPSILON: f32,
  WEIGHT_DECAY: f32,
  CLIP_NORM: f32,
  WARMUP: f64,
  COSINE_STEPS: f64,
  COSINE: bool,
  BFLOAT16: bool,
  FLOAT16: bool,
  STOCHASTIC: bool,
): void {
  for (let m = 0; m < MEMBERS; m++) {
    const own = recordAt<State>(state, m)
    if (own.trains === 0) continue
    const t = <i32>own.steps
    let squares: f32 = 0
    for (let c = 0; c < CHUNKS; c++) squares += load<f32>(elementAt(norms, m * CHUNKS + c))
    if (!isFinite<f32>(squares)) {
      store<f32>(elementAt(ring, ((t - 1) % RING_STEPS) * MEMBERS + m), f32.NaN)
      continue
    }
    const clip = f32x4.splat(CLIP_NORM / max<f32>(sqrt<f32>(squares), CLIP_NORM))
    const rate = f32x4.splat(
      <f32>(<f64>own.rate * scheduleFactor(<f64>t, <f64>STEPS, WARMUP, COSINE_STEPS, COSINE)),
    )
    const firstScale = f32x4.splat(<f32>(1 / (1 - Math.exp(-BETA1_LOG * <f64>t))))
    const secondScale = f32x4.splat(<f32>(1 / (1 - Math.exp(-BETA2_LOG * <f64>t))))
    const start = rowAt(0, m, PARAM_STRIDE)
    const key: u32 = STOCHASTIC ? load<u32>(elementAt(keys, m)) : 0
    for (let i = 0; i < PARAM_COUNT; i += 4) {
      const at = elementAt(start, i)
      const count = PARAM_COUNT - i
      const g = f32x4.mul(v128.load(gradient + at), clip)
      const mean = f32x4.add(
        f32x4.mul(f32x4.splat(BETA1), v128.load(first + at)),
        f32x4.mul(f32x4.splat(ONE_MINUS_BETA1), g),
      )
      const square = f32x4.add(
        f32x4.mul(f32x4.splat(BETA2), v128.load(second + at)),
        f32x4.mul(f32x4.splat(ONE_MINUS_BETA2), f32x4.mul(g, g)),
      )
      store4(first + at, mean, count)
      store4(second + at, square, count)
      const weight = v128.load(params + at)
      const deviation = f32x4.add(f32x4.sqrt(f32x4.mul(square, secondScale)), f32x4.splat(EPSILON))
      const direction = f32x4.div(f32x4.mul(mean, firstScale), deviation)
      const change = f32x4.mul(
        rate,
        f32x4.add(direction, f32x4.mul(f32x4.splat(WEIGHT_DECAY), weight)),
      )
      const moved = f32x4.sub(master ? v128.load(master + at) : weight, change)
      if (master) store4(master + at, moved, count)
      store4(params + at, moved, count)
      if (BFLOAT16 || FLOAT16 || STOCHASTIC) {
        for (let j = 0; j < min(4, count); j++) {
          const place = elementAt(params + at, j)
          const bits = load<u32>(place)
          let rounded: u32
          if (STOCHASTIC) rounded = roundedByChance(bits, roundingDraw(key, t, i + j))
          else rounded = BFLOAT16 ? roundedToBfloat16(bits) : roundedToFloat16(bits)
          store<u32>(place, rounded)
        }
      }
    }
  }
}
