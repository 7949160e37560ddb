/**
 * Products of many rows with a small matrix, which a linear layer and its gradients share.
 *
 * Formula:
 *   product:  out = left · matrix + bias
 *   addOuter: out = out + leftᵀ · right
 * Shapes:          left (rows, depth), matrix (depth, width), bias (width), out (rows, width); for addOuter left (rows, height), right
 *                  (rows, width), out (height, width). `pack` lays matrix and bias out in blocks of 8 columns first.
 * One call:        the whole product, 4 rows × 8 columns at a time in registers.
 * Limits:          any sizes; out may not overlap what is multiplied.
 * Reference:       referenceForward in reference.ts.
 */
import { bytesOf, elementAt } from '../kit/records.as'
import { store4 } from '../kit/simd.as'

/** Bytes of a packed matrix: whole blocks of 8 columns, and one row more for the biases. */
export function panelBytes(depth: i32, width: i32): usize {
  return (<usize>((width + 7) >> 3) * <usize>(depth + 1)) << 5
}

/**
 * Lays a (depth, width) matrix out as the product reads it: blocks of 8 columns, zeros behind the last column, and above each block its
 * biases.
 * @param matrix stored row by row, or, where `byColumns`, as (width, depth). @param bias (width), or 0 for none.
 */
export function pack(panel: usize, matrix: usize, bias: usize, depth: i32, width: i32, byColumns: bool): void {
  const rowStep: usize = byColumns ? 4 : bytesOf(width)
  const columnStep: usize = byColumns ? bytesOf(depth) : 4
  let to = panel
  for (let first = 0; first < width; first += 8) {
    for (let j = 0; j < 8; j++) {
      const column = first + j
      const real = column < width
      store<f32>(elementAt(to, j), real && bias ? load<f32>(elementAt(bias, column)) : 0)
      let from = matrix + <usize>column * columnStep
      for (let k = 1; k <= depth; k++) {
        store<f32>(elementAt(to, (k << 3) + j), real ? load<f32>(from) : 0)
        from += rowStep
      }
    }
    to += (<usize>(depth + 1)) << 5
  }
}

/** @param panel matrix and bias, as `pack` left them. */
export function product(rows: i32, depth: i32, width: i32, left: usize, panel: usize, out: usize): void {
  const leftStep = bytesOf(depth)
  const outStep = bytesOf(width)
  const panelStep = (<usize>(depth + 1)) << 5
  let row = 0
  for (; row + 4 <= rows; row += 4) {
    const a0 = left + <usize>row * leftStep
    const a1 = a0 + leftStep
    const a2 = a1 + leftStep
    const a3 = a2 + leftStep
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
      for (let k: usize = 0; k < leftStep; k += 4) {
        w += 32
        const near = v128.load(w)
        const far = v128.load(w, 16)
        const x0 = v128.load32_splat(a0 + k)
        l0 = f32x4.add(l0, f32x4.mul(x0, near))
        r0 = f32x4.add(r0, f32x4.mul(x0, far))
        const x1 = v128.load32_splat(a1 + k)
        l1 = f32x4.add(l1, f32x4.mul(x1, near))
        r1 = f32x4.add(r1, f32x4.mul(x1, far))
        const x2 = v128.load32_splat(a2 + k)
        l2 = f32x4.add(l2, f32x4.mul(x2, near))
        r2 = f32x4.add(r2, f32x4.mul(x2, far))
        const x3 = v128.load32_splat(a3 + k)
        l3 = f32x4.add(l3, f32x4.mul(x3, near))
        r3 = f32x4.add(r3, f32x4.mul(x3, far))
      }
      put(to, l0, r0, width - column)
      put(to + outStep, l1, r1, width - column)
      put(to + 2 * outStep, l2, r2, width - column)
      put(to + 3 * outStep, l3, r3, width - column)
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
      put(to, l, r, width - column)
      to += 32
      block += panelStep
    }
  }
}

export function addOuter(rows: i32, height: i32, width: i32, left: usize, right: usize, out: usize): void {
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
      add(to, l0, r0, width - j)
      add(to + rightStep, l1, r1, width - j)
      add(to + 2 * rightStep, l2, r2, width - j)
      add(to + 3 * rightStep, l3, r3, width - j)
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
      add(elementAt(out + <usize>i * rightStep, j), l, r, width - j)
    }
  }
}

/** Stores the first `count` of eight columns, all of them where there are more. */
@inline
function put(at: usize, left: v128, right: v128, count: i32): void {
  if (count >= 8) {
    v128.store(at, left)
    v128.store(at, right, 16)
    return
  }
  store4(at, left, count)
  store4(at + 16, right, count - 4)
}

/** The same, added to what is there. */
@inline
function add(at: usize, left: v128, right: v128, count: i32): void {
  put(at, f32x4.add(v128.load(at), left), f32x4.add(v128.load(at, 16), right), count)
}
