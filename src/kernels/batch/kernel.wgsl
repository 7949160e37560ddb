// inputs, targets of string b of a member: BOS, tokens[0 .. S-2] and tokens[0 .. S-1] of dataset string batchIndices(seed, step, B, N)[b] (core/data/batch-order.ts).
// dataset: all members' tokens end to end; sources (M): first token, N, key of the order, whether full batch; state (M): x = step from 0; inputs, targets (rows).
// One invocation: ROWS rows of one string, a vector of them where S is a multiple of four. The string's place in the shuffle is computed anew, in 32-bit integers alone.
// Limits: step, B and N below 2^24, B at most N. Padding rows are not written.

fn permute(index: u32, count: u32, key: u32) -> u32 {
  let bits = firstLeadingBit(count - 1u) + 1u;
  let halfBits = max(1u, (bits + 1u) / 2u);
  let mask = (1u << halfBits) - 1u;
  var value = index;
  loop {
    var left = value >> halfBits;
    var right = value & mask;
    for (var round = 0u; round < 4u; round++) {
      let next = left ^ (mix32(right ^ mix32(key + round)) & mask);
      left = right;
      right = next;
    }
    value = (left << halfBits) | right;
    if (value < count) { break; }
  }
  return value;
}

/** Epoch and place in it of position step * batch + i. The product passes 32 bits, so it is divided byte by byte of the step. */
fn locate(step: u32, batch: u32, i: u32, count: u32) -> vec2u {
  var epoch = 0u;
  var place = 0u;
  for (var shift = 24u; shift > 0u; shift -= 8u) {
    let high = place << 8u;
    let low = ((step >> (shift - 8u)) & 255u) * batch;
    epoch = (epoch << 8u) + high / count + low / count;
    place = high % count + low % count;
    if (place >= count) { place -= count; epoch++; }
  }
  place += i;
  if (place >= count) { place -= count; epoch++; }
  return vec2u(epoch, place);
}

@compute @workgroup_size(64)
fn main(
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
  @builtin(local_invocation_index) lane: u32,
) {
  let row = ((group.y * groups.x + group.x) * 64u + lane) * ROWS;
  let tileIndex = row / TILE_ROWS;
  if (tileIndex >= SPLITS_AT - TILES_AT) { return; }
  let tile = table[TILES_AT + tileIndex];
  if (row - tile.y >= tile.z) { return; }
  let member = table[MEMBERS_AT + tile.x];
  let source = sources[tile.x];
  var chosen = (row - member.x) / SEQ_LEN;
  let t = (row - member.x) % SEQ_LEN;
  if (source.w == 0u) {
    let place = locate(u32(state[tile.x].x), member.y / SEQ_LEN, chosen, source.y);
    chosen = permute(place.y, source.y, mix32(source.z + place.x));
  }
  let token = source.x + chosen * SEQ_LEN + t;
  var before = BOS;
  if (t > 0u) { before = dataset[token - 1u]; }
//#if VECTOR
  let own = vec4u(dataset[token], dataset[token + 1u], dataset[token + 2u], dataset[token + 3u]);
  inputs[row / 4u] = vec4u(before, own.xyz);
  targets[row / 4u] = own;
//#endif
//#if !VECTOR
  inputs[row] = before;
  targets[row] = dataset[token];
//#endif
}
