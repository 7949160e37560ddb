/**
 * The programs of programs.ts on the processor, one head of one string at a time: its keys and values are laid out channel by channel,
 * so that four keys are looked at together. Buffers and sizes are named as in the WGSL; reference.ts has the formulas.
 */
import { scratch } from '../../engine/memory.as'
import { exp4, firstLanes, max4, sum4 } from '../../engine/simd.as'

/** Bytes of one channel of all positions, or of one value for each: whole vectors. */
function lineBytes(SEQ: i32): usize {
  return (<usize>((SEQ + 3) & ~3)) << 2
}

export function attention_forward(
  table: usize,
  qkv: usize,
  rotations: usize,
  out: usize,
  logSumExp: usize,
  SEQ: i32,
  HEADS: i32,
  HEAD_WIDTH: i32,
  ROTARY_CHANNELS: i32,
  SCALE: f32,
  STRINGS_AT: i32,
  STRINGS: i32,
): void {
  const line = lineBytes(SEQ)
  const head = line * <usize>HEAD_WIDTH
  const query = scratch(3 * head + line)
  const keys = query + head
  const values = keys + head
  const weights = values + head
  const width = HEADS * HEAD_WIDTH
  for (let s = 0; s < STRINGS; s++) {
    const first = load<i32>(table + ((<usize>(STRINGS_AT + s)) << 4))
    const string = qkv + ((<usize>first * 3 * <usize>width) << 2)
    for (let h = 0; h < HEADS; h++) {
      layOut(string, query, rotations, SEQ, HEAD_WIDTH, width, h, 0, ROTARY_CHANNELS)
      layOut(string, keys, rotations, SEQ, HEAD_WIDTH, width, h, 1, ROTARY_CHANNELS)
      layOut(string, values, 0, SEQ, HEAD_WIDTH, width, h, 2, 0)
      for (let t = 0; t < SEQ; t++) {
        const largest = scores(query + ((<usize>t) << 2), keys, weights, line, HEAD_WIDTH, t, SCALE)
        const total = exponentials(weights, t, largest)
        const row = first + t
        store<f32>(logSumExp + ((<usize>(row * HEADS + h)) << 2), largest + Mathf.log(total))
        let to = out + ((<usize>(row * width + h * HEAD_WIDTH)) << 2)
        for (let e = 0; e < HEAD_WIDTH; e++) {
          store<f32>(to, dot(weights, values + <usize>e * line, t) / total)
          to += 4
        }
      }
    }
  }
}

export function attention_backward(
  table: usize,
  qkv: usize,
  out: usize,
  logSumExp: usize,
  dout: usize,
  rotations: usize,
  dqkv: usize,
  SEQ: i32,
  HEADS: i32,
  HEAD_WIDTH: i32,
  ROTARY_CHANNELS: i32,
  SCALE: f32,
  STRINGS_AT: i32,
  STRINGS: i32,
): void {
  const line = lineBytes(SEQ)
  const head = line * <usize>HEAD_WIDTH
  const query = scratch(6 * head + 2 * line)
  const keys = query + head
  const values = keys + head
  const dQuery = values + head
  const dKeys = dQuery + head
  const dValues = dKeys + head
  const weights = dValues + head
  const slopes = weights + line
  const width = HEADS * HEAD_WIDTH
  for (let s = 0; s < STRINGS; s++) {
    const first = load<i32>(table + ((<usize>(STRINGS_AT + s)) << 4))
    const string = qkv + ((<usize>first * 3 * <usize>width) << 2)
    for (let h = 0; h < HEADS; h++) {
      layOut(string, query, rotations, SEQ, HEAD_WIDTH, width, h, 0, ROTARY_CHANNELS)
      layOut(string, keys, rotations, SEQ, HEAD_WIDTH, width, h, 1, ROTARY_CHANNELS)
      layOut(string, values, 0, SEQ, HEAD_WIDTH, width, h, 2, 0)
      memory.fill(dKeys, 0, 2 * head)
      for (let t = 0; t < SEQ; t++) {
        const row = first + t
        const at = (<usize>(row * width + h * HEAD_WIDTH)) << 2
        scores(query + ((<usize>t) << 2), keys, weights, line, HEAD_WIDTH, t, SCALE)
        exponentials(weights, t, load<f32>(logSumExp + ((<usize>(row * HEADS + h)) << 2)))
        let delta: f32 = 0
        for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) {
          delta += load<f32>(dout + at + (e << 2)) * load<f32>(out + at + (e << 2))
        }
        // By the scores: weight·(dout·v − dout·out)/√W.
        for (let u = 0; u <= t; u += 4) {
          const key = (<usize>u) << 2
          let sum = f32x4.splat(-delta)
          for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) {
            const gradient = v128.load32_splat(dout + at + (e << 2))
            const to = dValues + e * line + key
            sum = f32x4.add(sum, f32x4.mul(gradient, v128.load(values + e * line + key)))
            v128.store(to, f32x4.add(v128.load(to), f32x4.mul(gradient, v128.load(weights + key))))
          }
          v128.store(
            slopes + key,
            f32x4.mul(f32x4.mul(sum, v128.load(weights + key)), f32x4.splat(SCALE)),
          )
        }
        for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) {
          store<f32>(dQuery + e * line + ((<usize>t) << 2), dot(slopes, keys + e * line, t))
          const own = v128.load32_splat(query + e * line + ((<usize>t) << 2))
          for (let u = 0; u <= t; u += 4) {
            const key = (<usize>u) << 2
            const to = dKeys + e * line + key
            v128.store(to, f32x4.add(v128.load(to), f32x4.mul(own, v128.load(slopes + key))))
          }
        }
      }
      const to = dqkv + ((<usize>first * 3 * <usize>width) << 2)
      putBack(to, dQuery, rotations, SEQ, HEAD_WIDTH, width, h, 0, ROTARY_CHANNELS)
      putBack(to, dKeys, rotations, SEQ, HEAD_WIDTH, width, h, 1, ROTARY_CHANNELS)
      putBack(to, dValues, 0, SEQ, HEAD_WIDTH, width, h, 2, 0)
    }
  }
}

/** weights[u] = q_t·k_u/√W for u = 0 … t, −∞ up to the next multiple of four. @returns the largest; NaN where one is. */
@inline
function scores(
  query: usize,
  keys: usize,
  weights: usize,
  line: usize,
  HEAD_WIDTH: i32,
  t: i32,
  SCALE: f32,
): f32 {
  const lowest = f32x4.splat(-Infinity)
  let largest = lowest
  for (let u = 0; u <= t; u += 4) {
    const key = (<usize>u) << 2
    let sum = f32x4.splat(0)
    let at: usize = 0
    for (let e = 0; e < HEAD_WIDTH; e++) {
      sum = f32x4.add(sum, f32x4.mul(v128.load32_splat(query + at), v128.load(keys + at + key)))
      at += line
    }
    sum = f32x4.mul(sum, f32x4.splat(SCALE))
    if (u + 3 > t) sum = v128.bitselect(sum, lowest, firstLanes(t + 1 - u))
    v128.store(weights + key, sum)
    largest = f32x4.max(largest, sum)
  }
  return max4(largest)
}

/** weights[u] = e^(weights[u] − shift) for u = 0 … t, 0 behind. @returns their sum. */
@inline
function exponentials(weights: usize, t: i32, shift: f32): f32 {
  let total = f32x4.splat(0)
  for (let u = 0; u <= t; u += 4) {
    const at = weights + ((<usize>u) << 2)
    let value = exp4(f32x4.sub(v128.load(at), f32x4.splat(shift)))
    if (u + 3 > t) value = v128.and(value, firstLanes(t + 1 - u))
    v128.store(at, value)
    total = f32x4.add(total, value)
  }
  return sum4(total)
}

/** Σ a[u]·b[u] over u = 0 … t, where a is 0 behind t and b finite or never read. */
@inline
function dot(a: usize, b: usize, t: i32): f32 {
  let sum = f32x4.splat(0)
  for (let u = 0; u <= t; u += 4) {
    const at = (<usize>u) << 2
    sum = f32x4.add(sum, f32x4.mul(v128.load(a + at), v128.load(b + at)))
  }
  return sum4(sum)
}

/** (W, S) of one head's part of the rows of qkv, 0 behind the last position; the first `rotary` channels turned by their positions. */
function layOut(
  string: usize,
  to: usize,
  rotations: usize,
  SEQ: i32,
  HEAD_WIDTH: i32,
  width: i32,
  h: i32,
  part: i32,
  rotary: i32,
): void {
  const line = lineBytes(SEQ)
  memory.fill(to, 0, line * <usize>HEAD_WIDTH)
  for (let t = 0; t < SEQ; t++) {
    const from = string + ((<usize>(t * 3 * width + part * width + h * HEAD_WIDTH)) << 2)
    const at = to + ((<usize>t) << 2)
    for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) store<f32>(at + e * line, load<f32>(from + (e << 2)))
    if (rotary) turn(at, line, rotations, t, rotary, 1)
  }
}

/** The other way: turned back, and by position. */
function putBack(
  string: usize,
  from: usize,
  rotations: usize,
  SEQ: i32,
  HEAD_WIDTH: i32,
  width: i32,
  h: i32,
  part: i32,
  rotary: i32,
): void {
  const line = lineBytes(SEQ)
  for (let t = 0; t < SEQ; t++) {
    const to = string + ((<usize>(t * 3 * width + part * width + h * HEAD_WIDTH)) << 2)
    const at = from + ((<usize>t) << 2)
    if (rotary) turn(at, line, rotations, t, rotary, -1)
    for (let e: usize = 0; e < <usize>HEAD_WIDTH; e++) store<f32>(to + (e << 2), load<f32>(at + e * line))
  }
}

/** Turns the pairs (i, i + r/2) of position t, channels `line` bytes apart. */
function turn(at: usize, line: usize, rotations: usize, t: i32, rotary: i32, direction: f32): void {
  const half = <usize>rotary >> 1
  const angles = rotations + ((<usize>t * 2 * half) << 2)
  for (let i: usize = 0; i < half; i++) {
    const cos = load<f32>(angles + (i << 2))
    const sin = direction * load<f32>(angles + ((half + i) << 2))
    const a = load<f32>(at + i * line)
    const b = load<f32>(at + (half + i) * line)
    store<f32>(at + i * line, a * cos - b * sin)
    store<f32>(at + (half + i) * line, b * cos + a * sin)
  }
}
