/**
 * What a core can do: multiplications and additions of 128-bit vectors that stay in registers.
 *
 * Formula:
 *   x = x·a + b, in twelve independent chains of four lanes
 * Shapes:          numbers in, one number out, which depends on every chain.
 * One call:        96·rounds floating-point operations.
 * Limits:          as many chains as hide the latency of both operations, and leave registers for a and b.
 * Reference:       processor-peak.train.test.ts.
 */
export function multiply_add(rounds: i32, factor: f32, summand: f32): f32 {
  const a = f32x4.splat(factor)
  const b = f32x4.splat(summand)
  let x0 = f32x4.splat(0)
  let x1 = f32x4.splat(1)
  let x2 = f32x4.splat(2)
  let x3 = f32x4.splat(3)
  let x4 = f32x4.splat(4)
  let x5 = f32x4.splat(5)
  let x6 = f32x4.splat(6)
  let x7 = f32x4.splat(7)
  let x8 = f32x4.splat(8)
  let x9 = f32x4.splat(9)
  let x10 = f32x4.splat(10)
  let x11 = f32x4.splat(11)
  for (let i = 0; i < rounds; i++) {
    x0 = f32x4.add(f32x4.mul(x0, a), b)
    x1 = f32x4.add(f32x4.mul(x1, a), b)
    x2 = f32x4.add(f32x4.mul(x2, a), b)
    x3 = f32x4.add(f32x4.mul(x3, a), b)
    x4 = f32x4.add(f32x4.mul(x4, a), b)
    x5 = f32x4.add(f32x4.mul(x5, a), b)
    x6 = f32x4.add(f32x4.mul(x6, a), b)
    x7 = f32x4.add(f32x4.mul(x7, a), b)
    x8 = f32x4.add(f32x4.mul(x8, a), b)
    x9 = f32x4.add(f32x4.mul(x9, a), b)
    x10 = f32x4.add(f32x4.mul(x10, a), b)
    x11 = f32x4.add(f32x4.mul(x11, a), b)
  }
  const low = f32x4.add(f32x4.add(f32x4.add(x0, x1), f32x4.add(x2, x3)), f32x4.add(x4, x5))
  const high = f32x4.add(f32x4.add(f32x4.add(x6, x7), f32x4.add(x8, x9)), f32x4.add(x10, x11))
  return f32x4.extract_lane(f32x4.add(low, high), 0)
}
