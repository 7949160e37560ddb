import { describe, expect, it } from 'vitest'
import { isShortNext, nextStart, type Waiting } from './next-start'

const lasting = (...seconds: readonly number[]): Waiting[] =>
  seconds.map((own) => ({ seconds: own, mostThreads: 32 }))

/** Plays a pool: what starts when, on how many threads, and when all of it is over. */
function play(populations: readonly Waiting[], threads: number) {
  const waiting = populations.toSorted((a, b) => b.seconds - a.seconds)
  const running: { end: number; threads: number; isShort: boolean }[] = []
  const started: { seconds: number; threads: number }[] = []
  let [now, idle] = [0, threads]
  for (;;) {
    const busy = running.flatMap((own) => new Array<number>(own.threads).fill(own.end - now))
    const short = running.filter(({ isShort }) => isShort).length
    const isShort = idle > 0 && isShortNext(waiting.length, threads, short)
    const start = isShort ? { index: waiting.length - 1, threads: 1 } : nextStart(waiting, idle, busy)
    if (start) {
      const { seconds } = waiting.splice(start.index, 1)[0]!
      idle -= start.threads
      running.push({ end: now + seconds / start.threads, threads: start.threads, isShort })
      started.push({ seconds, threads: start.threads })
      continue
    }
    const next = running.toSorted((a, b) => a.end - b.end)[0]
    if (!next) return { end: now, started, left: waiting.length }
    running.splice(running.indexOf(next), 1)
    now = next.end
    idle += next.threads
  }
}

describe('what starts next', () => {
  it('is the longest, on one thread while there are more populations than threads', () => {
    expect(nextStart(lasting(4, 3, 3, 2, 2, 2), 2, [])).toEqual({ index: 0, threads: 1 })
    expect(nextStart([], 2, [])).toBeUndefined()
    expect(nextStart(lasting(1), 0, [1, 1])).toBeUndefined()
  })

  it('is shared by all threads where it is alone, by as many as it allows', () => {
    expect(nextStart(lasting(5), 8, [])).toEqual({ index: 0, threads: 8 })
    expect(nextStart([{ seconds: 5, mostThreads: 3 }], 8, [])).toEqual({ index: 0, threads: 3 })
    expect(nextStart([{ seconds: 5, mostThreads: 1 }], 8, [])).toEqual({ index: 0, threads: 1 })
  })

  it('is shared where it would outlast all others', () => {
    expect(nextStart(lasting(20, 1, 1, 1, 1), 4, [])).toEqual({ index: 0, threads: 4 })
    expect(nextStart(lasting(8, 8, 8), 8, [])).toEqual({ index: 0, threads: 3 })
  })

  it('waits for threads that are about to be free, if that ends sooner', () => {
    expect(nextStart(lasting(8), 1, [0.1, 0.2, 0.3])).toBeUndefined()
    expect(nextStart(lasting(8), 3, [0.3])).toEqual({ index: 0, threads: 3 })
    expect(nextStart(lasting(8), 1, [7, 7, 7])).toEqual({ index: 0, threads: 1 })
  })
})

describe('the short end', () => {
  it('is worked at by a third of the threads, at least one of several, while more wait than there are threads', () => {
    expect([1, 2, 4, 8].map((threads) => isShortNext(100, threads, 0))).toEqual([false, true, true, true])
    expect([0, 1, 2].map((short) => isShortNext(100, 8, short))).toEqual([true, true, false])
    expect([3, 2].map((waiting) => isShortNext(waiting, 2, 0))).toEqual([true, false])
  })

  it('is done early, and the whole hardly later', () => {
    const { end, started } = play(lasting(...Array.from({ length: 24 }, (_, i) => 2 ** (i / 3))), 2)
    const work = started.reduce((sum, { seconds }) => sum + seconds, 0)
    expect((2 * end) / work).toBeLessThan(1.05)
    expect(started.slice(0, 12).filter(({ seconds }) => seconds < 16).length).toBeGreaterThan(6)
  })
})

describe('a pool', () => {
  it.each([
    ['one', lasting(8)],
    ['as many as threads', lasting(...new Array<number>(8).fill(3))],
    ['one more than threads', lasting(...new Array<number>(9).fill(3))],
    ['three', lasting(8, 8, 8)],
    ['one that is longer than the rest', lasting(320, ...Array.from({ length: 60 }, (_, i) => i))],
    ['all sizes', lasting(...Array.from({ length: 24 }, (_, i) => 2 ** (i / 3)))],
  ])('trains %s in hardly more than their work needs', (_, populations) => {
    const { end, started, left } = play(populations, 8)
    const work = populations.reduce((sum, { seconds }) => sum + seconds, 0)
    expect(left).toBe(0)
    expect(started).toHaveLength(populations.length)
    expect((end * 8) / work).toBeLessThan(1.35)
  })

  it('starts everything, also where nothing may be shared', () => {
    const alone = lasting(5, 4, 3, 2, 1).map((own) => ({ ...own, mostThreads: 1 }))
    expect(play(alone, 2)).toMatchObject({ left: 0, end: 8 })
  })
})
