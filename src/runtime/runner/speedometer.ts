/** Speed and time left, from what this sweep itself has done so far. */
import { estimateSeconds, trialFlop } from '@/core/sweep/estimate'
import type { Population } from '@/core/sweep/populations'
import type { SweepProgress } from '../protocol'

type Speed = Pick<
  SweepProgress,
  'workDone' | 'stepsPerSecond' | 'tokensPerSecond' | 'remainingSeconds' | 'elapsedMs'
>

/** Speeds are taken over this long at the least: shorter spans jump about. */
const WINDOW_MS = 2000

const STEPS_BEFORE_ESTIMATE = 10

/**
 * A step's cost is its overhead plus its work; until enough is measured, their ratio is taken as: one step's overhead equals the
 * work of this many floating-point operations.
 */
const OVERHEAD_FLOP = 5e6

/** What a population costs, in a unit of the device's own: it serves to compare. */
export const relativeCost = (population: Population, ragged: boolean): number =>
  estimateSeconds([population], { secondsPerStep: OVERHEAD_FLOP, flopPerSecond: 1 }, ragged)

/** @param now milliseconds without pauses. */
export function createSpeedometer(populations: readonly Population[], ragged: boolean, now: () => number) {
  const start = now()
  const costs = populations.map((population) => relativeCost(population, ragged))
  const total = costs.reduce((sum, cost) => sum + cost, 0)
  const flops = populations.map(({ trials }) => trials.reduce((sum, trial) => sum + trialFlop(trial), 0))
  const totalWork = flops.reduce((sum, flop) => sum + flop, 0)
  let marks: { population: number; step: number; at: number }[] = []

  return {
    at(population: number, step: number): Speed {
      const at = now()
      const { trials } = populations[population]!
      const { steps } = trials[0]!
      if (marks[0]?.population !== population)
        marks = [{ population, step: 0, at: marks.at(-1)?.at ?? start }]
      marks.push({ population, step, at })
      while (marks.length > 2 && at - marks[1]!.at >= WINDOW_MS) marks.shift()
      const first = marks[0]!
      const stepsPerSecond = (1000 * (step - first.step)) / Math.max(1, at - first.at)
      const tokensPerStep = trials.reduce((sum, trial) => sum + trial.batch * trial.shape.seqLen, 0)
      const share = step / steps
      const before = (values: readonly number[]) =>
        values.slice(0, population).reduce((sum, value) => sum + value, 0)
      const done = before(costs) + share * costs[population]!
      return {
        workDone: (before(flops) + share * flops[population]!) / totalWork,
        stepsPerSecond,
        tokensPerSecond: stepsPerSecond * tokensPerStep,
        // The first step compiles and allocates: nothing can be told from it.
        remainingSeconds:
          population > 0 || step >= STEPS_BEFORE_ESTIMATE
            ? ((at - start) / 1000) * (total / done - 1)
            : Number.POSITIVE_INFINITY,
        elapsedMs: at - start,
      }
    },
  }
}
