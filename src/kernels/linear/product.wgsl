// Rows × weights: out(32 rows, WIDTH) = in(32 rows, DEPTH)·W, W stored (DEPTH, WIDTH), or (WIDTH, DEPTH) where DEPTH_FIRST.
// A workgroup owns 32 rows × COLUMNS columns and walks DEPTH in chunks staged in workgroup memory, as vec4 of 4 rows or 4 columns
// that lie a stride apart, so that neighbouring invocations load and store neighbouring addresses. One invocation: 4 × 4 sums (4 × 8
// where WIDE); tiles of fewer than 32 columns leave invocations over, which share out the chunk instead (SLICES). Any DEPTH and WIDTH.

const THREADS = 64u;
const ROW_GROUPS = 8u;
const LEFT_STRIDE = ROW_GROUPS + 1u;
const COLUMN_GROUPS = COLUMNS / 4u;
const RIGHT_STRIDE = COLUMN_GROUPS + 1u;
const WIDE = COLUMNS == 64u;
const LANES = ROW_GROUPS * min(COLUMN_GROUPS, 8u);
const SLICES = THREADS / LANES;

var<workgroup> left: array<vec4f, LEFT_SIZE>;
var<workgroup> right: array<vec4f, RIGHT_SIZE>;
var<workgroup> sums: array<vec4f, SUMS_SIZE>;

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
      values = vec4f(inputAt(at.x), inputAt(at.y), inputAt(at.z), inputAt(at.w));
    }
    left[(i % CHUNK) * LEFT_STRIDE + i / CHUNK] = values;
  }
}

fn stageWeights(weights: u32, column: u32, depth: u32, thread: u32) {
  for (var i = thread; i < CHUNK * COLUMN_GROUPS; i += THREADS) {
    let offset = select(i / COLUMN_GROUPS, i % CHUNK, DEPTH_FIRST == 1u);
    let group = select(i % COLUMN_GROUPS, i / CHUNK, DEPTH_FIRST == 1u);
    let k = depth + offset;
    // Columns past the last are computed from the last and not written.
    let columns = min(strided(column, group, COLUMN_GROUPS), vec4u(WIDTH - 1u));
    let at = weights + select(k * WIDTH + columns, columns * DEPTH + k, DEPTH_FIRST == 1u);
    var values = vec4f();
    if (DEPTH % CHUNK == 0u || k < DEPTH) {
      values = vec4f(params[at.x], params[at.y], params[at.z], params[at.w]);
    }
    right[offset * RIGHT_STRIDE + group] = values;
  }
}

// Leaves the sum of a slice where `sumOfSlices` finds it after a barrier.
fn shareSums(block: mat4x4f, thread: u32) {
  sums[thread] = block[0];
  sums[THREADS + thread] = block[1];
  sums[2u * THREADS + thread] = block[2];
  sums[3u * THREADS + thread] = block[3];
}

// Row `i` of the block that the `lane`-th invocation of every slice has summed.
fn sumOfSlices(i: u32, lane: u32, lanes: u32) -> vec4f {
  var total = vec4f();
  for (var at = i * THREADS + lane; at < (i + 1u) * THREADS; at += lanes) {
    total += sums[at];
  }
  return total;
}

fn multiplyRows(tile: vec4u, column: u32, thread: u32) {
  let weights = tile.x * PARAM_STRIDE + uniforms.weight;
  let lane = thread % LANES;
  let slice = select(thread / LANES, 0u, SLICES == 1u);
  let lanesAcross = LANES / ROW_GROUPS;
  let rowGroup = lane / lanesAcross;
  let columnGroup = lane % lanesAcross;
  var near = mat4x4f();
  var far = mat4x4f();
  for (var depth = 0u; depth < DEPTH; depth += CHUNK) {
    if (depth > 0u) {
      workgroupBarrier();
    }
    stageInputs(tile.y, depth, thread);
    stageWeights(weights, column, depth, thread);
    workgroupBarrier();
    for (var k = slice; k < CHUNK; k += SLICES) {
      let a = left[k * LEFT_STRIDE + rowGroup];
      near += outer(a, right[k * RIGHT_STRIDE + columnGroup]);
      if (WIDE) {
        far += outer(a, right[k * RIGHT_STRIDE + columnGroup + 8u]);
      }
    }
  }
  if (SLICES == 1u) {
    finishBlock(tile, rowGroup, strided(column, columnGroup, COLUMN_GROUPS), near);
    if (WIDE) {
      finishBlock(tile, rowGroup, strided(column, columnGroup + 8u, COLUMN_GROUPS), far);
    }
    return;
  }
  shareSums(near, thread);
  workgroupBarrier();
  for (var i = thread; i < 4u * LANES; i += THREADS) {
    let owner = i % LANES;
    let columns = strided(column, owner % lanesAcross, COLUMN_GROUPS);
    let row = tile.y + owner / lanesAcross + ROW_GROUPS * (i / LANES);
    finish(row, columns, sumOfSlices(i / LANES, owner, LANES) + addend(tile.x, columns));
  }
}

fn finishBlock(tile: vec4u, rowGroup: u32, columns: vec4u, block: mat4x4f) {
  let rows = strided(tile.y, rowGroup, ROW_GROUPS);
  let added = addend(tile.x, columns);
  finish(rows.x, columns, block[0] + added);
  finish(rows.y, columns, block[1] + added);
  finish(rows.z, columns, block[2] + added);
  finish(rows.w, columns, block[3] + added);
}

fn finish(row: u32, columns: vec4u, values: vec4f) {
  let at = row * WIDTH + columns;
  if (WIDTH % COLUMNS == 0u || columns.x < WIDTH) {
    put(at.x, values.x);
  }
  if (WIDTH % COLUMNS == 0u || columns.y < WIDTH) {
    put(at.y, values.y);
  }
  if (WIDTH % COLUMNS == 0u || columns.z < WIDTH) {
    put(at.z, values.z);
  }
  if (WIDTH % COLUMNS == 0u || columns.w < WIDTH) {
    put(at.w, values.w);
  }
}
