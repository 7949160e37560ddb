/**
 * Gives transient buffers their memory. A buffer lives from the first dispatch that binds it to the last; memory is handed on only
 * after that last dispatch, so that no dispatch binds one piece of memory twice (WebGPU forbids read and write of one buffer in one
 * dispatch, even in disjoint ranges: whole buffers are reused, never parts).
 */
import type { PlanBuffer, StepPlan } from './step-plan'

export interface MemoryPlan {
  /** The piece of memory that each transient buffer gets, by its index. */
  readonly pieces: ReadonlyMap<PlanBuffer, number>
  /** Bytes of each piece. */
  readonly sizes: readonly number[]
}

export function planMemory(plan: StepPlan): MemoryPlan {
  const lastUse = new Map<PlanBuffer, number>()
  plan.forEach(({ buffers }, i) => {
    for (const buffer of buffers) if (buffer.kind === 'transient') lastUse.set(buffer, i)
  })
  const pieces = new Map<PlanBuffer, number>()
  const sizes: number[] = []
  const free: number[] = []
  plan.forEach(({ buffers }, i) => {
    for (const buffer of buffers) {
      if (buffer.kind === 'transient' && !pieces.has(buffer)) pieces.set(buffer, take(buffer.bytes))
    }
    for (const buffer of new Set(buffers)) {
      if (lastUse.get(buffer) === i) free.push(pieces.get(buffer)!)
    }
  })
  return { pieces, sizes }

  /** The free piece that fits best: the smallest that is large enough, else the largest, grown; a new one where none is free. */
  function take(bytes: number): number {
    const better = (a: number, b: number): boolean => {
      const [fitsA, fitsB] = [sizes[a]! >= bytes, sizes[b]! >= bytes]
      if (fitsA !== fitsB) return fitsA
      return fitsA ? sizes[a]! < sizes[b]! : sizes[a]! > sizes[b]!
    }
    if (free.length === 0) return sizes.push(bytes) - 1
    const best = free.reduce((a, b) => (better(b, a) ? b : a))
    free.splice(free.indexOf(best), 1)
    sizes[best] = Math.max(sizes[best]!, bytes)
    return best
  }
}
