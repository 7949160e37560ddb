// out_t = Σ_u≤t softmax_u(q_t·k_u/√W)·v_u for each head; logSumExp_t = ln Σ_u≤t exp(q_t·k_u/√W). Online softmax, BLOCK keys at a time.
// qkv (rows, 3D): q, k, v, each with its heads side by side, W = D/H wide; out (rows, D); logSumExp (rows, H). Strings of SEQ rows, from the table.
// One invocation: one (string, head, row). Neighbours take the HEAD_GROUP heads of one row, then the next row: they read the same cache lines.
// q and k are turned by their positions where those are rotary (rows.wgsl). Limits: W ≤ 64 (registers). Only rows of strings are touched, never padding.

/// Below every score, and still a number when another is taken from it.
const LOWEST = -1e30;

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32,
) {
  let id = (group.y * groups.x + group.x) * 64u + lane;
  if (id >= STRINGS * SEQ * HEADS) { return; }
  let unit = id / (HEAD_GROUP * SEQ);
  let head = (unit % (HEADS / HEAD_GROUP)) * HEAD_GROUP + id % HEAD_GROUP;
  let first = table[STRINGS_AT + unit / (HEADS / HEAD_GROUP)].x;
  let t = (id / HEAD_GROUP) % SEQ;
  let row = first + t;
  var query = scaledRow(row * 3u * WIDTH + head * PIECES, t);
  var mixed: Row;
  let keys = first * 3u * WIDTH + WIDTH + head * PIECES;
  var largest = LOWEST;
  var total = 0.0;
  for (var u = 0u; u <= t; u += BLOCK) {
    // A block may reach beyond t: row t then stands in, with no weight.
    var scores: array<f32, BLOCK>;
    var top = largest;
    for (var b = 0u; b < BLOCK; b++) {
      let position = min(u + b, t);
      let score = innerWith(&query, keys + position * 3u * WIDTH, position);
      scores[b] = select(LOWEST, score, u + b <= t);
      top = max(top, scores[b]);
    }
    let shrink = exp(largest - top);
    largest = top;
    total *= shrink;
    for (var e = 0u; e < PIECES; e++) { mixed[e] *= shrink; }
    for (var b = 0u; b < BLOCK; b++) {
      let value = keys + WIDTH + min(u + b, t) * 3u * WIDTH;
      let weight = exp(scores[b] - top);
      total += weight;
      for (var e = 0u; e < PIECES; e++) { mixed[e] += weight * qkv[value + e]; }
    }
  }
  for (var e = 0u; e < PIECES; e++) { out[row * WIDTH + head * PIECES + e] = mixed[e] / total; }
  logSumExp[row * HEADS + head] = largest + log(total);
}
