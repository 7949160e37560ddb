// With p_tu = exp(q_t·k_u/√W − logSumExp_t) and g_tu = p_tu·dout_t·(v_u − out_t): dq_t = Σ_u≤t g_tu·k_u/√W, dk_u = Σ_t≥u g_tu·q_t/√W, dv_u = Σ_t≥u p_tu·dout_t.
// qkv, dqkv (rows, 3D): q, k, v, each with its heads side by side, W = D/H wide; out, dout (rows, D); logSumExp (rows, H).
// One invocation: one (string, head, row), first as a query for dq, then as a key for dk and dv. Neighbours as in the forward pass.
// q, k stand for what their positions turn them into where those are rotary (rows.wgsl). Limits: W ≤ 64 (registers). Only rows of strings are touched, never padding.

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32,
) {
  let id = (group.y * groups.x + group.x) * 64u + lane;
  if (id >= STRINGS * SEQ * HEADS) { return; }
  let unit = id / (HEAD_GROUP * SEQ);
  let head = (unit % (HEADS / HEAD_GROUP)) * HEAD_GROUP + id % HEAD_GROUP;
  let first = table[STRINGS_AT + unit / (HEADS / HEAD_GROUP)].x;
  queryGradient(first, (id / HEAD_GROUP) % SEQ, head);
  keyGradients(first, (id / HEAD_GROUP) % SEQ, head);
}

fn queryGradient(first: u32, t: u32, head: u32) {
  let queryAt = (first + t) * 3u * WIDTH + head * PIECES;
  let outAt = (first + t) * WIDTH + head * PIECES;
  let logTotal = logSumExp[(first + t) * HEADS + head];
  var query = scaledRow(queryAt, t);
  var dHere: Row;
  var dQuery: Row;
  var delta = 0.0;
  for (var e = 0u; e < PIECES; e++) {
    dHere[e] = dout[outAt + e];
    delta += inner(dHere[e], out[outAt + e]);
  }
  for (var u = 0u; u <= t; u++) {
    let keyAt = (first + u) * 3u * WIDTH + WIDTH + head * PIECES;
    let score = innerWith(&query, keyAt, u);
    var dWeight = 0.0;
    for (var e = 0u; e < PIECES; e++) { dWeight += inner(dHere[e], qkv[keyAt + WIDTH + e]); }
    let dScore = exp(score - logTotal) * (dWeight - delta);
    addRow(&dQuery, dScore, keyAt, u);
  }
  writeGradient(&dQuery, queryAt, t);
}

fn keyGradients(first: u32, u: u32, head: u32) {
  let keyAt = (first + u) * 3u * WIDTH + WIDTH + head * PIECES;
  var key = scaledRow(keyAt, u);
  var value: Row;
  var dKey: Row;
  var dValue: Row;
  for (var e = 0u; e < PIECES; e++) { value[e] = qkv[keyAt + WIDTH + e]; }
  for (var t = u; t < SEQ; t++) {
    let queryAt = (first + t) * 3u * WIDTH + head * PIECES;
    let outAt = (first + t) * WIDTH + head * PIECES;
    let score = innerWith(&key, queryAt, t);
    var dWeight = 0.0;
    for (var e = 0u; e < PIECES; e++) { dWeight += inner(dout[outAt + e], value[e] - out[outAt + e]); }
    let weight = exp(score - logSumExp[(first + t) * HEADS + head]);
    let dScore = weight * dWeight;
    addRow(&dKey, dScore, queryAt, t);
    for (var e = 0u; e < PIECES; e++) { dValue[e] += weight * dout[outAt + e]; }
  }
  writeGradient(&dKey, keyAt, u);
  for (var e = 0u; e < PIECES; e++) { dqkv[keyAt + WIDTH + e] = dValue[e]; }
}
