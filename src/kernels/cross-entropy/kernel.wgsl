// nats = -ln softmax(logits)[target]; dlogits = (softmax - onehot(target)) / (real rows of the member).
// logits, dlogits (rows, V); targets, nats (rows).
// LANES invocations share a row, 64 / LANES rows a workgroup: each finds the maximum and sum of exp of every LANES-th logit, then all are joined.
// Limits: targets of real rows are below V. Padding rows are neither read nor written. A logit that is not finite makes its row so.

const LOWEST = -0x1.fffffep+127f;

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
  let first = row * VOCAB;
  var largest = LOWEST;
  var total = 0.0;
  if (real) {
    for (var v = lane; v < VOCAB; v += LANES) { largest = max(largest, logits[first + v]); }
    for (var v = lane; v < VOCAB; v += LANES) { total += exp(logits[first + v] - largest); }
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
  if (lane == 0u) { nats[row] = log(total) + (largest - logits[first + desired]); }
//#if GRADIENT
  let share = 1.0 / f32(table[MEMBERS_AT + tile.x].y);
  for (var v = lane; v < VOCAB; v += LANES) {
    let probability = exp(logits[first + v] - largest) / total;
    dlogits[first + v] = (probability - select(0.0, 1.0, v == desired)) * share;
  }
//#endif
}
