// With p_tu = exp(q_t·k_u/√W − logSumExp_t) and g_tu = p_tu·dout_t·(v_u − out_t): dq_t = Σ_u≤t g_tu·k_u/√W, dk_u = Σ_t≥u g_tu·q_t/√W, dv_u = Σ_t≥u p_tu·dout_t.
// qkv, dqkv (rows, 3D): q, k, v, each with its heads side by side, W = D/H wide; out, dout (rows, D); logSumExp (rows, H).
// One invocation: one (string, head, row), first as a query for dq, then as a key for dk and dv. Neighbours as in the forward pass.
// Limits: W ≤ 64 (registers). Only rows of strings are touched, never padding.

//#if VEC4
alias Piece = vec4f;
fn inner(a: Piece, b: Piece) -> f32 { return dot(a, b); }
//#endif
//#if !VEC4
alias Piece = f32;
fn inner(a: Piece, b: Piece) -> f32 { return a * b; }
//#endif

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
  var query: array<Piece, PIECES>;
  var dHere: array<Piece, PIECES>;
  var dQuery: array<Piece, PIECES>;
  var delta = 0.0;
  for (var e = 0u; e < PIECES; e++) {
    query[e] = qkv[queryAt + e] * SCALE;
    dHere[e] = dout[outAt + e];
    delta += inner(dHere[e], out[outAt + e]);
  }
  for (var u = 0u; u <= t; u++) {
    let keyAt = (first + u) * 3u * WIDTH + WIDTH + head * PIECES;
    var score = 0.0;
    var dWeight = 0.0;
    for (var e = 0u; e < PIECES; e++) {
      score += inner(query[e], qkv[keyAt + e]);
      dWeight += inner(dHere[e], qkv[keyAt + WIDTH + e]);
    }
    let dScore = exp(score - logTotal) * (dWeight - delta);
    for (var e = 0u; e < PIECES; e++) { dQuery[e] += dScore * qkv[keyAt + e]; }
  }
  for (var e = 0u; e < PIECES; e++) { dqkv[queryAt + e] = dQuery[e] * SCALE; }
}

fn keyGradients(first: u32, u: u32, head: u32) {
  let keyAt = (first + u) * 3u * WIDTH + WIDTH + head * PIECES;
  var key: array<Piece, PIECES>;
  var value: array<Piece, PIECES>;
  var dKey: array<Piece, PIECES>;
  var dValue: array<Piece, PIECES>;
  for (var e = 0u; e < PIECES; e++) {
    key[e] = qkv[keyAt + e] * SCALE;
    value[e] = qkv[keyAt + WIDTH + e];
  }
  for (var t = u; t < SEQ; t++) {
    let queryAt = (first + t) * 3u * WIDTH + head * PIECES;
    let outAt = (first + t) * WIDTH + head * PIECES;
    var score = 0.0;
    var dWeight = 0.0;
    for (var e = 0u; e < PIECES; e++) {
      score += inner(key[e], qkv[queryAt + e]);
      dWeight += inner(dout[outAt + e], value[e] - out[outAt + e]);
    }
    let weight = exp(score - logSumExp[(first + t) * HEADS + head]);
    let dScore = weight * dWeight;
    for (var e = 0u; e < PIECES; e++) {
      dKey[e] += dScore * qkv[queryAt + e];
      dValue[e] += weight * dout[outAt + e];
    }
  }
  for (var e = 0u; e < PIECES; e++) {
    dqkv[keyAt + e] = dKey[e] * SCALE;
    dqkv[keyAt + WIDTH + e] = dValue[e];
  }
}
