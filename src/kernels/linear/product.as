/**
 * Products of many rows with a small matrix, which a linear layer and its gradients share.
 *
 * Formula:
 *   product: out = left · matrix + bias (+ added)
 *   outer:   out = leftᵀ · right (+ out, where onto)
 *   sumRows: out = Σ of the rows of `from` (+ out, where onto)
 * Shapes:          product: left (rows, depth), matrix (depth, width), bias (width), out and added (rows, width). `pack` lays matrix and
 *                  bias out in blocks of 8 columns first. outer: left (rows, height), right (rows, width), out (height, width). sumRows:
 *                  from (rows, width), out (width).
 * One call:        the whole product, 4 rows × 8 columns at a time in registers. Each sum runs from the first to the last of what it
 *                  adds up, whatever stands beside it.
 * Limits:          any sizes; out may not overlap what is multiplied.
 * Reference:       referenceForward and referenceBackward in reference.ts.
 */
import { bytesOf, elementAt, rowAt } from '../kit/records.as'
import { store4 } from '../kit/simd.as'

/** Bytes of a packed matrix: whole blocks of 8 columns, one row more for the biases, and three that `pack` may write behind the last. */
export function panelBytes(depth: i32, width: i32): usize {
  return ((<usize>((width + 7) >> 3) * <usize>(depth + 1)) << 5) + 96
}

/**
 * Lays a (depth, width) matrix out as the product reads it: blocks of 8 columns, and above each block its biases. Behind the last column
 * stands whatever is there.
 * @param matrix stored row by row, or, where `byColumns`, as (width, depth). @param bias (width), or 0 for none.
 */
export function pack(panel: usize, matrix: usize, bias: usize, depth: i32, width: i32, byColumns: bool): void {
  const rowStep = bytesOf(width)
  let to = panel
  for (let first = 0; first < width; first += 8) {
    const at = elementAt(bias, first)
    v128.store(to, bias ? v128.load(at) : f32x4.splat(0))
    v128.store(to, bias ? v128.load(at, 16) : f32x4.splat(0), 16)
    to += 32
    if (byColumns) {
      packColumns(to, matrix, depth, first, width)
      packColumns(to + 16, matrix, depth, first + 4, width)
      to += (<usize>depth) << 5
      continue
    }
    let from = elementAt(matrix, first)
    for (let k = 0; k < depth; k++) {
      v128.store(to, v128.load(from))
      v128.store(to, v128.load(from, 16), 16)
      from += rowStep
      to += 32
    }
  }
}

/** Four columns from `first` on of a matrix stored (width, depth), turned into rows of a panel. Behind the last column it is repeated. */
function packColumns(to: usize, matrix: usize, depth: i32, first: i32, width: i32): void {
  const step = bytesOf(depth)
  const a = matrix + <usize>min(first, width - 1) * step
  const b = matrix + <usize>min(first + 1, width - 1) * step
  const c = matrix + <usize>min(first + 2, width - 1) * step
  const d = matrix + <usize>min(first + 3, width - 1) * step
  for (let at: usize = 0; at < step; at += 16) {
    const x = v128.load(a + at)
    const y = v128.load(b + at)
    const z = v128.load(c + at)
    const w = v128.load(d + at)
    const xyNear = i32x4.shuffle(x, y, 0, 4, 1, 5)
    const xyFar = i32x4.shuffle(x, y, 2, 6, 3, 7)
    const zwNear = i32x4.shuffle(z, w, 0, 4, 1, 5)
    const zwFar = i32x4.shuffle(z, w, 2, 6, 3, 7)
    v128.store(to, i64x2.shuffle(xyNear, zwNear, 0, 2))
    v128.store(to, i64x2.shuffle(xyNear, zwNear, 1, 3), 32)
    v128.store(to, i64x2.shuffle(xyFar, zwFar, 0, 2), 64)
    v128.store(to, i64x2.shuffle(xyFar, zwFar, 1, 3), 96)
    to += 128
  }
}

/** Elements of a row from which on `fetch` is worth its loads. */
const WIDE: i32 = 40
/** What `fetch` has read: without a use its loads would be left out. */
let fetched: i32 = 0

/**
 * Reads wide rows from first to last before they are multiplied, four side by side: which is no order in which a processor foresees what
 * comes next.
 */
export function fetch(from: usize, rows: i32, width: i32): void {
  if (width < WIDE) return
  let all: i32 = 0
  for (const end = rowAt(from, rows, width); from < end; from += 64) all |= load<i32>(from)
  fetched = all
}

/** @param panel matrix and bias, as `pack` left them. @param added what is added to the product, or 0 for nothing. */
export function product(
  rows: i32,
  depth: i32,
  width: i32,
  left: usize,
  panel: usize,
  out: usize,
  added: usize,
): void {
  const apart = added ? added - out : 0
  const leftStep = bytesOf(depth)
  const outStep = bytesOf(width)
  const panelStep = (<usize>(depth + 1)) << 5
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    const first = left + <usize>row * leftStep
    let to = out + <usize>row * outStep
    let block = panel
    for (let column = 0; column < width; column += 8) {
      let w = block
      let l0 = v128.load(w)
      let r0 = v128.load(w, 16)
      let l1 = l0
      let r1 = r0
      let l2 = l0
      let r2 = r0
      let l3 = l0
      let r3 = r0
      // Addresses that move along with the loop: an engine computes those that stay anew in each round.
      let a0 = first
      let a1 = a0 + leftStep
      let a2 = a1 + leftStep
      let a3 = a2 + leftStep
      for (let k = 0; k < depth; k++) {
        w += 32
        const near = v128.load(w)
        const far = v128.load(w, 16)
        const x0 = v128.load32_splat(a0)
        l0 = f32x4.add(l0, f32x4.mul(x0, near))
        r0 = f32x4.add(r0, f32x4.mul(x0, far))
        const x1 = v128.load32_splat(a1)
        l1 = f32x4.add(l1, f32x4.mul(x1, near))
        r1 = f32x4.add(r1, f32x4.mul(x1, far))
        const x2 = v128.load32_splat(a2)
        l2 = f32x4.add(l2, f32x4.mul(x2, near))
        r2 = f32x4.add(r2, f32x4.mul(x2, far))
        const x3 = v128.load32_splat(a3)
        l3 = f32x4.add(l3, f32x4.mul(x3, near))
        r3 = f32x4.add(r3, f32x4.mul(x3, far))
        a0 += 4
        a1 += 4
        a2 += 4
        a3 += 4
      }
      put(to, l0, r0, width - column, added !== 0, apart)
      put(to + outStep, l1, r1, width - column, added !== 0, apart)
      put(to + 2 * outStep, l2, r2, width - column, added !== 0, apart)
      put(to + 3 * outStep, l3, r3, width - column, added !== 0, apart)
      to += 32
      block += panelStep
    }
  }
  for (; row < rows; row++) {
    const a = left + <usize>row * leftStep
    let to = out + <usize>row * outStep
    let block = panel
    for (let column = 0; column < width; column += 8) {
      let w = block
      let l = v128.load(w)
      let r = v128.load(w, 16)
      for (let k: usize = 0; k < leftStep; k += 4) {
        w += 32
        const x = v128.load32_splat(a + k)
        l = f32x4.add(l, f32x4.mul(x, v128.load(w)))
        r = f32x4.add(r, f32x4.mul(x, v128.load(w, 16)))
      }
      put(to, l, r, width - column, added !== 0, apart)
      to += 32
      block += panelStep
    }
  }
}

export function outer(
  rows: i32,
  height: i32,
  width: i32,
  left: usize,
  right: usize,
  out: usize,
  onto: bool,
): void {
  const leftStep = bytesOf(height)
  const rightStep = bytesOf(width)
  let i = 0
  for (; i + 4 <= height; i += 4) {
    for (let j = 0; j < width; j += 8) {
      let l0 = f32x4.splat(0)
      let r0 = l0
      let l1 = l0
      let r1 = l0
      let l2 = l0
      let r2 = l0
      let l3 = l0
      let r3 = l0
      let a = elementAt(left, i)
      let b = elementAt(right, j)
      for (let row = 0; row < rows; row++) {
        const near = v128.load(b)
        const far = v128.load(b, 16)
        const x0 = v128.load32_splat(a)
        l0 = f32x4.add(l0, f32x4.mul(x0, near))
        r0 = f32x4.add(r0, f32x4.mul(x0, far))
        const x1 = v128.load32_splat(a, 4)
        l1 = f32x4.add(l1, f32x4.mul(x1, near))
        r1 = f32x4.add(r1, f32x4.mul(x1, far))
        const x2 = v128.load32_splat(a, 8)
        l2 = f32x4.add(l2, f32x4.mul(x2, near))
        r2 = f32x4.add(r2, f32x4.mul(x2, far))
        const x3 = v128.load32_splat(a, 12)
        l3 = f32x4.add(l3, f32x4.mul(x3, near))
        r3 = f32x4.add(r3, f32x4.mul(x3, far))
        a += leftStep
        b += rightStep
      }
      const to = elementAt(out + <usize>i * rightStep, j)
      put(to, l0, r0, width - j, onto, 0)
      put(to + rightStep, l1, r1, width - j, onto, 0)
      put(to + 2 * rightStep, l2, r2, width - j, onto, 0)
      put(to + 3 * rightStep, l3, r3, width - j, onto, 0)
    }
  }
  for (; i < height; i++) {
    for (let j = 0; j < width; j += 8) {
      let l = f32x4.splat(0)
      let r = l
      let a = elementAt(left, i)
      let b = elementAt(right, j)
      for (let row = 0; row < rows; row++) {
        const x = v128.load32_splat(a)
        l = f32x4.add(l, f32x4.mul(x, v128.load(b)))
        r = f32x4.add(r, f32x4.mul(x, v128.load(b, 16)))
        a += leftStep
        b += rightStep
      }
      put(elementAt(out + <usize>i * rightStep, j), l, r, width - j, onto, 0)
    }
  }
}

/** out (width) = the sum of the rows of `from` (rows, width). */
export function sumRows(rows: i32, width: i32, from: usize, out: usize, onto: bool): void {
  const step = bytesOf(width)
  let j = 0
  // Four sums beside each other: each waits for its own last one.
  for (; j + 16 <= width; j += 16) {
    let a = f32x4.splat(0)
    let b = a
    let c = a
    let d = a
    let at = elementAt(from, j)
    for (let row = 0; row < rows; row++) {
      a = f32x4.add(a, v128.load(at))
      b = f32x4.add(b, v128.load(at, 16))
      c = f32x4.add(c, v128.load(at, 32))
      d = f32x4.add(d, v128.load(at, 48))
      at += step
    }
    put(elementAt(out, j), a, b, 8, onto, 0)
    put(elementAt(out, j + 8), c, d, 8, onto, 0)
  }
  for (; j < width; j += 8) {
    let a = f32x4.splat(0)
    let b = a
    let at = elementAt(from, j)
    for (let row = 0; row < rows; row++) {
      a = f32x4.add(a, v128.load(at))
      b = f32x4.add(b, v128.load(at, 16))
      at += step
    }
    put(elementAt(out, j), a, b, width - j, onto, 0)
  }
}

/** Stores the first `count` of eight columns, all of them where there are more; where `adds`, with what is `apart` bytes behind added. */
@inline
function put(at: usize, left: v128, right: v128, count: i32, adds: bool, apart: usize): void {
  if (adds) {
    left = f32x4.add(left, v128.load(at + apart))
    right = f32x4.add(right, v128.load(at + apart, 16))
  }
  if (count >= 8) {
    v128.store(at, left)
    v128.store(at, right, 16)
    return
  }
  store4(at, left, count)
  store4(at + 16, right, count - 4)
}
