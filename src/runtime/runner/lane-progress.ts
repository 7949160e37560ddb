/** One report of a sweep from those of its lanes, each of which knows only the population that it trains. */
import { totalFlop } from '@/core/sweep/estimate'
import type { Population } from '@/core/sweep/populations'
import type { LabEvent, LiveMember, SweepProgress } from '../protocol'
import { relativeCost } from './speedometer'

type ProgressEvent = Extract<LabEvent, { type: 'progress' }>

export interface LaneProgress {
  began(population: Population): void
  /** What its lane says of it. */
  reported(population: Population, event: ProgressEvent): void
  /** One of its trials has its result, or has failed. */
  trialEnded(population: Population, trialKey: string): void
  finished(population: Population): void
  /** Its lane was lost: it has to begin anew. */
  lost(population: Population): void
  /** Undefined until a lane has reported. */
  event(): ProgressEvent | undefined
}

interface Training {
  progress?: SweepProgress
  members: readonly LiveMember[]
}

/** @param now milliseconds without pauses. */
export function createLaneProgress(
  populations: readonly Population[],
  ragged: boolean,
  now: () => number,
): LaneProgress {
  const start = now()
  const cost = (population: Population) => relativeCost(population, ragged)
  const total = (of: readonly Population[], measure: (population: Population) => number) =>
    of.reduce((sum, population) => sum + measure(population), 0)
  const flop = ({ trials }: Population) => totalFlop(trials)
  const totalCost = total(populations, cost)
  const totalWork = total(populations, flop)
  const trialsTotal = total(populations, ({ trials }) => trials.length)
  const done: Population[] = []
  const endedTrials = new Set<string>()
  // In the order in which they began, so that the one whose steps are shown stays the same until it is done.
  const training = new Map<Population, Training>()

  /** Of everything, by a measure of a population. */
  const doneOf = (measure: (population: Population) => number) =>
    total(done, measure) +
    total([...training.keys()], (p) => measure(p) * (training.get(p)?.progress?.workDone ?? 0))

  return {
    began: (population) => void training.set(population, { members: [] }),
    reported: (population, { progress, members }) => void training.set(population, { progress, members }),
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

    event() {
      const reports = [...training].flatMap(([population, { progress, members }]) =>
        progress ? [{ population, progress, members }] : [],
      )
      const shown = reports[0]
      if (!shown) return undefined
      const elapsedMs = now() - start
      const canTell =
        done.length > 0 || reports.some(({ progress }) => Number.isFinite(progress.remainingSeconds))
      return {
        type: 'progress',
        progress: {
          population: done.length + 1,
          populations: populations.length,
          step: shown.progress.step,
          steps: shown.progress.steps,
          trialsFinished: endedTrials.size,
          trialsTotal,
          workDone: doneOf(flop) / totalWork,
          stepsPerSecond: reports.reduce((sum, { progress }) => sum + progress.stepsPerSecond, 0),
          tokensPerSecond: reports.reduce((sum, { progress }) => sum + progress.tokensPerSecond, 0),
          remainingSeconds: canTell
            ? (elapsedMs / 1000) * (totalCost / doneOf(cost) - 1)
            : Number.POSITIVE_INFINITY,
          elapsedMs,
        },
        members: reports.flatMap(({ members }) => members),
      }
    },
  }
}
