/** The program of programs.ts on the processor. Buffers and sizes are named as in the WGSL, which says what a member's state is. */

export function loss_mean(
  table: usize,
  nats: usize,
  state: usize,
  ring: usize,
  RING_STEPS: i32,
  MEMBERS_AT: i32,
  STRINGS_AT: i32,
): void {
  const members = STRINGS_AT - MEMBERS_AT
  for (let m = 0; m < members; m++) {
    const member = table + ((<usize>(MEMBERS_AT + m)) << 4)
    const first = load<i32>(member)
    const count = load<i32>(member, 4)
    let total: f64 = 0
    for (let row = first; row < first + count; row++) total += <f64>load<f32>(nats + ((<usize>row) << 2))
    const own = state + ((<usize>m) << 4)
    const step = <i32>load<f32>(own)
    const previous = ring + ((<usize>(((step + RING_STEPS - 1) % RING_STEPS) * members + m)) << 2)
    let mean = <f32>(total / <f64>count)
    if (step > 0 && !isFinite<f32>(load<f32>(previous))) mean = load<f32>(previous)
    store<f32>(ring + ((<usize>((step % RING_STEPS) * members + m)) << 2), mean)
    store<f32>(own, <f32>(step + 1))
    store<f32>(own, mean, 8)
    if (!isFinite<f32>(mean)) store<f32>(own, 0, 12)
  }
}
