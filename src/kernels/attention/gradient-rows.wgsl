// What the backward pass does with rows of queries and keys besides (rows.wgsl).

// sum += factor·(the row at `at`, turned)
fn addRow(sum: ptr<function, Row>, factor: f32, at: u32, position: u32) {
//#if ROTARY
  for (var e = 0u; e < TURNED; e++) {
    let pair = turnedPair(at, position, e);
    (*sum)[e] += factor * pair.first;
    (*sum)[TURNED + e] += factor * pair.second;
  }
//#endif
  for (var e = 2u * TURNED; e < PIECES; e++) { (*sum)[e] += factor * qkv[at + e]; }
}

// Writes the gradient of the row at `at`, given that of the turned one: turned back, times SCALE.
fn writeGradient(gradient: ptr<function, Row>, at: u32, position: u32) {
//#if ROTARY
  for (var e = 0u; e < TURNED; e++) {
    let pair = turn(Pair((*gradient)[e], (*gradient)[TURNED + e]), position, e, -1.0);
    dqkv[at + e] = pair.first * SCALE;
    dqkv[at + TURNED + e] = pair.second * SCALE;
  }
//#endif
  for (var e = 2u * TURNED; e < PIECES; e++) { dqkv[at + e] = (*gradient)[e] * SCALE; }
}
