/** Powers and logarithms of the processor's kernels against float64, in units in the last place. */
import { beforeAll, expect, it } from 'vitest'
import { bytes } from './one-lane.as'

type OfOne = (x: number) => number

const COUNT = 100_000

let exported: WebAssembly.Exports
beforeAll(async () => {
  exported = new WebAssembly.Instance(await WebAssembly.compile(bytes), {
    env: { abort: () => expect.unreachable() },
  }).exports
})

const named = (name: string): OfOne => {
  const run = exported[name]
  return typeof run === 'function' ? (x) => run(x) : expect.unreachable(`no ${name}`)
}

/** The distance of float32 numbers at `value`, a normal one. */
const unitAt = (value: number): number => 2 ** (Math.floor(Math.log2(Math.abs(value))) - 23)

/** The largest error over float32 numbers that lie evenly from `least` to `most`. */
function worstUnits(run: OfOne, exact: OfOne, least: number, most: number): number {
  let worst = 0
  for (let i = 0; i <= COUNT; i++) {
    const x = Math.fround(least + ((most - least) * i) / COUNT)
    const want = exact(x)
    const error = Math.abs(run(x) - want)
    // A unit is at least 2^−24 of the value, so most errors are seen to be no larger without the logarithm that tells it.
    if (!(error <= worst * 2 ** -24 * Math.abs(want))) worst = Math.max(worst, error / unitAt(want))
  }
  return worst
}

it.each([
  ['power', (x: number) => 2 ** x, -80, 127.49, 2.6],
  ['exponential', Math.exp, -1, 1, 3],
  ['exponential', Math.exp, -55.4, 88.3, 64],
] as const)('%s errs by a few units', (name, exact, least, most, units) => {
  expect(worstUnits(named(name), exact, least, most)).toBeLessThan(units)
})

it('a logarithm errs by one and a half units', () => {
  const ln = named('logarithm')
  expect(worstUnits(ln, Math.log, 0.5, 0.999)).toBeLessThan(1.5)
  expect(worstUnits(ln, Math.log, 1.001, 2)).toBeLessThan(1.5)
  expect(worstUnits(ln, Math.log, 2, 2000)).toBeLessThan(1.5)
  expect(
    worstUnits(
      (x) => ln(2 ** x),
      (x) => Math.log(Math.fround(2 ** x)),
      -125,
      -2,
    ),
  ).toBeLessThan(1.5)
  expect(ln(1)).toBe(0)
})

it('powers end where float32 does, and NaN stays NaN', () => {
  const [power, exponential, ln] = [named('power'), named('exponential'), named('logarithm')]
  expect([power(-80), power(-1e30), power(Number.NEGATIVE_INFINITY), power(0)]).toEqual([
    2 ** -80,
    2 ** -80,
    2 ** -80,
    1,
  ])
  expect(exponential(1e30)).toBe(exponential(100))
  expect(exponential(1e30)).toBeGreaterThan(2e38)
  expect([power, exponential, ln].map((run) => run(Number.NaN))).toEqual([Number.NaN, Number.NaN, Number.NaN])
})
