/**
 * loss.mean on the processor: each member's mean loss into the ring that the host reads, and its step counter.
 *
 * Formula:
 *   mean            = Σ nats / rows, over the member's real rows; where the mean of the step before is not finite, that one
 *   ring[x mod R]   = mean
 *   (x, y, z, w)    = (x + 1, y, mean, w), with w = 0 where the mean is not finite
 * Shapes:          as in mean.wesl: nats (rows); ring (R = RING_STEPS, members); state (members), a record each.
 * One call:        all members one after the other, each summed in float64.
 * Limits:          x below 2²⁴. Padding rows are not summed.
 * Reference:       meanLossReference in reference.ts.
 */
import { elementAt, Member, recordAt, State } from '../kit/records.as'

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
    const member = recordAt<Member>(table, MEMBERS_AT + m)
    const first = member.firstRow
    const count = member.rows
    let total: f64 = 0
    for (let row = first; row < first + count; row++) total += <f64>load<f32>(elementAt(nats, row))
    const own = recordAt<State>(state, m)
    const step = <i32>own.steps
    const previous = elementAt(ring, ((step + RING_STEPS - 1) % RING_STEPS) * members + m)
    let mean = <f32>(total / <f64>count)
    if (step > 0 && !isFinite<f32>(load<f32>(previous))) mean = load<f32>(previous)
    store<f32>(elementAt(ring, (step % RING_STEPS) * members + m), mean)
    own.steps = <f32>(step + 1)
    own.loss = mean
    if (!isFinite<f32>(mean)) own.trains = 0
  }
}
