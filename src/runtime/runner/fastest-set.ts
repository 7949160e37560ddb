/**
 * Which of a device's sets of numerics trains a population fastest: whole steps by some of them, in turns, for a moment. Sets are made of
 * factors, and there are too many to try each: factor by factor, the values of one are put beside what has been found so far.
 */
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
/** The least that another set must save in the end: what it changes is not worth less. */
const LEAST_GAIN = 0.15
/** The least that one factor must save to be part of it. */
const LEAST_GAIN_OF_FACTOR = 0.05

/** A set with a trainer of its own, and how long each of its turns in a race took. */
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
  sets: readonly [NumericsSet, ...NumericsSet[]],
  spec: PopulationSpec,
  backend: Backend,
  host: RunnerHost,
): Promise<NumericsSet> {
  const entered = new Set<Entrant>()
  let spentMs = 0
  async function enter(set: NumericsSet): Promise<Entrant> {
    const trainer = await createTrainer(spec, untuned({ ...backend, plan: set.device }))
    const entrant = { set, trainer, times: [] }
    entered.add(entrant)
    // The first step is not what a step costs.
    await timed(entrant, 1)
    return entrant
  }
  function leave(entrant: Entrant): void {
    entered.delete(entrant)
    entrant.trainer.dispose()
  }
  async function timed({ trainer }: Pick<Entrant, 'trainer'>, steps: number): Promise<number> {
    const start = host.now()
    trainer.enqueue(steps)
    await trainer.done()
    const ms = host.now() - start
    spentMs += ms
    return ms
  }
  try {
    const own = await enter(sets[0])
    const stepMs = Math.min(await timed(own, 1), await timed(own, 1))
    const steps = Math.min(MOST_STEPS, Math.max(1, Math.ceil(SHORTEST_MS / stepMs)))
    /** So many can be raced with what is left of the time. */
    const affordable = () => Math.floor((BUDGET_MS - spentMs) / (ROUNDS * steps * stepMs))

    let best = own
    let proven = own
    for (const factor of own.set.choice.keys()) {
      // The default is in every race: what is found must in the end be faster than it.
      const known = best === own ? [own] : [own, best]
      const values = sets.filter(({ choice }) => differsIn(factor, best.set.choice, choice))
      const others: Entrant[] = []
      for (const set of values.slice(0, Math.max(0, affordable() - known.length))) {
        if ((await selfTest(set.device, spec.family)) === undefined) others.push(await enter(set))
      }
      const left = await race(known, others, (entrant) => timed(entrant, steps))
      const found = winner([best, ...left])
      for (const entrant of [best, ...others]) if (entrant !== found && entrant !== own) leave(entrant)
      if (found === best) continue
      best = found
      if (verdictOf(pairsOf(own, best), LEAST_GAIN) === 'faster') proven = best
    }
    return proven.set
  } finally {
    for (const entrant of entered) leave(entrant)
  }
}

/** Whether `others` has another value than `own` in this factor, and in no other. */
const differsIn = (factor: number, own: readonly number[], other: readonly number[]): boolean =>
  other.every((value, i) => (value !== own[i]) === (i === factor))

/** All take their turns until each of `others` has lost, or had as many as a verdict needs. @returns those that may have won. */
async function race(
  known: readonly Entrant[],
  others: readonly Entrant[],
  turn: (entrant: Entrant) => Promise<number>,
): Promise<readonly Entrant[]> {
  const best = known.at(-1)!
  for (const { times } of known) times.length = 0
  let left = others
  for (let round = 0; round < ROUNDS && left.length > 0; round++) {
    // There and back: a device that warms up slows all of them.
    const racing = [...known, ...left]
    for (const entrant of round % 2 === 0 ? racing : racing.toReversed())
      entrant.times.push(await turn(entrant))
    left = left.filter((other) => verdictOf(pairsOf(best, other), LEAST_GAIN_OF_FACTOR) !== 'not faster')
  }
  return left
}

type Timed = Pick<Entrant, 'times'>

const pairsOf = (own: Timed, other: Timed): readonly TimePair[] =>
  other.times.map((ms, round) => ({ own: own.times[round]!, other: ms }))

/** The one that saves most of those that are clearly faster than the first; else the first. */
export function winner<T extends Timed>([own, ...others]: readonly [T, ...T[]]): T {
  const [best] = others
    .map((entrant) => ({ entrant, pairs: pairsOf(own, entrant) }))
    .filter(({ pairs }) => verdictOf(pairs, LEAST_GAIN_OF_FACTOR) === 'faster')
    .toSorted((a, b) => gainOf(b.pairs) - gainOf(a.pairs))
  return best?.entrant ?? own
}
