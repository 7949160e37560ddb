/** The programs of programs.ts on the processor, row by row. Buffers and sizes are named as in the WGSL; reference.ts has the formulas. */
import { scratch } from '../kit/memory.as'
import { Optional } from '../kit/optional.as'
import { addAll, firstLanes, store4, sum4 } from '../kit/simd.as'

export function norm_forward(
  table: usize,
  params: usize,
  x: usize,
  y: usize,
  stats: usize,
  gain: usize,
  bias: Optional<usize>,
  PARAM_STRIDE: usize,
  WIDTH: i32,
  LAYER: bool,
  EPSILON: f32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  const step = (<usize>WIDTH) << 2
  for (let m = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = table + ((<usize>m) << 4)
    const own = params + ((<usize>(m - MEMBERS_AT) * PARAM_STRIDE) << 2)
    const first = load<i32>(member)
    const end = first + load<i32>(member, 4)
    for (let row = first; row < end; row++) {
      const from = x + <usize>row * step
      const to = y + <usize>row * step
      const mean: f32 = LAYER ? sumOf(from, WIDTH) / <f32>WIDTH : 0
      const factor: f32 = 1 / sqrt<f32>(squares(from, mean, WIDTH) / <f32>WIDTH + EPSILON)
      store<f32>(stats + ((<usize>row) << 3), mean)
      store<f32>(stats + ((<usize>row) << 3), factor, 4)
      for (let d = 0; d < WIDTH; d += 4) {
        const at = (<usize>d) << 2
        const centred = f32x4.mul(f32x4.sub(v128.load(from + at), f32x4.splat(mean)), f32x4.splat(factor))
        let value = f32x4.mul(centred, v128.load(own + (gain << 2) + at))
        if (LAYER) value = f32x4.add(value, v128.load(own + (bias << 2) + at))
        store4(to + at, value, WIDTH - d)
      }
    }
  }
}

/** Rows whose gradients by the parameters are summed before they join the others'. */
const CHUNK: i32 = 64

export function norm_backward(
  table: usize,
  params: usize,
  x: usize,
  stats: usize,
  dy: usize,
  dResidual: Optional<usize>,
  dx: usize,
  partials: usize,
  gain: usize,
  bias: Optional<usize>,
  PARAM_STRIDE: usize,
  WIDTH: i32,
  LAYER: bool,
  SPLITS_AT: i32,
  MEMBERS_AT: i32,
): void {
  const step = (<usize>WIDTH) << 2
  const dGain = scratch(2 * step + 64)
  const dBias = dGain + step
  for (let s = SPLITS_AT; s < MEMBERS_AT; s++) {
    const split = table + ((<usize>s) << 4)
    const gains = params + ((<usize>load<i32>(split) * PARAM_STRIDE + gain) << 2)
    const slot = partials + ((<usize>(s - SPLITS_AT) * PARAM_STRIDE) << 2)
    memory.fill(slot + (gain << 2), 0, step)
    if (LAYER) memory.fill(slot + (bias << 2), 0, step)
    const end = load<i32>(split, 4) + load<i32>(split, 8)
    for (let chunk = load<i32>(split, 4); chunk < end; chunk += CHUNK) {
      memory.fill(dGain, 0, 2 * step)
      for (let row = chunk; row < min(chunk + CHUNK, end); row++) {
        const at = <usize>row * step
        const passed = dResidual ? dResidual + at : 0
        rowGradient(x + at, stats + ((<usize>row) << 3), gains, dy + at, passed, dx + at, dGain, WIDTH, LAYER)
        if (LAYER) addAll(dBias, dy + at, WIDTH)
      }
      addAll(slot + (gain << 2), dGain, WIDTH)
      if (LAYER) addAll(slot + (bias << 2), dBias, WIDTH)
    }
  }
}

/** dx = factor·(e − mean e − z·mean(e·z)) + what the residual passed on, with e = dy·gain, z = (x − μ)·factor; dGain += dy·z. */
function rowGradient(
  x: usize,
  stats: usize,
  gains: usize,
  dy: usize,
  passed: usize,
  dx: usize,
  dGain: usize,
  WIDTH: i32,
  LAYER: bool,
): void {
  const mean = v128.load32_splat(stats)
  const factor = v128.load32_splat(stats, 4)
  let sumE = f32x4.splat(0)
  let sumEZ = f32x4.splat(0)
  for (let d = 0; d < WIDTH; d += 4) {
    const at = (<usize>d) << 2
    const z = f32x4.mul(f32x4.sub(v128.load(x + at), mean), factor)
    const gradient = v128.load(dy + at)
    const e = v128.and(f32x4.mul(gradient, v128.load(gains + at)), firstLanes(WIDTH - d))
    const ez = v128.and(f32x4.mul(e, z), firstLanes(WIDTH - d))
    sumE = f32x4.add(sumE, e)
    sumEZ = f32x4.add(sumEZ, ez)
    store4(dGain + at, f32x4.add(v128.load(dGain + at), f32x4.mul(gradient, z)), WIDTH - d)
  }
  const meanE = f32x4.splat(LAYER ? sum4(sumE) / <f32>WIDTH : 0)
  const meanEZ = f32x4.splat(sum4(sumEZ) / <f32>WIDTH)
  for (let d = 0; d < WIDTH; d += 4) {
    const at = (<usize>d) << 2
    const z = f32x4.mul(f32x4.sub(v128.load(x + at), mean), factor)
    const e = f32x4.mul(v128.load(dy + at), v128.load(gains + at))
    let value = f32x4.mul(factor, f32x4.sub(f32x4.sub(e, meanE), f32x4.mul(z, meanEZ)))
    if (passed) value = f32x4.add(value, v128.load(passed + at))
    store4(dx + at, value, WIDTH - d)
  }
}

function sumOf(x: usize, WIDTH: i32): f32 {
  let sum = f32x4.splat(0)
  for (let d = 0; d < WIDTH; d += 4) {
    sum = f32x4.add(sum, v128.and(v128.load(x + ((<usize>d) << 2)), firstLanes(WIDTH - d)))
  }
  return sum4(sum)
}

function squares(x: usize, mean: f32, WIDTH: i32): f32 {
  let sum = f32x4.splat(0)
  for (let d = 0; d < WIDTH; d += 4) {
    const centred = f32x4.sub(v128.load(x + ((<usize>d) << 2)), f32x4.splat(mean))
    sum = f32x4.add(sum, v128.and(f32x4.mul(centred, centred), firstLanes(WIDTH - d)))
  }
  return sum4(sum)
}
