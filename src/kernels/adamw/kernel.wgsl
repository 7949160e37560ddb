// g = gradient min(1, CLIP / |gradient|); m = b1 m + (1 - b1) g; v = b2 v + (1 - b2) g^2; p = p - rate (m / (1 - b1^t) / (sqrt(v / (1 - b2^t)) + EPSILON) + DECAY p).
// params, first (m), second (v), gradient (M, PARAM_STRIDE); norms (M, CHUNKS); state (M): x = t from 1, y = peak rate, w = 0 where the member is left alone.
// One invocation updates PER_LANE elements of one member, 64 apart; blocks of 64 PER_LANE are counted over x and z, members over y.
// Limits: t below 2^24. A member whose norm is not finite is left alone; a norm past 1.8e19 is infinite in float32.
// ring (RING_STEPS, M), bits: the loss of such a step becomes NaN, by one invocation; at the next one the loss kernel ends the member for good.
// Where weights have 16 bits (rounding.wgsl) p is rounded; keys (M) of draws by chance. With a MASTER (M, PARAM_STRIDE) it takes the update, and p is its rounding.

const HALF_PI = 1.57079632679;

/** 1 - e^-x for x >= 0, to a few units in the last place also where x is small: x (1 - x/2 (1 - x/3 (1 - ...))). */
fn oneMinusExp(x: f32) -> f32 {
  if (x > 0.5) { return 1.0 - exp(-min(x, 80.0)); }
  var series = 1.0;
  for (var n = 9.0; n > 1.0; n -= 1.0) { series = 1.0 - series * x / n; }
  return x * series;
}

/** sin x on [0, pi/2] by its series: WGSL allows the built-in an error of 5e-4. */
fn sine(x: f32) -> f32 {
  let s = x * x;
  return x * (1.0 - s / 6.0 * (1.0 - s / 20.0 * (1.0 - s / 42.0 * (1.0 - s / 72.0 * (1.0 - s / 110.0 * (1.0 - s / 156.0))))));
}

/** scheduleFactor of core/model/recipe.ts. (1 + cos pi x) / 2 = sin^2(pi (1 - x) / 2) does not cancel at the end. */
fn scheduleFactor(t: f32) -> f32 {
  if (t <= WARMUP) { return t / WARMUP; }
//#if COSINE
  let left = max(f32(STEPS + 1u) - t, 0.0) / COSINE_STEPS;
  let half = sine(HALF_PI * left);
  return half * half;
//#endif
//#if !COSINE
  return 1.0;
//#endif
}

/** One after the other: the sum has the bits that it has by single chunks. */
fn added(sum: f32, some: vec4f) -> f32 { return (((sum + some.x) + some.y) + some.z) + some.w; }

/** All chunks of a member, in order: eight loads that wait for no sum overlap. */
fn sumOfSquares(first: u32) -> f32 {
  var sum = 0.0;
  var c = first;
  let end = first + CHUNKS;
  for (; c + 8u <= end; c += 8u) {
    let near = vec4f(norms[c], norms[c + 1u], norms[c + 2u], norms[c + 3u]);
    let far = vec4f(norms[c + 4u], norms[c + 5u], norms[c + 6u], norms[c + 7u]);
    sum = added(added(sum, near), far);
  }
  for (; c < end; c++) { sum += norms[c]; }
  return sum;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let own = state[group.y];
  let squares = sumOfSquares(group.y * CHUNKS);
  let isFinite = (bitcast<u32>(squares) & 0x7f800000u) != 0x7f800000u;
  let block = (group.z * groups.x + group.x) * 64u * PER_LANE;
  if (own.w == 0.0) { return; }
  if (!isFinite) {
    if (block + lane == 0u) { ring[((u32(own.x) - 1u) % RING_STEPS) * groups.y + group.y] = 0x7fc00000u; }
    return;
  }
  let clip = CLIP_NORM / max(sqrt(squares), CLIP_NORM);
  let rate = own.y * scheduleFactor(own.x);
  let firstScale = 1.0 / oneMinusExp(own.x * BETA1_LOG);
  let secondScale = 1.0 / oneMinusExp(own.x * BETA2_LOG);
  let end = min(PARAM_COUNT, block + 64u * PER_LANE);
  for (var i = block + lane; i < end; i += 64u) {
    let at = group.y * PARAM_STRIDE + i;
    let g = gradient[at] * clip;
    let m = BETA1 * first[at] + ONE_MINUS_BETA1 * g;
    let v = BETA2 * second[at] + ONE_MINUS_BETA2 * g * g;
    let p = params[at];
    first[at] = m;
    second[at] = v;
    let change = rate * (m * firstScale / (sqrt(v * secondScale) + EPSILON) + WEIGHT_DECAY * p);
//#if !ROUNDED
    params[at] = p - change;
//#endif
//#if NEAREST
    params[at] = bitcast<f32>(rounded(bitcast<u32>(p - change)));
//#endif
//#if STOCHASTIC
    let draw = roundingDraw(keys[group.y], u32(own.x), i);
    params[at] = bitcast<f32>(roundedByChance(bitcast<u32>(p - change), draw));
//#endif
//#if MASTER
    let exact = master[at] - change;
    master[at] = exact;
    params[at] = bitcast<f32>(rounded(bitcast<u32>(exact)));
//#endif
  }
}
