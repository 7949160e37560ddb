// Rows of queries and keys, and rotary positions (Su et al. 2021, arXiv 2104.09864): of the first 2·TURNED channels of a head, the pairs
// (i, i + TURNED) are turned by the angle t·10000^(−i/TURNED) of their position t (GPT-NeoX's pairs). TURNED = 0: nothing is turned.
// A row of one head is PIECES pieces of one or four floats. rotations (S, 2, TURNED): cosines, then sines; from the host, in float64:
// WGSL promises 11 bits of a sine, and that for small angles only.

//#if VEC4
alias Piece = vec4f;
fn inner(a: Piece, b: Piece) -> f32 { return dot(a, b); }
//#endif
//#if !VEC4
alias Piece = f32;
fn inner(a: Piece, b: Piece) -> f32 { return a * b; }
//#endif
alias Row = array<Piece, PIECES>;

//#if ROTARY
struct Pair { first: Piece, second: Piece }

// direction 1: forward; −1: back, which is also how gradients go.
fn turn(pair: Pair, position: u32, e: u32, direction: f32) -> Pair {
  let cosine = rotations[2u * position * TURNED + e];
  let sine = direction * rotations[(2u * position + 1u) * TURNED + e];
  return Pair(pair.first * cosine - pair.second * sine, pair.second * cosine + pair.first * sine);
}

fn turnedPair(at: u32, position: u32, e: u32) -> Pair {
  return turn(Pair(qkv[at + e], qkv[at + TURNED + e]), position, e, 1.0);
}
//#endif

// The row at `at` as its position turns it, times SCALE.
fn scaledRow(at: u32, position: u32) -> Row {
  var row: Row;
//#if ROTARY
  for (var e = 0u; e < TURNED; e++) {
    let pair = turnedPair(at, position, e);
    row[e] = pair.first * SCALE;
    row[TURNED + e] = pair.second * SCALE;
  }
//#endif
  for (var e = 2u * TURNED; e < PIECES; e++) { row[e] = qkv[at + e] * SCALE; }
  return row;
}

// own·(the row at `at`, turned)
fn innerWith(own: ptr<function, Row>, at: u32, position: u32) -> f32 {
  var sum = 0.0;
//#if ROTARY
  for (var e = 0u; e < TURNED; e++) {
    let pair = turnedPair(at, position, e);
    sum += inner((*own)[e], pair.first) + inner((*own)[TURNED + e], pair.second);
  }
//#endif
  for (var e = 2u * TURNED; e < PIECES; e++) { sum += inner((*own)[e], qkv[at + e]); }
  return sum;
}
