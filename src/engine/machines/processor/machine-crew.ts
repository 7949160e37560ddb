/** How the processor's machine trains with others: what each knows goes to all as one message a step. */
import type { Crew } from '../../contract/crew'
import type { CrewPart, MachineCrew } from '../../plan/machine'
import type { MachineBuffer } from '../../plan/step-plan'
import type { WorkQueue } from './work-queue'

/** @param floats reads and writes memory in place. */
export function createMachineCrew(
  crew: Crew,
  queue: WorkQueue,
  view: MachineCrew['view'],
  floats: (buffer: MachineBuffer, at: number, bytes: number) => Float32Array,
): MachineCrew {
  crew.onMessage(() => queue.wake())

  let message = new Float32Array(0)

  function tell(parts: readonly CrewPart[]): void {
    const own = parts.filter(({ owner }) => owner === crew.place)
    const words = own.reduce((sum, { bytes }) => sum + bytes / 4, 0)
    if (message.length !== words) message = new Float32Array(words)
    let written = 0
    for (const { buffer, at, bytes } of own) {
      message.set(floats(buffer, at, bytes), written)
      written += bytes / 4
    }
    crew.send(message)
  }

  /** @returns false while somebody has not spoken yet. */
  function hear(parts: readonly CrewPart[]): boolean {
    const messages = crew.receive()
    if (!messages) return false
    for (const [place, message] of messages) {
      let read = 0
      for (const { owner, buffer, at, bytes } of parts) {
        if (owner !== place) continue
        floats(buffer, at, bytes).set(message.subarray(read, read + bytes / 4))
        read += bytes / 4
      }
    }
    return true
  }

  return {
    place: crew.place,
    size: crew.size,
    view,
    exchange: (parts) => queue.meet({ begin: () => tell(parts), end: () => hear(parts) }),
  }
}
