// dtokens[v] = sum of dx over the split's real rows whose input is v; dpositions[p] the same over rows at position p; 0 where there is none.
// inputs (rows), four ids a vector; dx (rows, D), four columns a vector where D allows; partials (splits, PARAM_STRIDE).
// One invocation sums COLUMNS columns of one row of a table over one split, in the order of the rows: no atomics, no barrier.
// Limits: BOS (id V) is the input at position 0 and nowhere else, so that its row is that of position 0. Tied: symbols are added to what is there.
// Without POSITIONS (POSITION_ROWS = 0) the table of positions is neither there nor written.

//#if VECTOR
alias Columns = vec4f;
//#endif
//#if !VECTOR
alias Columns = f32;
//#endif
const PER_ROW = WIDTH / COLUMNS;

fn sumOfSymbol(symbol: u32, column: u32, first: u32, count: u32) -> Columns {
  var sum = Columns();
  let end = first + count;
  // Eight rows at once, of which a tile has a whole number: loads that wait for no comparison but one overlap.
  for (var row = first; row < end; row += 8u) {
    let rows = vec4u(row) + vec4u(0u, 1u, 2u, 3u);
    let near = (inputs[row / 4u] == vec4u(symbol)) & (rows < vec4u(end));
    let far = (inputs[row / 4u + 1u] == vec4u(symbol)) & (rows + 4u < vec4u(end));
    let at = row * PER_ROW + column;
//#if SPARSE
    if (!any(near | far)) { continue; }
//#endif
    sum += select(Columns(), dx[at], near.x);
    sum += select(Columns(), dx[at + PER_ROW], near.y);
    sum += select(Columns(), dx[at + 2u * PER_ROW], near.z);
    sum += select(Columns(), dx[at + 3u * PER_ROW], near.w);
    sum += select(Columns(), dx[at + 4u * PER_ROW], far.x);
    sum += select(Columns(), dx[at + 5u * PER_ROW], far.y);
    sum += select(Columns(), dx[at + 6u * PER_ROW], far.z);
    sum += select(Columns(), dx[at + 7u * PER_ROW], far.w);
  }
  return sum;
}

fn sumOfPosition(position: u32, column: u32, first: u32, count: u32, memberFirst: u32) -> Columns {
  var sum = Columns();
  let start = (position + SEQ_LEN - (first - memberFirst) % SEQ_LEN) % SEQ_LEN;
  for (var row = start; row < count; row += SEQ_LEN) {
    sum += dx[(first + row) * PER_ROW + column];
  }
  return sum;
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let splitIndex = group.z * groups.y + group.y;
  let tableRow = (group.x * 64u + lane) / PER_ROW;
  let column = (group.x * 64u + lane) % PER_ROW;
  if (splitIndex >= MEMBERS_AT - SPLITS_AT || tableRow >= VOCAB + 1u + POSITION_ROWS) { return; }
  let split = table[SPLITS_AT + splitIndex];
  let slot = splitIndex * PARAM_STRIDE + column * COLUMNS;
  var sum: Columns;
  var at = slot + uniforms.tokens + tableRow * WIDTH;
  if (tableRow < VOCAB) {
    sum = sumOfSymbol(tableRow, column, split.y, split.z);
  } else {
    let position = max(tableRow, VOCAB + 1u) - (VOCAB + 1u);
    sum = sumOfPosition(position, column, split.y, split.z, table[MEMBERS_AT + split.x].x);
//#if POSITIONS
    if (tableRow > VOCAB) { at = slot + uniforms.positions + position * WIDTH; }
//#endif
  }
//#if TIED
  let adds = tableRow < VOCAB;
//#endif
//#if !TIED
  let adds = false;
//#endif
//#if VECTOR
  for (var c = 0u; c < 4u; c++) {
    if (adds) { sum[c] += partials[at + c]; }
    partials[at + c] = sum[c];
  }
//#endif
//#if !VECTOR
  if (adds) { sum += partials[at]; }
  partials[at] = sum;
//#endif
}
