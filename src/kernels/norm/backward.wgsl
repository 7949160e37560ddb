// With e = dy·gain, z = (x − μ)·f: dx = f·(e − mean e − z·mean(e·z)) (+ dResidual); rms without mean e. dgain = Σ dy·z, dbias = Σ dy over rows.
// x, dy, dResidual, dx (rows, D); stats (rows, 2) = μ, f; partials (splits, PARAM_STRIDE): a split's own sums at the gain's and the bias's offsets.
// First DX_GROUPS workgroups: dx, rows as in the forward pass. Then one workgroup for each split and COLUMNS columns: 64/COLUMNS invocations share a column.
// Limits: as in the forward pass; COLUMNS divides 64. Padding rows are neither read nor written.

//#if RESIDUAL
fn residual(at: u32) -> f32 { return dResidual[at]; }
//#endif
//#if !RESIDUAL
fn residual(at: u32) -> f32 { return 0.0; }
//#endif

//#if LAYER
fn writeSums(at: u32, sums: vec2f) {
  partials[at + uniforms.gain] = sums.x;
  partials[at + uniforms.bias] = sums.y;
}
//#endif
//#if !LAYER
fn writeSums(at: u32, sums: vec2f) { partials[at + uniforms.gain] = sums.x; }
//#endif

fn scaled(at: u32, member: u32, d: u32) -> f32 { return dy[at] * params[member * PARAM_STRIDE + uniforms.gain + d]; }

fn gradient(e: f32, z: f32, factor: f32, means: vec2f, at: u32) -> f32 {
  return factor * (e - means.x - z * means.y) + residual(at);
}

/// mean e (0 for rms) and mean(e·z).
fn meansOf(sums: vec2f) -> vec2f {
  return vec2f(select(0.0, sums.x / f32(WIDTH), CENTRED == 1u), sums.y / f32(WIDTH));
}

//#if NARROW
fn inputGradient(group: u32, lane: u32) {
  let slot = group * 64u + lane;
  if (slot / TILE_ROWS >= TILES) { return; }
  let tile = table[TILES_AT + slot / TILE_ROWS];
  if (slot % TILE_ROWS >= tile.z) { return; }
  let row = tile.y + slot % TILE_ROWS;
  let mean = stats[2u * row];
  let factor = stats[2u * row + 1u];
  var es: array<f32, WIDTH>;
  var zs: array<f32, WIDTH>;
  var sums = vec2f();
  for (var d = 0u; d < WIDTH; d++) {
    let at = row * WIDTH + d;
    es[d] = scaled(at, tile.x, d);
    zs[d] = (x[at] - mean) * factor;
    sums += vec2f(es[d], es[d] * zs[d]);
  }
  let means = meansOf(sums);
  for (var d = 0u; d < WIDTH; d++) {
    let at = row * WIDTH + d;
    dx[at] = gradient(es[d], zs[d], factor, means, at);
  }
}
//#endif

//#if !NARROW
// One column more than LANES: rows then start in unlike banks.
var<workgroup> laneSums: array<array<vec2f, LANES + 1u>, TILE_ROWS>;
var<workgroup> rowMeans: array<vec2f, TILE_ROWS>;

fn inputGradient(group: u32, lane: u32) {
  let tile = table[TILES_AT + group];
  for (var r = lane / LANES; r < tile.z; r += 64u / LANES) {
    let row = tile.y + r;
    let mean = stats[2u * row];
    let factor = stats[2u * row + 1u];
    var sums = vec2f();
    for (var d = lane % LANES; d < WIDTH; d += LANES) {
      let at = row * WIDTH + d;
      let e = scaled(at, tile.x, d);
      sums += vec2f(e, e * (x[at] - mean) * factor);
    }
    laneSums[r][lane % LANES] = sums;
  }
  workgroupBarrier();
  if (lane < tile.z) {
    var sums = vec2f();
    for (var l = 0u; l < LANES; l++) { sums += laneSums[lane][l]; }
    rowMeans[lane] = meansOf(sums);
  }
  workgroupBarrier();
  for (var i = lane; i < tile.z * WIDTH; i += 64u) {
    let row = tile.y + i / WIDTH;
    let at = tile.y * WIDTH + i;
    let factor = stats[2u * row + 1u];
    let z = (x[at] - stats[2u * row]) * factor;
    dx[at] = gradient(scaled(at, tile.x, i % WIDTH), z, factor, rowMeans[i / WIDTH], at);
  }
}
//#endif

/// dgain, dbias of one column, as far as each invocation summed them.
var<workgroup> columnSums: array<vec2f, 64>;

fn parameterGradient(index: u32, lane: u32) {
  const chunks = (WIDTH + COLUMNS - 1u) / COLUMNS;
  let split = table[SPLITS_AT + index / chunks];
  let d = (index % chunks) * COLUMNS + lane % COLUMNS;
  var sums = vec2f();
  if (d < WIDTH) {
    for (var r = lane / COLUMNS; r < split.z; r += 64u / COLUMNS) {
      let row = split.y + r;
      let dyHere = dy[row * WIDTH + d];
      sums += vec2f(dyHere * (x[row * WIDTH + d] - stats[2u * row]) * stats[2u * row + 1u], dyHere);
    }
  }
  columnSums[lane] = sums;
  workgroupBarrier();
  if (lane < COLUMNS && d < WIDTH) {
    for (var other = lane + COLUMNS; other < 64u; other += COLUMNS) { sums += columnSums[other]; }
    writeSums((index / chunks) * PARAM_STRIDE + d, sums);
  }
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32,
) {
  let index = group.y * groups.x + group.x;
  if (index < DX_GROUPS) {
    inputGradient(index, lane);
  } else if (index < GROUPS) {
    parameterGradient(index - DX_GROUPS, lane);
  }
}
