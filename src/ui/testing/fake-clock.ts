/** A clock for tests of the render queue, which the test moves: nothing happens by itself. */
export function createFakeClock() {
  let time = 0
  const timers: { readonly at: number; readonly callback: () => void }[] = []
  /** Runs the timer that is due first, as one task. @returns whether there was one. */
  const runTask = (): boolean => {
    const next = timers.filter(({ at }) => at <= time).sort((a, b) => a.at - b.at)[0]
    if (!next) return false
    timers.splice(timers.indexOf(next), 1)
    next.callback()
    return true
  }
  return {
    now: () => time,
    later(callback: () => void, ms: number) {
      const timer = { at: time + ms, callback }
      timers.push(timer)
      return () => void timers.splice(timers.indexOf(timer), 1)
    },
    runTask,
    /** Moves on, and runs everything that has become due, also what that asks for. */
    pass(ms: number) {
      time += ms
      while (runTask()) {}
    },
  }
}
