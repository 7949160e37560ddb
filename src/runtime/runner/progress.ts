/**
 * How far a sweep is, how fast, and how long it will still take, from the steps of the populations that train: one after another, or
 * several side by side. Times are estimated from what the sweep itself has done so far.
 */
import { estimateSeconds, totalFlop } from '@/core/sweep/estimate'
import type { Population } from '@/core/sweep/populations'
import type { LabEvent, LiveMember } from '../protocol'

export type ProgressEvent = Extract<LabEvent, { type: 'progress' }>

export interface Progress {
  began(population: Population): void
  /** @param step that its members have taken. */
  reported(population: Population, step: number, members: readonly LiveMember[]): void
  /** One of its trials has its result, or has failed. */
  trialEnded(population: Population, trialKey: string): void
  finished(population: Population): void
  /** The thread that trained it was lost: it has to begin anew. */
  lost(population: Population): void
  /** The share of its steps that a population has before it, 0…1. */
  left(population: Population): number
  /** The present state as an event; undefined until a population has reported. */
  event(): ProgressEvent | undefined
}

/** Speeds are taken over this long at the least: shorter spans jump about. */
const WINDOW_MS = 2000

/** The first steps compile and allocate: nothing can be told from them. */
const STEPS_BEFORE_ESTIMATE = 10

/**
 * A step's cost is its overhead plus its work; until enough is measured, their ratio is taken as: one step's overhead equals the
 * work of this many floating-point operations.
 */
const OVERHEAD_FLOP = 5e6
/** As {@link OVERHEAD_FLOP}, of an exponential: 1.3 ns beside 56 GFLOP/s (docs/tuning.md, The estimate of time). */
const EXPONENTIAL_FLOP = 73

/** Cost of a population in an arbitrary unit, for comparing populations. */
export const relativeCost = (population: Population, ragged: boolean): number =>
  estimateSeconds(
    [population],
    { secondsPerStep: OVERHEAD_FLOP, flopPerSecond: 1, secondsPerExponential: EXPONENTIAL_FLOP },
    ragged,
  )

interface Mark {
  readonly step: number
  readonly at: number
}

/** A population that trains now. */
interface Training {
  /** Steps and when they were reported, ascending: the span over which its speed is taken. */
  marks: Mark[]
  members: readonly LiveMember[]
}

const stepsOf = ({ trials }: Population): number => trials[0]!.steps
const flopOf = ({ trials }: Population): number => totalFlop(trials)
const tokensPerStep = ({ trials }: Population): number =>
  trials.reduce((sum, trial) => sum + trial.batch * trial.shape.seqLen, 0)

/** @param now milliseconds without pauses. */
export function createProgress(
  populations: readonly Population[],
  ragged: boolean,
  now: () => number,
): Progress {
  const start = now()
  const total = (of: Iterable<Population>, measure: (population: Population) => number) =>
    [...of].reduce((sum, population) => sum + measure(population), 0)
  const costOf = (population: Population) => relativeCost(population, ragged)
  const totalCost = total(populations, costOf)
  const totalWork = total(populations, flopOf)
  const trialsTotal = total(populations, ({ trials }) => trials.length)
  const done: Population[] = []
  const endedTrials = new Set<string>()
  // In the order in which they began, so that the one whose steps are shown stays the same until it is done.
  const training = new Map<Population, Training>()

  const stepOf = (population: Population) => training.get(population)?.marks.at(-1)?.step ?? 0
  /** How much of everything is done, by a measure of a population. */
  const doneOf = (measure: (population: Population) => number) =>
    total(done, measure) + total(training.keys(), (own) => (measure(own) * stepOf(own)) / stepsOf(own))

  function stepsPerSecond(population: Population): number {
    const [first, last] = [training.get(population)?.marks[0], training.get(population)?.marks.at(-1)]
    return first && last ? (1000 * (last.step - first.step)) / Math.max(1, last.at - first.at) : 0
  }

  function remainingSeconds(elapsedMs: number): number {
    const canTell =
      done.length > 0 || [...training.keys()].some((own) => stepOf(own) >= STEPS_BEFORE_ESTIMATE)
    return canTell ? (elapsedMs / 1000) * (totalCost / doneOf(costOf) - 1) : Number.POSITIVE_INFINITY
  }

  return {
    began: (population) => void training.set(population, { marks: [{ step: 0, at: now() }], members: [] }),
    reported(population, step, members) {
      const own = training.get(population)
      if (!own) return
      const at = now()
      own.members = members
      own.marks.push({ step, at })
      while (own.marks.length > 2 && at - own.marks[1]!.at >= WINDOW_MS) own.marks.shift()
    },
    trialEnded(population, trialKey) {
      endedTrials.add(trialKey)
      const own = training.get(population)
      if (own) own.members = own.members.filter((member) => member.trialKey !== trialKey)
    },
    finished(population) {
      training.delete(population)
      done.push(population)
    },
    lost: (population) => void training.delete(population),
    left: (population) => 1 - stepOf(population) / stepsOf(population),

    event() {
      const reporting = [...training.keys()].filter((own) => stepOf(own) > 0)
      const [shown] = reporting
      if (!shown) return undefined
      const elapsedMs = now() - start
      return {
        type: 'progress',
        progress: {
          population: done.length + 1,
          populations: populations.length,
          step: stepOf(shown),
          steps: stepsOf(shown),
          trialsFinished: endedTrials.size,
          trialsTotal,
          workDone: doneOf(flopOf) / totalWork,
          stepsPerSecond: total(reporting, stepsPerSecond),
          tokensPerSecond: total(reporting, (own) => stepsPerSecond(own) * tokensPerStep(own)),
          remainingSeconds: remainingSeconds(elapsedMs),
          elapsedMs,
        },
        members: reporting.flatMap((own) => training.get(own)!.members),
      }
    },
  }
}
