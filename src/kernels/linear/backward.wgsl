// dPre = dy·f′(pre); dx = dPre·Wᵀ (+ before, the gradient of x from its other uses); dW = xᵀ·dPre and db = Σ dPre over the rows of one
// split, into its slot of the partial sums. x, dx, before (rows, K = WIDTH); pre, dPre (rows, P = DEPTH); dy as wide, or half as wide (PAIRS)
// with SwiGLU; partials (splits, PARAM_STRIDE), dW laid out as W is.
// The first DX_GROUPS workgroups compute 32 rows × COLUMNS columns of dx each (product.wgsl), the others KS × PS elements of one
// split's dW, those of the first KS also db. Padding rows reach no sum. At most 2³² elements in a buffer.

const K_GROUPS = KS / 4u;
const P_GROUPS = PS / 4u;
const DW_WIDE = PS == 64u;
const DW_LANES = K_GROUPS * min(P_GROUPS, 8u);
const DW_SLICES = THREADS / DW_LANES;
const DW_LANES_ACROSS = DW_LANES / K_GROUPS;
const BIAS_SLICES = THREADS / P_GROUPS;

//#if SWIGLU
fn inputsAt(at: vec4u) -> vec4f {
  let column = at % DEPTH;
  let pair = column % PAIRS;
  let gateAt = at - column + pair;
  let gate = vec4f(pre[gateAt.x], pre[gateAt.y], pre[gateAt.z], pre[gateAt.w]);
  let valueAt = gateAt + PAIRS;
  let value = vec4f(pre[valueAt.x], pre[valueAt.y], pre[valueAt.z], pre[valueAt.w]);
  let dyAt = (at / DEPTH) * PAIRS + pair;
  let gradients = vec4f(dy[dyAt.x], dy[dyAt.y], dy[dyAt.z], dy[dyAt.w]);
  return gradients * select(swigluByValue(gate), swigluByGate(gate, value), column < vec4u(PAIRS));
}
//#endif
//#if GELU
fn inputsAt(at: vec4u) -> vec4f {
  let gradients = vec4f(dy[at.x], dy[at.y], dy[at.z], dy[at.w]);
  return gradients * geluDerivative(vec4f(pre[at.x], pre[at.y], pre[at.z], pre[at.w]));
}
//#endif
//#if PLAIN
fn inputsAt(at: vec4u) -> vec4f {
  return vec4f(dy[at.x], dy[at.y], dy[at.z], dy[at.w]);
}
//#endif

fn addend(member: u32, columns: vec4u) -> vec4f {
  return vec4f();
}

fn storedColumns(columns: vec4u) -> vec4u {
  return min(columns, vec4u(WIDTH - 1u));
}

fn finish(row: u32, columns: vec4u, value: vec4f) {
  for (var j = 0u; j < 4u; j++) {
    if (WIDTH % COLUMNS == 0u || columns[j] < WIDTH) {
      let at = row * WIDTH + columns[j];
//#if ACCUMULATE
      dx[at] = value[j] + before[at];
//#endif
//#if !ACCUMULATE
      dx[at] = value[j];
//#endif
    }
  }
}

fn stageSplitRows(firstRow: u32, rows: u32, k: u32, p: u32, thread: u32) {
  for (var i = thread; i < ROW_CHUNK * K_GROUPS; i += THREADS) {
    let row = i / K_GROUPS;
    var values = vec4f();
    if (row < rows) {
      let at = (firstRow + row) * WIDTH + min(strided(k, i % K_GROUPS, K_GROUPS), vec4u(WIDTH - 1u));
      values = vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
    }
    left[i] = values;
  }
  for (var i = thread; i < ROW_CHUNK * P_GROUPS; i += THREADS) {
    let row = i / P_GROUPS;
    var values = vec4f();
    if (row < rows) {
      let at = (firstRow + row) * DEPTH + min(strided(p, i % P_GROUPS, P_GROUPS), vec4u(DEPTH - 1u));
      values = inputsAt(at);
    }
    right[i] = values;
  }
}

// Adds up what every `lanes`-th invocation holds: the sum is the first ones'. Staged rows are overwritten.
fn sumOfThreads(values: vec4f, thread: u32, lanes: u32) -> vec4f {
  workgroupBarrier();
  left[thread] = values;
  workgroupBarrier();
  var total = vec4f();
  if (thread < lanes) {
    for (var i = thread; i < THREADS; i += lanes) {
      total += left[i];
    }
  }
  return total;
}

fn putWeights(at: u32, k: u32, ps: vec4u, values: vec4f) {
  let places = at + select(k * DEPTH + ps, ps * WIDTH + k, TRANSPOSED == 1u);
  for (var j = 0u; j < 4u; j++) {
    if (k < WIDTH && ps[j] < DEPTH) {
      partials[places[j]] = values[j];
    }
  }
}

// Neighbouring lanes own neighbouring elements of the stored weights: (group of k, group of p).
fn weightGroups(lane: u32) -> vec2u {
  if (TRANSPOSED == 1u) {
    return vec2u(lane % K_GROUPS, lane / K_GROUPS);
  }
  return vec2u(lane / DW_LANES_ACROSS, lane % DW_LANES_ACROSS);
}

fn sumWeights(splitIndex: u32, k: u32, p: u32, thread: u32) {
  let split = table[SPLITS_AT + splitIndex];
  let slot = splitIndex * PARAM_STRIDE;
  let slice = select(thread / DW_LANES, 0u, DW_SLICES == 1u);
  let groups = weightGroups(thread % DW_LANES);
  var near = mat4x4f();
  var far = mat4x4f();
  var biasSum = vec4f();
  for (var row = 0u; row < split.z; row += ROW_CHUNK) {
    if (row > 0u) {
      workgroupBarrier();
    }
    stageSplitRows(split.y + row, split.z - row, k, p, thread);
    workgroupBarrier();
    for (var r = slice; r < ROW_CHUNK; r += DW_SLICES) {
      let a = left[r * K_GROUPS + groups.x];
      near += outer(a, right[r * P_GROUPS + groups.y]);
      if (DW_WIDE) {
        far += outer(a, right[r * P_GROUPS + groups.y + 8u]);
      }
    }
//#if BIAS
    if (k == 0u) {
      for (var r = thread / P_GROUPS; r < ROW_CHUNK; r += BIAS_SLICES) {
        biasSum += right[r * P_GROUPS + thread % P_GROUPS];
      }
    }
//#endif
  }
//#if BIAS
  if (k == 0u) {
    let total = sumOfThreads(biasSum, thread, P_GROUPS);
    if (thread < P_GROUPS) {
      putBias(slot + uniforms.bias, strided(p, thread, P_GROUPS), total);
    }
  }
//#endif
  let at = slot + uniforms.weight;
  let ps = strided(p, groups.y, P_GROUPS);
  // Copies: an index that is not a constant may move what it indexes out of registers.
  var nearRows = near;
  var farRows = far;
  for (var i = 0u; i < 4u; i++) {
    let row = k + groups.x + K_GROUPS * i;
    if (DW_SLICES > 1u) {
      let total = sumOfThreads(nearRows[i], thread, DW_LANES);
      if (thread < DW_LANES) {
        putWeights(at, row, ps, total);
      }
    } else {
      putWeights(at, row, ps, nearRows[i]);
    }
    if (DW_WIDE) {
      putWeights(at, row, strided(p, groups.y + 8u, P_GROUPS), farRows[i]);
    }
  }
}

//#if BIAS
fn putBias(at: u32, ps: vec4u, values: vec4f) {
  for (var j = 0u; j < 4u; j++) {
    if (ps[j] < DEPTH) {
      partials[at + ps[j]] = values[j];
    }
  }
}
//#endif

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
  if (group < DX_GROUPS) {
    multiplyRows(table[TILES_AT + group / COLUMN_TILES], (group % COLUMN_TILES) * COLUMNS, thread);
    return;
  }
  let block = (group - DX_GROUPS) % (K_TILES * P_TILES);
  sumWeights((group - DX_GROUPS) / (K_TILES * P_TILES), (block / P_TILES) * KS, (block % P_TILES) * PS, thread);
}
