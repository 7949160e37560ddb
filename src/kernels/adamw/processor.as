/** The programs of programs.ts on the processor. Buffers and sizes are named as in the WGSL, which has the formulas. */
import { Optional } from '../kit/optional.as'
import { store4 } from '../kit/simd.as'
import { roundedByChance, roundedToBfloat16, roundedToFloat16, roundingDraw } from './rounding.as'

export function adamw_norm(
  table: usize,
  partials: usize,
  gradient: usize,
  norms: usize,
  PARAM_STRIDE: usize,
  PARAM_COUNT: i32,
  CHUNKS: i32,
  CHUNK: i32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  const step = PARAM_STRIDE << 2
  for (let m = 0; m < STRINGS_AT - MEMBERS_AT; m++) {
    const member = table + ((<usize>(MEMBERS_AT + m)) << 4)
    const slot = partials + <usize>load<i32>(member, 8) * step
    const splits = load<i32>(member, 12)
    const to = gradient + <usize>m * step
    for (let c = 0; c < CHUNKS; c++) {
      let squares: f32 = 0
      for (let i = c * CHUNK; i < min(PARAM_COUNT, (c + 1) * CHUNK); i++) {
        const at = (<usize>i) << 2
        let sum: f32 = 0
        for (let s = 0; s < splits; s++) sum += load<f32>(slot + <usize>s * step + at)
        store<f32>(to + at, sum)
        squares += sum * sum
      }
      store<f32>(norms + ((<usize>(m * CHUNKS + c)) << 2), squares)
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
  PARAM_STRIDE: usize,
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
    const own = state + ((<usize>m) << 4)
    if (load<f32>(own, 12) === 0) continue
    const t = <i32>load<f32>(own)
    let squares: f32 = 0
    for (let c = 0; c < CHUNKS; c++) squares += load<f32>(norms + ((<usize>(m * CHUNKS + c)) << 2))
    if (!isFinite<f32>(squares)) {
      store<f32>(ring + ((<usize>(((t - 1) % RING_STEPS) * MEMBERS + m)) << 2), f32.NaN)
      continue
    }
    const clip = f32x4.splat(CLIP_NORM / max<f32>(sqrt<f32>(squares), CLIP_NORM))
    const rate = f32x4.splat(
      <f32>(<f64>load<f32>(own, 4) * scheduleFactor(<f64>t, <f64>STEPS, WARMUP, COSINE_STEPS, COSINE)),
    )
    const firstScale = f32x4.splat(<f32>(1 / (1 - Math.exp(-BETA1_LOG * <f64>t))))
    const secondScale = f32x4.splat(<f32>(1 / (1 - Math.exp(-BETA2_LOG * <f64>t))))
    const start = (<usize>m * PARAM_STRIDE) << 2
    const key: u32 = STOCHASTIC ? load<u32>(keys + ((<usize>m) << 2)) : 0
    for (let i = 0; i < PARAM_COUNT; i += 4) {
      const at = start + ((<usize>i) << 2)
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
          const place = params + at + ((<usize>j) << 2)
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

/** scheduleFactor of core/model/recipe.ts. */
function scheduleFactor(t: f64, steps: f64, warmup: f64, cosineSteps: f64, cosine: bool): f64 {
  if (t <= warmup) return t / warmup
  if (!cosine) return 1
  const left = max<f64>(steps + 1 - t, 0) / cosineSteps
  const half = Math.sin((Math.PI / 2) * left)
  return half * half
}
