/**
 * Threads that train one population together (data parallelism). Each keeps all weights, computes its share of every step, tells the others what it found,
 * and makes the same update as they do: none leads, and whatever is done to one trainer of them is done to all.
 */
export interface Crew {
  readonly size: number
  /** Which of them this thread is, from 0. */
  readonly place: number
  /** Sends a copy of `words` to each of the others. Messages arrive in the order in which they are sent. */
  send(words: Float32Array): void
  /** The next message of each of the others, by their places, once all of them are there; else undefined. They are valid until the next `send`. */
  receive(): ReadonlyMap<number, Float32Array> | undefined
  /** @param listener called after each message that arrives. Replaces the one before it. */
  onMessage(listener: () => void): void
}
