/**
 * All engines on one model, side by side: each is opened in its own process, then they are timed in turns, round by round, so that
 * whatever else the machine does falls on all of them alike. Medians and quartiles over the rounds.
 */
import { quantile } from 'simple-statistics'
import type { Counts } from './counters'
import type { Target } from './dawn'
import { type EngineProcess, startEngine, type Timing } from './engine-process'
import { ENGINES, type EngineId } from './engines'
import type { MemoryWatch } from './messages'
import { batchOn, type ModelId } from './models'

export interface Contestant {
  readonly engine: EngineId
  readonly members: number
}

/** Plateau's members are what nobody else has; every other engine trains one model at a time. */
export const CONTESTANTS: readonly Contestant[] = [
  { engine: 'plateau', members: 1 },
  { engine: 'plateau', members: 16 },
  { engine: 'plateau', members: 64 },
  { engine: 'tfjs', members: 1 },
  { engine: 'nanogpt', members: 1 },
  { engine: 'jax', members: 1 },
]

/** One member each: on the processor a population takes the time of its members. */
export const PROCESSOR_CONTESTANTS: readonly Contestant[] = [
  { engine: 'plan', members: 1 },
  { engine: 'composed', members: 1 },
  { engine: 'jax-wasm', members: 1 },
]

export interface Spread {
  readonly lowest: number
  /** Quartiles. */
  readonly low: number
  readonly median: number
  readonly high: number
  readonly highest: number
}

export type Measurement = Contestant & {
  readonly name: string
  readonly model: ModelId
  /** B, strings in a step of each member. */
  readonly batch: number
} & (
    | { readonly kind: 'failed'; readonly reason: string }
    | {
        readonly kind: 'measured'
        readonly adapter: string
        readonly lossRead: string
        readonly counts: Counts
        readonly memory: MemoryWatch
        readonly msPerStep: Spread
        readonly cpuMsPerStep: Spread
        /** The same where every engine reads its losses as rarely; absent where that was not asked for. */
        readonly readRarely?: {
          readonly every: number
          readonly msPerStep: Spread
          readonly cpuMsPerStep: Spread
        }
        readonly rounds: number
        /** After the first and the last round: a real device must have learned in between. */
        readonly loss: readonly [number, number]
      }
  )

export interface Plan {
  readonly target: Target
  readonly contestants: readonly Contestant[]
  readonly rounds: number
  readonly roundMs: number
  readonly warmUpCalls: number
  /** Steps between two reads of the loss, for all engines alike, in a second timing of each round. */
  readonly readEvery: number | undefined
  memorySteps(engine: EngineId): number
}

export async function measureModel(
  model: ModelId,
  plan: Plan,
  note: (text: string) => void,
): Promise<Measurement[]> {
  const { target, warmUpCalls } = plan
  const opened = new Map<Contestant, EngineProcess>()
  const failed = new Map<Contestant, string>()
  const giveUp = (contestant: Contestant, error: unknown): void => {
    opened.get(contestant)?.close()
    opened.delete(contestant)
    failed.set(contestant, reasonOf(error, target))
  }
  for (const contestant of plan.contestants) {
    note(`${model}: opening ${nameOf(contestant)}`)
    const { engine, members } = contestant
    const memorySteps = plan.memorySteps(engine)
    const batch = batchOn(target, model, members)
    try {
      opened.set(
        contestant,
        await startEngine({ engine, model, members, batch, target, warmUpCalls, memorySteps }),
      )
    } catch (error) {
      giveUp(contestant, error)
    }
  }
  const timings = new Map<Contestant, Timing[]>()
  const rareTimings = new Map<Contestant, Timing[]>()
  for (let round = 1; round <= plan.rounds; round++) {
    note(`${model}: timing, round ${round} of ${plan.rounds}`)
    for (const [contestant, engine] of opened) {
      try {
        timings.set(contestant, [...(timings.get(contestant) ?? []), await engine.time(plan.roundMs)])
        if (plan.readEvery === undefined) continue
        const rare = await engine.time(plan.roundMs, plan.readEvery)
        rareTimings.set(contestant, [...(rareTimings.get(contestant) ?? []), rare])
      } catch (error) {
        giveUp(contestant, error)
      }
    }
  }
  return plan.contestants.map((contestant): Measurement => {
    const own = {
      ...contestant,
      name: nameOf(contestant),
      model,
      batch: batchOn(target, model, contestant.members),
    }
    const engine = opened.get(contestant)
    if (!engine) return { ...own, kind: 'failed', reason: failed.get(contestant) ?? 'not run' }
    engine.close()
    const { adapter, lossRead, counts, memory } = engine.ready
    const times = timings.get(contestant)!
    const rare = rareTimings.get(contestant)
    return {
      ...own,
      kind: 'measured',
      adapter,
      lossRead,
      counts,
      memory,
      ...spreads(times),
      ...(rare &&
        plan.readEvery !== undefined && { readRarely: { every: plan.readEvery, ...spreads(rare) } }),
      rounds: plan.rounds,
      loss: [times[0]!.loss, times.at(-1)!.loss],
    }
  })
}

export const nameOf = ({ engine, members }: Contestant): string =>
  members > 1 || engine === 'plateau' ? `${ENGINES[engine].name} × ${members}` : ENGINES[engine].name

/** Dawn's messages run over many lines, and say of the null backend only that memory was short. */
function reasonOf(error: unknown, target: Target): string {
  const [first = ''] = (error instanceof Error ? error.message : String(error)).split('\n')
  const limited = target === 'null' && /out of memory/i.test(first)
  return limited ? "needs more than the 512 MiB of buffers that Dawn's null backend allows" : first
}

const spreads = (times: readonly Timing[]) => ({
  msPerStep: spread(times.map((timing) => timing.msPerStep)),
  cpuMsPerStep: spread(times.map((timing) => timing.cpuMsPerStep)),
})

const spread = (values: readonly number[]): Spread => ({
  lowest: Math.min(...values),
  low: quantile([...values], 0.25),
  median: quantile([...values], 0.5),
  high: quantile([...values], 0.75),
  highest: Math.max(...values),
})
