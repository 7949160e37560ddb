/** Which of a device's sets of numerics trains a population fastest: whole steps by each of them, in turns, for a moment. */
import type { PopulationSpec, PopulationTrainer } from '@/engine/contract/trainer'
import { createTrainer, untuned } from '@/engine/create-trainer'
import type { Backend } from '@/engine/devices/backend'
import { gainOf, type TimePair, verdictOf } from '@/engine/machines/gpu/verdict'
import type { NumericsSet } from '@/engine/plan/machine'
import { selfTest } from '@/engine/plan/self-test'
import type { RunnerHost } from './host'

/** The most time that all sets together are trained for, without compiling. */
const BUDGET_MS = 300
/** Times that each set is measured: as many as a verdict needs at least. */
const ROUNDS = 8
/** Shorter measurements are mostly launch and clock. */
const SHORTEST_MS = 3
/** Where a clock stands still, as some do that round. */
const MOST_STEPS = 64
/** The least that another set must save: what it changes is not worth less. */
const LEAST_GAIN = 0.15

/** A set in the race, and how long each of its turns took. */
interface Entrant {
  readonly set: NumericsSet
  readonly trainer: PopulationTrainer
  readonly times: number[]
}

/**
 * @param sets the default one first, which wins in doubt; one that fails the self-test is left out.
 * @throws what training throws.
 */
export async function fastestSet(
  [own, ...others]: readonly [NumericsSet, ...NumericsSet[]],
  spec: PopulationSpec,
  backend: Backend,
  host: RunnerHost,
): Promise<NumericsSet> {
  const entrants: Entrant[] = []
  async function enter(set: NumericsSet): Promise<Entrant> {
    const trainer = await createTrainer(spec, untuned({ ...backend, plan: set.device }))
    const entrant = { set, trainer, times: [] }
    entrants.push(entrant)
    // The first step is not what a step costs.
    await timed(entrant, 1)
    return entrant
  }
  async function timed({ trainer }: Entrant, steps: number): Promise<number> {
    const start = host.now()
    trainer.enqueue(steps)
    await trainer.done()
    return host.now() - start
  }
  try {
    const first = await enter(own)
    const stepMs = Math.min(await timed(first, 1), await timed(first, 1))
    const steps = Math.min(MOST_STEPS, Math.max(1, Math.ceil(SHORTEST_MS / stepMs)))
    const affordable = Math.floor(BUDGET_MS / (ROUNDS * steps * stepMs))
    for (const set of others.slice(0, Math.max(0, affordable - 1))) {
      if ((await selfTest(set.device, spec.family)) === undefined) await enter(set)
    }
    for (let round = 0; round < ROUNDS && entrants.length > 1; round++) {
      // There and back: a device that warms up slows all of them.
      for (const entrant of round % 2 === 0 ? entrants : entrants.toReversed())
        entrant.times.push(await timed(entrant, steps))
    }
    return winner(entrants).set
  } finally {
    for (const { trainer } of entrants) trainer.dispose()
  }
}

/** The one that saves most of those that are clearly faster than the first; else the first. */
export function winner<T extends Pick<Entrant, 'times'>>(entrants: readonly T[]): T {
  const [own, ...others] = entrants
  const [best] = others
    .map((entrant) => {
      const pairs = entrant.times.map((other, round): TimePair => ({ own: own!.times[round]!, other }))
      return { entrant, pairs }
    })
    .filter(({ pairs }) => verdictOf(pairs, LEAST_GAIN) === 'faster')
    .toSorted((a, b) => gainOf(b.pairs) - gainOf(a.pairs))
  return best?.entrant ?? own!
}
