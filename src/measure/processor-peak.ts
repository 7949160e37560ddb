/** What one thread of the processor can do at the most in the WebAssembly that every browser has: no fused multiply-add, 128-bit vectors. */

import { bytes } from './multiply-add.as'
import { quantileOf } from './quantile'

const FLOP_PER_ROUND = 96
/**
 * A peak is what undisturbed calls reach. Not the shortest of all: where two threads share a core, that is one that ran before the other had begun.
 */
const UNDISTURBED = 0.1
/** Some milliseconds: browsers round their clocks. */
const ROUNDS = 2_000_000

/** One lane of all twelve chains, summed, after so many rounds of x·factor + summand. */
export async function openMultiplyAdd(): Promise<
  (rounds: number, factor: number, summand: number) => number
> {
  const { instance } = await WebAssembly.instantiate(bytes, { env: { abort: () => undefined } })
  const { multiply_add: multiplyAdd } = instance.exports
  if (typeof multiplyAdd !== 'function') throw new TypeError('the module has no multiply_add')
  return (...values) => multiplyAdd(...values)
}

/** Operations a second, by the fastest tenth of all calls within `budgetMs`. @throws WebAssembly.CompileError where there are no vectors. */
export async function measureProcessorPeak(budgetMs: number, now: () => number): Promise<number> {
  const multiplyAdd = await openMultiplyAdd()
  const callMs = (): number => {
    const before = now()
    multiplyAdd(ROUNDS, 0.5, 1)
    return now() - before
  }
  // The first call runs code that is not optimised yet.
  callMs()
  const times: number[] = []
  const start = now()
  do times.push(callMs())
  while (now() - start < budgetMs)
  return (ROUNDS * FLOP_PER_ROUND * 1000) / quantileOf(times, UNDISTURBED)
}
