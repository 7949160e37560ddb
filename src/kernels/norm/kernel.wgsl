// y = (x − μ)·f·gain + bias with f = 1/√(σ² + ε), μ and σ² over the D values of a row; rms: μ = 0, σ² = mean x², no bias.
// x, y (rows, D); stats (rows, 2) = μ, f; gain and bias (D) of the row's member in params. LANES·PER_LANE ≥ D.
// NARROW: an invocation takes one row, in registers. Else a workgroup takes one tile; LANES invocations share a row, merged by Chan's rule.
// Limits: D ≤ 64 where NARROW (registers), else D ≤ 512 or so (D/LANES registers). Padding rows are neither read nor written.

//#if LAYER
fn shift(member: u32, d: u32) -> f32 { return params[member * PARAM_STRIDE + uniforms.bias + d]; }
//#endif
//#if !LAYER
fn shift(member: u32, d: u32) -> f32 { return 0.0; }
//#endif

fn normed(centred: f32, member: u32, d: u32) -> f32 {
  return centred * params[member * PARAM_STRIDE + uniforms.gain + d] + shift(member, d);
}

//#if NARROW
@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32,
) {
  let slot = (group.y * groups.x + group.x) * 64u + lane;
  if (slot / TILE_ROWS >= TILES) { return; }
  let tile = table[TILES_AT + slot / TILE_ROWS];
  if (slot % TILE_ROWS >= tile.z) { return; }
  let row = tile.y + slot % TILE_ROWS;
  var values: array<f32, WIDTH>;
  var sum = 0.0;
  for (var d = 0u; d < WIDTH; d++) {
    values[d] = x[row * WIDTH + d];
    sum += values[d];
  }
  let mean = select(0.0, sum / f32(WIDTH), CENTRED == 1u);
  var squares = 0.0;
  for (var d = 0u; d < WIDTH; d++) {
    let centred = values[d] - mean;
    squares += centred * centred;
  }
  let factor = inverseSqrt(squares / f32(WIDTH) + EPSILON);
  stats[2u * row] = mean;
  stats[2u * row + 1u] = factor;
  for (var d = 0u; d < WIDTH; d++) {
    y[row * WIDTH + d] = normed((values[d] - mean) * factor, tile.x, d);
  }
}
//#endif

//#if !NARROW
// One column more than LANES: rows then start in unlike banks.
var<workgroup> laneMeans: array<array<f32, LANES + 1u>, TILE_ROWS>;
var<workgroup> laneSquares: array<array<f32, LANES + 1u>, TILE_ROWS>;
var<workgroup> rowStats: array<vec2f, TILE_ROWS>;

/// How many columns a lane takes: lane, lane + LANES, …
fn laneCount(lane: u32) -> u32 { return (WIDTH - lane + LANES - 1u) / LANES; }

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u, @builtin(local_invocation_index) lane: u32,
) {
  let index = group.y * groups.x + group.x;
  if (index >= TILES) { return; }
  let tile = table[TILES_AT + index];
  let column = lane % LANES;
  for (var r = lane / LANES; r < tile.z; r += 64u / LANES) {
    var values: array<f32, PER_LANE>;
    var sum = 0.0;
    // Bounds known at compile time, so that the values stay in registers.
    for (var k = 0u; k < PER_LANE; k++) {
      let d = column + k * LANES;
      if (d < WIDTH) {
        values[k] = x[(tile.y + r) * WIDTH + d];
        sum += values[k];
      }
    }
    let mean = select(0.0, sum / f32(laneCount(column)), CENTRED == 1u);
    var squares = 0.0;
    for (var k = 0u; k < PER_LANE; k++) {
      if (column + k * LANES < WIDTH) {
        let centred = values[k] - mean;
        squares += centred * centred;
      }
    }
    laneMeans[r][column] = mean;
    laneSquares[r][column] = squares;
  }
  workgroupBarrier();
  if (lane < tile.z) {
    var sum = 0.0;
    for (var l = 0u; l < LANES; l++) { sum += f32(laneCount(l)) * laneMeans[lane][l]; }
    let mean = sum / f32(WIDTH);
    var squares = 0.0;
    for (var l = 0u; l < LANES; l++) {
      let between = laneMeans[lane][l] - mean;
      squares += laneSquares[lane][l] + f32(laneCount(l)) * between * between;
    }
    let factor = inverseSqrt(squares / f32(WIDTH) + EPSILON);
    rowStats[lane] = vec2f(mean, factor);
    stats[2u * (tile.y + lane)] = mean;
    stats[2u * (tile.y + lane) + 1u] = factor;
  }
  workgroupBarrier();
  for (var i = lane; i < tile.z * WIDTH; i += 64u) {
    let row = rowStats[i / WIDTH];
    let at = tile.y * WIDTH + i;
    y[at] = normed((x[at] - row.x) * row.y, tile.x, i % WIDTH);
  }
}
//#endif
