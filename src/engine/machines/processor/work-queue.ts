/**
 * Long work on a thread that others want to speak to: in order, at once where nothing waits, and never for longer than a slice without a
 * turn of the event loop in between.
 */
import { yieldToEvents } from '../../async/yield-to-events'

export interface WorkQueue {
  /** True when nothing waits: what is added next is begun at once. */
  readonly idle: boolean
  /**
   * Queues all of `pieces` in order, `times` over; none is interrupted.
   * @throws what a piece throws, if it runs at once; else `reached` rejects with it.
   */
  work(pieces: readonly (() => void)[], times: number): void
  /** Queues a meeting with other threads. Work and acts queued later wait for its end. */
  meet(meeting: Meeting): void
  /** Looks again whether the meeting that is waited for can end. */
  wake(): void
  /** Queues one short act, which is done even if the work before it is dropped or has failed. */
  act(act: () => void): void
  /** Calls `act` when everything queued so far is done or dropped, and resolves with its value. Rejects with what it, or work before it, throws. */
  reached<T>(act: () => T): Promise<T>
  /** Drops all work that waits, and does the acts that wait at once. */
  drop(): void
}

export interface Meeting {
  /** Called once, when everything queued before is done. */
  begin(): void
  /** Called after that, and at each `wake`. @returns whether the meeting is over. */
  end(): boolean
}

/** The length of a slice. A stop has to act within 200 ms, and waits for the slice and for the piece that is under way at its end. */
const SLICE_MS = 50

type Waiting =
  | { readonly kind: 'work'; readonly pieces: readonly (() => void)[]; done: number; readonly of: number }
  | { readonly kind: 'act'; readonly act: () => void }
  | { readonly kind: 'meeting'; readonly meeting: Meeting; begun: boolean }

/** @param now milliseconds, monotonic. */
export function createWorkQueue(now: () => number = () => performance.now()): WorkQueue {
  const waiting: Waiting[] = []
  let failure: { readonly error: unknown } | undefined
  let later: Promise<void> | undefined
  /** Whether the first that waits is a meeting, which is not over. */
  let meeting = false

  /** Does what waits until a slice is over. */
  function advance(): void {
    const end = now() + SLICE_MS
    for (let first = waiting[0]; first; first = waiting[0]) {
      if (first.kind === 'act') {
        waiting.shift()
        first.act()
        continue
      }
      if (failure || (first.kind === 'work' && first.done === first.of)) {
        waiting.shift()
        continue
      }
      try {
        if (first.kind === 'meeting') {
          if (!first.begun) first.meeting.begin()
          first.begun = true
          meeting = !first.meeting.end()
          if (meeting) return
          waiting.shift()
        } else first.pieces[first.done++ % first.pieces.length]!()
      } catch (error) {
        failure = { error }
      }
      if (now() >= end) return
    }
  }

  async function goOn(): Promise<void> {
    while (waiting.length > 0 && !meeting) {
      await yieldToEvents()
      advance()
    }
    later = undefined
  }

  function begin(): void {
    advance()
    if (waiting.length > 0 && !meeting) later = goOn()
  }

  function add(entry: Waiting): void {
    waiting.push(entry)
    if (!later && !meeting) begin()
  }

  return {
    get idle() {
      return waiting.length === 0
    },
    work(pieces, times) {
      add({ kind: 'work', pieces, done: 0, of: times * pieces.length })
      if (failure) throw failure.error
    },
    act: (act) => add({ kind: 'act', act }),
    meet: (meeting) => add({ kind: 'meeting', meeting, begun: false }),
    wake() {
      if (!meeting) return
      meeting = false
      begin()
    },
    reached: (act) =>
      new Promise((resolve, reject) => {
        add({
          kind: 'act',
          act: () => {
            if (failure) return reject(failure.error)
            try {
              resolve(act())
            } catch (error) {
              reject(error)
            }
          },
        })
      }),
    drop() {
      const acts = waiting.filter((entry) => entry.kind === 'act')
      waiting.length = 0
      meeting = false
      for (const { act } of acts) act()
    },
  }
}
