// state.z = ring[(x mod RING_STEPS) M + m] = mean nats over the member's real rows, x = state.x; then state.x = x + 1; state.w = 0 where the mean is not finite.
// So is a mean that follows one that is not: the update marks a gradient that is not finite in the ring, and a member that has ended stays so.
// nats (rows), four a vector; state (M): steps done, peak learning rate, last mean loss, whether it trains; ring (RING_STEPS, M).
// One workgroup of SPAN x SPAN invocations sums one member, always in the same order: alone it touches that member's state.
// Limits: x below 2^24. Padding rows are not summed.

var<workgroup> lanes: array<f32, SPAN * SPAN>;
var<workgroup> spans: array<f32, SPAN>;

fn isFinite(value: f32) -> bool { return (bitcast<u32>(value) & 0x7f800000u) != 0x7f800000u; }

@compute @workgroup_size(SPAN * SPAN)
fn main(@builtin(workgroup_id) group: vec3u, @builtin(local_invocation_index) lane: u32) {
  let member = table[MEMBERS_AT + group.x];
  var sums = vec4f();
  for (var row = 4u * lane; row < member.y; row += 4u * SPAN * SPAN) {
    let isReal = vec4u(row) + vec4u(0u, 1u, 2u, 3u) < vec4u(member.y);
    sums += select(vec4f(), nats[(member.x + row) / 4u], isReal);
  }
  lanes[lane] = (sums.x + sums.y) + (sums.z + sums.w);
  workgroupBarrier();
  if (lane < SPAN) {
    var sum = 0.0;
    for (var k = 0u; k < SPAN; k++) { sum += lanes[lane * SPAN + k]; }
    spans[lane] = sum;
  }
  workgroupBarrier();
  if (lane > 0u) { return; }
  var total = 0.0;
  for (var k = 0u; k < SPAN; k++) { total += spans[k]; }
  let own = state[group.x];
  let step = u32(own.x);
  let previous = ring[((step + RING_STEPS - 1u) % RING_STEPS) * (STRINGS_AT - MEMBERS_AT) + group.x];
  var mean = total / f32(member.y);
  if (step > 0u && !isFinite(previous)) { mean = previous; }
  ring[(step % RING_STEPS) * (STRINGS_AT - MEMBERS_AT) + group.x] = mean;
  state[group.x] = vec4f(own.x + 1.0, own.y, mean, select(0.0, own.w, isFinite(mean)));
}
