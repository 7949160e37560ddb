// Rows × weights: out(32 rows, WIDTH) = in(32 rows, DEPTH)·W, W stored (DEPTH, WIDTH), or (WIDTH, DEPTH) where DEPTH_FIRST.
// A workgroup owns 32 rows × COLUMNS columns and walks DEPTH in chunks staged in workgroup memory, as vec4 of 4 rows or 4 columns
// that lie a stride apart, so that neighbouring invocations load and store neighbouring addresses. One invocation: 4 × 4 sums (4 × 8
// where WIDE); with fewer than 32 columns some only stage. Any DEPTH and WIDTH. `storedColumns` says which columns of W a tile takes.

const THREADS = 64u;
const ROW_GROUPS = 8u;
const LEFT_STRIDE = ROW_GROUPS + 1u;
const COLUMN_GROUPS = COLUMNS / 4u;
const RIGHT_STRIDE = COLUMN_GROUPS + 1u;
const WIDE = COLUMNS == 64u;
const LANES_ACROSS = min(COLUMN_GROUPS, 8u);

var<workgroup> left: array<vec4f, LEFT_SIZE>;
var<workgroup> right: array<vec4f, RIGHT_SIZE>;

fn outer(a: vec4f, b: vec4f) -> mat4x4f {
  return mat4x4f(a.x * b, a.y * b, a.z * b, a.w * b);
}

// The four columns (or rows) of a group, from the first of its tile.
fn strided(first: u32, group: u32, groups: u32) -> vec4u {
  return first + group + groups * vec4u(0u, 1u, 2u, 3u);
}

fn stageInputs(row: u32, depth: u32, thread: u32) {
  for (var i = thread; i < CHUNK * ROW_GROUPS; i += THREADS) {
    let k = depth + i % CHUNK;
    let at = strided(row, i / CHUNK, ROW_GROUPS) * DEPTH + k;
    var values = vec4f();
    if (DEPTH % CHUNK == 0u || k < DEPTH) {
      values = inputsAt(at);
    }
    left[(i % CHUNK) * LEFT_STRIDE + i / CHUNK] = values;
  }
}

fn stageWeights(weights: u32, column: u32, depth: u32, thread: u32) {
  for (var i = thread; i < CHUNK * COLUMN_GROUPS; i += THREADS) {
    let offset = select(i / COLUMN_GROUPS, i % CHUNK, DEPTH_FIRST == 1u);
    let group = select(i % COLUMN_GROUPS, i / CHUNK, DEPTH_FIRST == 1u);
    let k = depth + offset;
    let columns = storedColumns(strided(column, group, COLUMN_GROUPS));
    let at = weights + select(k * WIDTH + columns, columns * DEPTH + k, DEPTH_FIRST == 1u);
    var values = vec4f();
    if (DEPTH % CHUNK == 0u || k < DEPTH) {
      values = vec4f(params[at.x], params[at.y], params[at.z], params[at.w]);
    }
    right[offset * RIGHT_STRIDE + group] = values;
  }
}

fn multiplyRows(tile: vec4u, column: u32, thread: u32) {
  let weights = tile.x * PARAM_STRIDE + uniforms.weight;
  let rowGroup = thread / LANES_ACROSS;
  let columnGroup = thread % LANES_ACROSS;
  let depthOfLane = select(0u, CHUNK, rowGroup < ROW_GROUPS);
  var near = mat4x4f();
  var far = mat4x4f();
  for (var depth = 0u; depth < DEPTH; depth += CHUNK) {
    if (depth > 0u) {
      workgroupBarrier();
    }
    stageInputs(tile.y, depth, thread);
    stageWeights(weights, column, depth, thread);
    workgroupBarrier();
    for (var k = 0u; k < depthOfLane; k++) {
      let a = left[k * LEFT_STRIDE + rowGroup];
      near += outer(a, right[k * RIGHT_STRIDE + columnGroup]);
      if (WIDE) {
        far += outer(a, right[k * RIGHT_STRIDE + columnGroup + 8u]);
      }
    }
  }
  if (rowGroup >= ROW_GROUPS) {
    return;
  }
  finishBlock(tile, rowGroup, strided(column, columnGroup, COLUMN_GROUPS), near);
  if (WIDE) {
    finishBlock(tile, rowGroup, strided(column, columnGroup + 8u, COLUMN_GROUPS), far);
  }
}

fn finishBlock(tile: vec4u, rowGroup: u32, columns: vec4u, block: mat4x4f) {
  let added = addend(tile.x, columns);
  // A copy: an index that is not a constant may move what it indexes out of registers.
  var rows = block;
  for (var i = 0u; i < 4u; i++) {
    finish(tile.y + rowGroup + ROW_GROUPS * i, columns, rows[i] + added);
  }
}
