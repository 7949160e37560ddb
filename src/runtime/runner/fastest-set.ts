/** Which of a device's sets of numerics trains a population fastest: whole steps by some of them, in turns, for a moment. */
import type { PopulationSpec, PopulationTrainer } from '@/engine/contract/trainer'
import { createTrainer, untuned } from '@/engine/create-trainer'
import type { Backend } from '@/engine/devices/backend'
import type { NumericsSet } from '@/engine/plan/machine'
import { selfTest } from '@/engine/plan/self-test'
import type { RunnerHost } from './host'
import { fastestOf, ROUNDS } from './race-sets'

/** The most time that all sets together are trained for, without compiling. */
const BUDGET_MS = 300
/** Shorter measurements are mostly launch and clock. */
const SHORTEST_MS = 3
/** Where a clock stands still, as some do that round. */
const MOST_STEPS = 64

/**
 * @param sets the default one first, which wins in doubt; one that fails the self-test is left out.
 * @throws what training throws.
 */
export async function fastestSet(
  sets: readonly [NumericsSet, ...NumericsSet[]],
  spec: PopulationSpec,
  backend: Backend,
  host: RunnerHost,
): Promise<NumericsSet> {
  const trainers = new Map<NumericsSet, PopulationTrainer>()
  let spentMs = 0
  async function timed(set: NumericsSet, steps: number): Promise<number> {
    const trainer = trainers.get(set)!
    const start = host.now()
    trainer.enqueue(steps)
    await trainer.done()
    const ms = host.now() - start
    spentMs += ms
    return ms
  }
  async function enter(set: NumericsSet): Promise<void> {
    trainers.set(set, await createTrainer(spec, untuned({ ...backend, plan: set.device })))
    // The first step is not what a step costs.
    await timed(set, 1)
  }
  try {
    const [own] = sets
    await enter(own)
    const stepMs = Math.min(await timed(own, 1), await timed(own, 1))
    const steps = Math.min(MOST_STEPS, Math.max(1, Math.ceil(SHORTEST_MS / stepMs)))
    return await fastestOf(sets, {
      async enter(set) {
        if ((await selfTest(set.device, spec.family)) !== undefined) return false
        await enter(set)
        return true
      },
      turn: (set) => timed(set, steps),
      leave(set) {
        trainers.get(set)?.dispose()
        trainers.delete(set)
      },
      affordable: () => Math.floor((BUDGET_MS - spentMs) / (ROUNDS * steps * stepMs)),
    })
  } finally {
    for (const trainer of trainers.values()) trainer.dispose()
  }
}
