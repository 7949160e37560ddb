// y = f(x·W + b) + residual, f nothing, GELU or SwiGLU; pre = x·W + b is kept for the gradient of f.
// x (rows, DEPTH), pre (rows, WIDTH), y and residual as wide as pre, or half as wide (PAIRS) with SwiGLU, whose W holds the gates' columns and
// then the values'. W and b per member, at uniforms.weight and uniforms.bias of its parameters.
// A workgroup computes 32 rows × COLUMNS columns (product.wgsl); padding rows come out as whatever they hold.
// Workgroups are numbered through x and y: columns of one tile of rows first. At most 2³² elements in a buffer.

fn inputsAt(at: vec4u) -> vec4f {
  return vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

fn addend(member: u32, columns: vec4u) -> vec4f {
//#if BIAS
  let at = member * PARAM_STRIDE + uniforms.bias + storedColumns(columns);
  return vec4f(params[at.x], params[at.y], params[at.z], params[at.w]);
//#endif
//#if !BIAS
  return vec4f();
//#endif
}

//#if PLAIN
fn activated(sum: vec4f) -> vec4f { return sum; }
fn keep(at: u32, sum: f32) {}
//#endif
//#if GELU
fn activated(sum: vec4f) -> vec4f { return gelu(sum); }
fn keep(at: u32, sum: f32) { pre[at] = sum; }
//#endif

// Columns past the last are computed from the last and not written.
//#if !SWIGLU
fn storedColumns(columns: vec4u) -> vec4u {
  return min(columns, vec4u(WIDTH - 1u));
}

fn finish(row: u32, columns: vec4u, sum: vec4f) {
  let value = activated(sum);
  for (var j = 0u; j < 4u; j++) {
    if (WIDTH % COLUMNS == 0u || columns[j] < WIDTH) {
      let at = row * WIDTH + columns[j];
      keep(at, sum[j]);
      put(at, value[j]);
    }
  }
}
//#endif

//#if SWIGLU
const HALF = COLUMNS / 2u;

fn pairOf(columns: vec4u) -> vec4u {
  return (columns / COLUMNS) * HALF + columns % HALF;
}

// Half of a tile's columns are gates, the other half their values: of the four columns of an invocation, half a tile is two apart.
fn storedColumns(columns: vec4u) -> vec4u {
  let pair = min(pairOf(columns), vec4u(PAIRS - 1u));
  return select(pair, PAIRS + pair, columns % COLUMNS >= vec4u(HALF));
}

fn finish(row: u32, columns: vec4u, sum: vec4f) {
  let pair = pairOf(columns);
  let value = swiglu(sum.xyxy, sum.zwzw);
  for (var j = 0u; j < 2u; j++) {
    if (PAIRS % HALF == 0u || pair[j] < PAIRS) {
      pre[row * WIDTH + pair[j]] = sum[j];
      pre[row * WIDTH + PAIRS + pair[j]] = sum[j + 2u];
      put(row * PAIRS + pair[j], value[j]);
    }
  }
}
//#endif

fn put(at: u32, value: f32) {
//#if RESIDUAL
  y[at] = value + residual[at];
//#endif
//#if !RESIDUAL
  y[at] = value;
//#endif
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) workgroup: vec3u,
  @builtin(num_workgroups) workgroups: vec3u,
  @builtin(local_invocation_index) thread: u32,
) {
  let group = workgroup.y * workgroups.x + workgroup.x;
  if (group >= GROUPS) {
    return;
  }
  multiplyRows(table[TILES_AT + group / COLUMN_TILES], (group % COLUMN_TILES) * COLUMNS, thread);
}
