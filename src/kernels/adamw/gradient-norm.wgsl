// gradient[m][i] = sum of partials[s][i] over the splits s of member m; norms[m][c] = sum of gradient[m][i]^2 over the elements i of chunk c.
// partials (splits, PARAM_STRIDE); gradient (M, PARAM_STRIDE); norms (M, CHUNKS); parameters fill [0, PARAM_COUNT).
// One workgroup: one chunk of CHUNK elements of one member. One invocation sums every 64th element over the splits, always in the same order.
// Limits: elements from PARAM_COUNT on are neither read nor written.

var<workgroup> lanes: array<f32, 64>;
var<workgroup> spans: array<f32, 8>;

@compute @workgroup_size(64)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let member = table[MEMBERS_AT + group.y];
  let lastSplit = member.z + member.w;
  let end = min(PARAM_COUNT, (group.x + 1u) * CHUNK);
  var squares = 0.0;
  for (var i = group.x * CHUNK + lane; i < end; i += 64u) {
    // Four splits at once: loads that wait for no sum overlap.
    var sums = vec4f();
    var split = member.z;
    for (; split + 4u <= lastSplit; split += 4u) {
      let at = split * PARAM_STRIDE + i;
      sums += vec4f(
        partials[at],
        partials[at + PARAM_STRIDE],
        partials[at + 2u * PARAM_STRIDE],
        partials[at + 3u * PARAM_STRIDE],
      );
    }
    for (; split < lastSplit; split++) { sums.x += partials[split * PARAM_STRIDE + i]; }
    let sum = (sums.x + sums.y) + (sums.z + sums.w);
    gradient[group.y * PARAM_STRIDE + i] = sum;
    squares += sum * sum;
  }
  lanes[lane] = squares;
  workgroupBarrier();
  if (lane < 8u) {
    var sum = 0.0;
    for (var k = 0u; k < 8u; k++) { sum += lanes[lane * 8u + k]; }
    spans[lane] = sum;
  }
  workgroupBarrier();
  if (lane > 0u) { return; }
  var total = 0.0;
  for (var k = 0u; k < 8u; k++) { total += spans[k]; }
  norms[group.y * CHUNKS + group.x] = total;
}
