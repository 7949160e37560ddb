// x[row] = tokens[inputs[row]], and where POSITIONS are learned + positions[(row - first row of the member) mod S].
// params (M, PARAM_STRIDE), in it the tables tokens (V+1, D) and positions (S, D); inputs (rows); x (rows, D). VECTOR: four columns at a time.
// One workgroup takes PART elements of one tile, neighbours by neighbours: tiles are counted over x and y, parts over z.
// Limits: ids of real rows are at most V. Padding rows are not written. VECTOR: D, PARAM_STRIDE and both tables' offsets are multiples of four.

//#if VECTOR
alias Columns = vec4f;
const COLUMNS = 4u;
//#endif
//#if !VECTOR
alias Columns = f32;
const COLUMNS = 1u;
//#endif

//#if POSITIONS
fn positionAt(tile: vec4u, row: u32, d: u32) -> Columns {
  let position = (tile.y - table[MEMBERS_AT + tile.x].x + row) % SEQ_LEN;
  return params[(tile.x * PARAM_STRIDE + uniforms.positions + position * WIDTH + d) / COLUMNS];
}
//#endif
//#if !POSITIONS
fn positionAt(tile: vec4u, row: u32, d: u32) -> Columns { return Columns(); }
//#endif

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let tileIndex = group.y * groups.x + group.x;
  if (tileIndex >= SPLITS_AT - TILES_AT) { return; }
  let tile = table[TILES_AT + tileIndex];
  let tokens = tile.x * PARAM_STRIDE + uniforms.tokens;
  let end = min(tile.z * WIDTH, (group.z + 1u) * PART);
  for (var i = group.z * PART + lane * COLUMNS; i < end; i += 64u * COLUMNS) {
    let row = i / WIDTH;
    let d = i % WIDTH;
    let token = params[(tokens + inputs[tile.y + row] * WIDTH + d) / COLUMNS];
    x[(tile.y * WIDTH + i) / COLUMNS] = token + positionAt(tile, row, d);
  }
}
