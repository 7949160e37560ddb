// nats = -ln softmax(logits)[target]; dlogits = (softmax - onehot(target)) / (real rows of the member).
// logits, dlogits (rows, V), four a vector where one invocation has the row and V allows; targets, nats (rows).
// LANES invocations share a row, 64 / LANES rows a workgroup: each finds the maximum and sum of exp of every LANES-th logit, then all are joined.
// Limits: targets of real rows are below V. Padding rows are neither read nor written. A logit that is not finite makes its row so.

const LOWEST = -0x1.fffffep+127f;

//#if VECTOR
alias Logits = vec4f;
const WIDTH = 4u;
fn largestOf(some: Logits) -> f32 { return max(max(some.x, some.y), max(some.z, some.w)); }
/** One after the other: the sum has the bits that it has by single logits. */
fn added(sum: f32, some: Logits) -> f32 { return (((sum + some.x) + some.y) + some.z) + some.w; }
fn logitAt(first: u32, v: u32) -> f32 { return logits[first + v / 4u][v % 4u]; }
fn oneHot(v: u32, desired: u32) -> Logits {
  return select(vec4f(), vec4f(1.0), vec4u(4u * v) + vec4u(0u, 1u, 2u, 3u) == vec4u(desired));
}
//#endif
//#if !VECTOR
alias Logits = f32;
const WIDTH = 1u;
fn largestOf(some: Logits) -> f32 { return some; }
fn added(sum: f32, some: Logits) -> f32 { return sum + some; }
fn logitAt(first: u32, v: u32) -> f32 { return logits[first + v]; }
fn oneHot(v: u32, desired: u32) -> Logits { return select(0.0, 1.0, v == desired); }
//#endif

//#if SHARED
/** Of each invocation: its largest logit, and its sum of exp(logit - largest). */
var<workgroup> parts: array<vec2f, 64>;
//#endif

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) index: u32,
) {
  let row = (group.y * groups.x + group.x) * (64u / LANES) + index / LANES;
  let lane = index % LANES;
  let tileIndex = row / TILE_ROWS;
  let tile = table[TILES_AT + min(tileIndex, SPLITS_AT - TILES_AT - 1u)];
  let real = tileIndex < SPLITS_AT - TILES_AT && row - tile.y < tile.z;
  let first = row * (VOCAB / WIDTH);
  var largest = LOWEST;
  var total = 0.0;
  if (real) {
    for (var v = lane; v < VOCAB / WIDTH; v += LANES) { largest = max(largest, largestOf(logits[first + v])); }
    for (var v = lane; v < VOCAB / WIDTH; v += LANES) { total = added(total, exp(logits[first + v] - largest)); }
  }
//#if SHARED
  parts[index] = vec2f(largest, total);
  workgroupBarrier();
  let own = index - lane;
  largest = LOWEST;
  total = 0.0;
  for (var k = 0u; k < LANES; k++) { largest = max(largest, parts[own + k].x); }
  for (var k = 0u; k < LANES; k++) { total += parts[own + k].y * exp(parts[own + k].x - largest); }
//#endif
  if (!real) { return; }
  let desired = targets[row];
  if (lane == 0u) { nats[row] = log(total) + (largest - logitAt(first, desired)); }
//#if GRADIENT
  let share = 1.0 / f32(table[MEMBERS_AT + tile.x].y);
  for (var v = lane; v < VOCAB / WIDTH; v += LANES) {
    let probability = exp(logits[first + v] - largest) / total;
    dlogits[first + v] = (probability - oneHot(v, desired)) * share;
  }
//#endif
}
