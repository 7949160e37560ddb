/**
 * linear.forward and linear.backward on the processor: a linear layer with what follows it, and its gradients.
 *
 * Formula:
 *   pre    = x·W + b                    (b where BIAS)
 *   y      = f(pre) + residual          (f is the identity, GELU or SwiGLU: activations.as)
 *   slopes = ∂y/∂pre
 *   dPre   = dy · slopes
 *   dx     = dPre·Wᵀ (+ before)
 *   dW     = xᵀ·dPre over the rows of a split
 *   db     = Σ dPre over the rows of a split, where BIAS
 * Shapes:          as in forward.wesl and backward.wesl; residual, slopes and before are 0 where there are none.
 * One call:        all rows, in chunks that stay in the nearest cache: the product, then what is done to each of its elements.
 * Limits:          any sizes. Padding rows are neither read nor written.
 * Reference:       referenceForward and referenceBackward in reference.ts.
 */
import { scratch } from '../kit/memory.as'
import { Optional } from '../kit/optional.as'
import { bytesOf, elementAt, Member, recordAt, rowAt, Split } from '../kit/records.as'
import { addAll } from '../kit/simd.as'
import { gelu, multiply, multiplyPairs, swiglu } from './activations.as'
import { fetch, outer, pack, panelBytes, product, sumRows } from './product.as'

const CHUNK: i32 = 64

export function linear_forward(
  table: usize,
  params: usize,
  x: usize,
  residual: Optional<usize>,
  y: usize,
  slopes: Optional<usize>,
  weight: i32,
  bias: i32,
  PARAM_STRIDE: i32,
  DEPTH: i32,
  WIDTH: i32,
  DEPTH_FIRST: bool,
  BIAS: bool,
  GELU: bool,
  SWIGLU: bool,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  const width = SWIGLU ? WIDTH >> 1 : WIDTH
  const panel = scratch(panelBytes(DEPTH, WIDTH))
  for (let m = MEMBERS_AT; m < STRINGS_AT; m++) {
    const member = recordAt<Member>(table, m)
    const own = rowAt(params, m - MEMBERS_AT, PARAM_STRIDE)
    pack(panel, elementAt(own, weight), BIAS ? elementAt(own, bias) : 0, DEPTH, WIDTH, DEPTH_FIRST)
    const end = member.firstRow + member.rows
    for (let row = member.firstRow; row < end; row += CHUNK) {
      const rows = min(CHUNK, end - row)
      const from = rowAt(x, row, DEPTH)
      const to = rowAt(y, row, width)
      fetch(from, rows, DEPTH)
      const added = residual ? rowAt(residual, row, width) : 0
      if (!slopes) {
        product(rows, DEPTH, WIDTH, from, panel, to, added)
        continue
      }
      // What the activation takes is replaced by its slopes.
      const pre = rowAt(slopes, row, WIDTH)
      product(rows, DEPTH, WIDTH, from, panel, pre, 0)
      if (GELU) gelu(pre, to, rows * WIDTH)
      else swiglu(pre, to, rows, width)
      if (added) addAll(to, added, rows * width)
    }
  }
}

export function linear_backward(
  table: usize,
  params: usize,
  x: usize,
  dy: usize,
  slopes: Optional<usize>,
  before: Optional<usize>,
  dx: usize,
  partials: usize,
  weight: i32,
  bias: i32,
  PARAM_STRIDE: i32,
  DEPTH: i32,
  WIDTH: i32,
  TRANSPOSED: bool,
  BIAS: bool,
  GELU: bool,
  SWIGLU: bool,
  SPLITS_AT: i32,
  MEMBERS_AT: i32,
): void {
  const dyWidth = SWIGLU ? DEPTH >> 1 : DEPTH
  const panel = scratch(panelBytes(DEPTH, WIDTH) + bytesOf(CHUNK * DEPTH + 8))
  const gradients = panel + panelBytes(DEPTH, WIDTH)
  let packed = -1
  for (let s = SPLITS_AT; s < MEMBERS_AT; s++) {
    const split = recordAt<Split>(table, s)
    const member = split.member
    const own = rowAt(params, member, PARAM_STRIDE)
    // dx is a product with Wᵀ: what is stored by rows is read by columns.
    if (member !== packed) pack(panel, elementAt(own, weight), 0, DEPTH, WIDTH, !TRANSPOSED)
    packed = member
    const slot = rowAt(partials, s - SPLITS_AT, PARAM_STRIDE)
    const dWeight = elementAt(slot, weight)
    const dBias = elementAt(slot, bias)
    const end = split.firstRow + split.rows
    for (let row = split.firstRow; row < end; row += CHUNK) {
      const rows = min(CHUNK, end - row)
      let dPre = rowAt(dy, row, dyWidth)
      fetch(dPre, rows, dyWidth)
      if (slopes) {
        const own = rowAt(slopes, row, DEPTH)
        fetch(own, rows, DEPTH)
        if (GELU) multiply(own, dPre, gradients, rows * DEPTH)
        else multiplyPairs(own, dPre, gradients, rows, dyWidth)
        dPre = gradients
      }
      const from = rowAt(x, row, WIDTH)
      fetch(from, rows, WIDTH)
      const onto = row > split.firstRow
      product(rows, DEPTH, WIDTH, dPre, panel, rowAt(dx, row, WIDTH), before ? rowAt(before, row, WIDTH) : 0)
      if (TRANSPOSED) outer(rows, DEPTH, WIDTH, dPre, from, dWeight, onto)
      else outer(rows, WIDTH, DEPTH, from, dPre, dWeight, onto)
      if (BIAS) sumRows(rows, DEPTH, dPre, dBias, onto)
    }
  }
}
