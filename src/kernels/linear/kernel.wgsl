// y = f(x·W + b) + residual, f nothing or GELU; pre = x·W + b is kept for GELU's gradient.
// x (rows, DEPTH), y, pre and residual (rows, WIDTH); W and b per member, at uniforms.weight and uniforms.bias of its parameters.
// A workgroup computes 32 rows × COLUMNS columns (product.wgsl); padding rows come out as whatever they hold.
// Workgroups are numbered through x and y: columns of one tile of rows first. At most 2³² elements in a buffer.

fn inputsAt(at: vec4u) -> vec4f {
  return vec4f(x[at.x], x[at.y], x[at.z], x[at.w]);
}

fn addend(member: u32, columns: vec4u) -> vec4f {
//#if BIAS
  let at = member * PARAM_STRIDE + uniforms.bias + min(columns, vec4u(WIDTH - 1u));
  return vec4f(params[at.x], params[at.y], params[at.z], params[at.w]);
//#endif
//#if !BIAS
  return vec4f();
//#endif
}

fn finish(at: vec4u, inside: vec4<bool>, sum: vec4f) {
  var value = sum;
//#if GELU
  value = gelu(sum);
//#endif
  for (var j = 0u; j < 4u; j++) {
    if (WIDTH % COLUMNS == 0u || inside[j]) {
//#if GELU
      pre[at[j]] = sum[j];
//#endif
//#if RESIDUAL
      value[j] += residual[at[j]];
//#endif
      y[at[j]] = value[j];
    }
  }
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
