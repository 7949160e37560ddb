/**
 * Long work on a thread that others want to speak to: in order, at once where nothing waits, and never for longer than a slice without a
 * turn of the event loop in between.
 */
import { nextTask } from '../../async/next-task'

export interface WorkQueue {
  /** Nothing waits: what is added is done before `add` returns, as far as the slice reaches. */
  readonly idle: boolean
  /**
   * All of `pieces` in order, `times` over; none is interrupted. @throws what one throws, if at once; else `reached` rejects with it.
   */
  work(pieces: readonly (() => void)[], times: number): void
  /** One short act, which is done even if the work before it is dropped or has failed. */
  act(act: () => void): void
  /** Resolves with `act`'s value when all so far is done or dropped; rejects with what it throws. */
  reached<T>(act: () => T): Promise<T>
  /** Leaves out all work that waits; acts are done at once. */
  drop(): void
}

/** Of a stop, which has to act within 200 ms, a slice takes this and the piece that is under way. */
const SLICE_MS = 50

type Waiting =
  | { readonly kind: 'work'; readonly pieces: readonly (() => void)[]; done: number; readonly of: number }
  | { readonly kind: 'act'; readonly act: () => void }

/** @param now milliseconds, monotonic. */
export function createWorkQueue(now: () => number = () => performance.now()): WorkQueue {
  const waiting: Waiting[] = []
  let failure: { readonly error: unknown } | undefined
  let later: Promise<void> | undefined

  /** As much as a slice holds. */
  function advance(): void {
    const end = now() + SLICE_MS
    for (let first = waiting[0]; first; first = waiting[0]) {
      if (first.kind === 'act') {
        waiting.shift()
        first.act()
        continue
      }
      if (failure || first.done === first.of) {
        waiting.shift()
        continue
      }
      try {
        first.pieces[first.done++ % first.pieces.length]!()
      } catch (error) {
        failure = { error }
      }
      if (now() >= end) return
    }
  }

  async function goOn(): Promise<void> {
    while (waiting.length > 0) {
      await nextTask()
      advance()
    }
    later = undefined
  }

  function add(entry: Waiting): void {
    waiting.push(entry)
    if (later) return
    advance()
    if (waiting.length > 0) later = goOn()
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
      for (const { act } of acts) act()
    },
  }
}
