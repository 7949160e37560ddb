// dPre = dy (× GELU′(pre)); dx = dPre·Wᵀ; dW = xᵀ·dPre and db = Σ dPre over the rows of one split, into its slot of the partial sums.
// x, dx (rows, K = WIDTH); dy, pre (rows, P = DEPTH); partials (splits, PARAM_STRIDE), dW laid out as W is.
// The first DX_GROUPS workgroups compute 32 rows × COLUMNS columns of dx each (product.wgsl), the others KS × PS elements of one
// split's dW, those of the first KS also db. Padding rows reach no sum. At most 2³² elements in a buffer.

const K_GROUPS = KS / 4u;
const P_GROUPS = PS / 4u;
const DW_WIDE = PS == 64u;
const DW_LANES = K_GROUPS * min(P_GROUPS, 8u);
const DW_SLICES = THREADS / DW_LANES;
const DW_LANES_ACROSS = DW_LANES / K_GROUPS;
// The sums of db stand behind those of slices.
const BIAS_SUMS_AT = select(0u, 4u * THREADS, DW_SLICES > 1u);
const BIAS_SLICES = THREADS / P_GROUPS;

fn inputAt(at: u32) -> f32 {
//#if GELU
  return dy[at] * geluDerivative(pre[at]);
//#endif
//#if !GELU
  return dy[at];
//#endif
}

fn addend(member: u32, columns: vec4u) -> vec4f {
  return vec4f();
}

fn put(at: u32, value: f32) {
  dx[at] = value;
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
      values = vec4f(inputAt(at.x), inputAt(at.y), inputAt(at.z), inputAt(at.w));
    }
    right[i] = values;
  }
}

fn putWeights(at: u32, k: u32, ps: vec4u, values: vec4f) {
  if (k >= WIDTH) {
    return;
  }
  let places = at + select(k * DEPTH + ps, ps * WIDTH + k, TRANSPOSED == 1u);
  if (DEPTH % PS == 0u || ps.x < DEPTH) {
    partials[places.x] = values.x;
  }
  if (DEPTH % PS == 0u || ps.y < DEPTH) {
    partials[places.y] = values.y;
  }
  if (DEPTH % PS == 0u || ps.z < DEPTH) {
    partials[places.z] = values.z;
  }
  if (DEPTH % PS == 0u || ps.w < DEPTH) {
    partials[places.w] = values.w;
  }
}

fn putWeightBlock(at: u32, ks: vec4u, ps: vec4u, block: mat4x4f) {
  putWeights(at, ks.x, ps, block[0]);
  putWeights(at, ks.y, ps, block[1]);
  putWeights(at, ks.z, ps, block[2]);
  putWeights(at, ks.w, ps, block[3]);
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
  if (DW_SLICES > 1u) {
    shareSums(near, thread);
  }
//#if BIAS
  sums[BIAS_SUMS_AT + thread] = biasSum;
//#endif
  workgroupBarrier();
//#if BIAS
  if (k == 0u && thread < P_GROUPS) {
    var total = vec4f();
    for (var i = thread; i < THREADS; i += P_GROUPS) {
      total += sums[BIAS_SUMS_AT + i];
    }
    putBias(slot + uniforms.bias, strided(p, thread, P_GROUPS), total);
  }
//#endif
  let at = slot + uniforms.weight;
  if (DW_SLICES == 1u) {
    let ks = strided(k, groups.x, K_GROUPS);
    putWeightBlock(at, ks, strided(p, groups.y, P_GROUPS), near);
    if (DW_WIDE) {
      putWeightBlock(at, ks, strided(p, groups.y + 8u, P_GROUPS), far);
    }
    return;
  }
  for (var i = thread; i < 4u * DW_LANES; i += THREADS) {
    let owner = weightGroups(i % DW_LANES);
    let ps = strided(p, owner.y, P_GROUPS);
    putWeights(at, k + owner.x + K_GROUPS * (i / DW_LANES), ps, sumOfSlices(i / DW_LANES, i % DW_LANES, DW_LANES));
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
