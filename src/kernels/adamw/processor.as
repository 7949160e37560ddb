/**
 * adamw.norm and adamw.update on the processor: the gradient of a step with the squares for its norm, then AdamW (Loshchilov & Hutter
 * 2019, arXiv 1711.05101, algorithm 2).
 *
 * Formula:
 *   gradient[m, i] = Σ partials[s, i]        over the splits s of member m: the sum of their first half, plus that of their second
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
import { scratch } from '../kit/memory.as'
import { Optional } from '../kit/optional.as'
import { bytesOf, elementAt, Member, recordAt, rowAt, State } from '../kit/records.as'
import { addAll, firstLanes, store4, sum4 } from '../kit/simd.as'
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
  const spare = scratch(DEEPEST * BLOCK_BYTES)
  for (let m = 0; m < STRINGS_AT - MEMBERS_AT; m++) {
    const member = recordAt<Member>(table, MEMBERS_AT + m)
    const slot = rowAt(partials, member.firstSplit, PARAM_STRIDE)
    const to = rowAt(gradient, m, PARAM_STRIDE)
    for (let c = 0; c < CHUNKS; c++) {
      const end = min(PARAM_COUNT, (c + 1) * CHUNK)
      let squares = f32x4.splat(0)
      for (let block = c * CHUNK; block < end; block += BLOCK) {
        const own = elementAt(to, block)
        const count = min(BLOCK, end - block)
        sumOf(elementAt(slot, block), member.splits, PARAM_STRIDE, own, count, spare)
        let i = 0
        for (; i + 4 <= count; i += 4) {
          const sum = v128.load(elementAt(own, i))
          squares = f32x4.add(squares, f32x4.mul(sum, sum))
        }
        if (i < count) {
          const sum = v128.and(v128.load(elementAt(own, i)), firstLanes(count - i))
          squares = f32x4.add(squares, f32x4.mul(sum, sum))
        }
      }
      store<f32>(elementAt(norms, m * CHUNKS + c), sum4(squares))
    }
  }
}

/** Parameters that are added up over all splits before the next: few enough for what waits to stay in the nearest cache. */
const BLOCK: i32 = 512
const BLOCK_BYTES: usize = 4 * 512
/** How often a number of splits can be halved, at most. */
const DEEPEST: usize = 31

/**
 * to = Σ of `count` elements over `splits` slots: the sum of the first half of the slots, then that of the others added. It is the same
 * where somebody else has added up a branch of this tree.
 * @param spare room for a block of each branch that waits.
 */
function sumOf(slot: usize, splits: i32, stride: i32, to: usize, count: i32, spare: usize): void {
  if (splits === 1) {
    memory.copy(to, slot, bytesOf(count))
    return
  }
  const half = splits >> 1
  const second = rowAt(slot, half, stride)
  sumOf(slot, half, stride, to, count, spare)
  if (splits - half === 1) {
    addAll(to, second, count)
    return
  }
  sumOf(second, splits - half, stride, spare, count, spare + BLOCK_BYTES)
  addAll(to, spare, count)
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
    const whole = PARAM_COUNT & ~3
    const beta1 = f32x4.splat(BETA1)
    const beta2 = f32x4.splat(BETA2)
    const new1 = f32x4.splat(ONE_MINUS_BETA1)
    const new2 = f32x4.splat(ONE_MINUS_BETA2)
    const epsilon = f32x4.splat(EPSILON)
    const decay = f32x4.splat(WEIGHT_DECAY)
    const target = master ? master : params
    let at = start
    for (let i = 0; i < whole; i += 4) {
      updateFour(params + at, target + at, first + at, second + at, gradient + at, 4, beta1, beta2, new1, new2, firstScale, secondScale, epsilon, decay, clip, rate)
      at += 16
    }
    if (whole < PARAM_COUNT) {
      updateFour(params + at, target + at, first + at, second + at, gradient + at, PARAM_COUNT & 3, beta1, beta2, new1, new2, firstScale, secondScale, epsilon, decay, clip, rate)
    }
    if (BFLOAT16 || FLOAT16 || STOCHASTIC) {
      const key: u32 = STOCHASTIC ? load<u32>(elementAt(keys, m)) : 0
      roundAll(params + start, PARAM_COUNT, BFLOAT16, STOCHASTIC, key, t)
    }
  }
}

/** The first `count` of four parameters. @param master what the update goes to: params themselves where there is none. */
@inline
function updateFour(
  params: usize,
  master: usize,
  first: usize,
  second: usize,
  gradient: usize,
  count: i32,
  beta1: v128,
  beta2: v128,
  new1: v128,
  new2: v128,
  firstScale: v128,
  secondScale: v128,
  epsilon: v128,
  decay: v128,
  clip: v128,
  rate: v128,
): void {
  const g = f32x4.mul(v128.load(gradient), clip)
  const mean = f32x4.add(f32x4.mul(beta1, v128.load(first)), f32x4.mul(new1, g))
  const square = f32x4.add(f32x4.mul(beta2, v128.load(second)), f32x4.mul(new2, f32x4.mul(g, g)))
  const deviation = f32x4.add(f32x4.sqrt(f32x4.mul(square, secondScale)), epsilon)
  const direction = f32x4.div(f32x4.mul(mean, firstScale), deviation)
  const change = f32x4.mul(rate, f32x4.add(direction, f32x4.mul(decay, v128.load(params))))
  const moved = f32x4.sub(v128.load(master), change)
  store4(first, mean, count)
  store4(second, square, count)
  store4(master, moved, count)
  store4(params, moved, count)
}

/** Rounds weights in their place: by chance where STOCHASTIC, else to the nearest bfloat16 or float16. */
function roundAll(weights: usize, count: i32, BFLOAT16: bool, STOCHASTIC: bool, key: u32, step: i32): void {
  for (let i = 0; i < count; i++) {
    const place = elementAt(weights, i)
    const bits = load<u32>(place)
    let rounded: u32
    if (STOCHASTIC) rounded = roundedByChance(bits, roundingDraw(key, step, i))
    else rounded = BFLOAT16 ? roundedToBfloat16(bits) : roundedToFloat16(bits)
    store<u32>(place, rounded)
  }
}
