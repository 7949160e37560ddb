/** The mean loss and what becomes of a member's state, in float64: the specification of the kernel. */
import { memberRanges } from '@/kernels/kit/case-data'
import type { MeanLossSizes } from './programs'

/**
 * @param nats (rows). @param state (M, 4). @param ring (ringSteps, M). Neither is changed.
 * @returns both as they are afterwards.
 */
export function meanLossReference(
  { layout, ringSteps }: MeanLossSizes,
  nats: ArrayLike<number>,
  state: ArrayLike<number>,
  ring: ArrayLike<number>,
): { readonly state: Float64Array; readonly ring: Float64Array } {
  const nextState = Float64Array.from(state)
  const nextRing = Float64Array.from(ring)
  for (const { member, first, count } of memberRanges(layout)) {
    let total = 0
    for (let row = first; row < first + count; row++) total += nats[row]!
    const step = state[4 * member]!
    const previous = step > 0 ? ring[((step - 1) % ringSteps) * layout.members + member]! : 0
    const mean = Number.isFinite(previous) ? total / count : previous
    nextRing[(step % ringSteps) * layout.members + member] = mean
    nextState[4 * member] = step + 1
    nextState[4 * member + 2] = mean
    if (!Number.isFinite(mean)) nextState[4 * member + 3] = 0
  }
  return { state: nextState, ring: nextRing }
}
