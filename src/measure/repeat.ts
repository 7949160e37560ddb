/** How long one of something takes that is too short to be timed by itself. */

/** Does it so many times. @returns seconds */
export type Repeatable = (times: number) => Promise<number>

/** The best of three, each of at least `leastSeconds`. */
export async function secondsOfOne(run: Repeatable, leastSeconds: number): Promise<number> {
  let times = 1
  while ((await run(times)) < leastSeconds) times *= 2
  const runs = [await run(times), await run(times), await run(times)]
  return Math.min(...runs) / times
}
