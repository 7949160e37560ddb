/** What a sweep will be and cost, before it runs. Pure. */
import { expectedCapacityBits } from '@/core/metrics/assumed-capacity'
import { uniformDatasetBits } from '@/core/metrics/bits'
import { mostThreads, packForDevice, sweepSeconds, totalFlop, trainingBytes } from '@/core/sweep/estimate'
import { type PackingLimits, type Population, remainingTrials } from '@/core/sweep/populations'
import { tooLarge } from '@/core/sweep/too-large'
import type { Trial } from '@/core/sweep/trial'
import { tooLargeText } from '@/core/text/too-large-text'
import type { DeviceReport } from '@/runtime/protocol'
import type { ConfigState } from './config-store'

export interface PlanSummary {
  readonly trials: number
  /** Trials whose records are stored, which will not run again. `models` and `datasetBits` count them too; all below is about the rest. */
  readonly finished: number
  readonly populations: number
  readonly models: readonly {
    readonly params: number
    readonly predictedCapacityBits: number
  }[]
  readonly datasetBits: { readonly min: number; readonly max: number }
  readonly flop: number
  /** Estimated training time (s); undefined until the device was probed. */
  readonly seconds: number | undefined
  /** Most memory (bytes) that training takes at one time: of the largest populations, as many as train side by side. */
  readonly peakBytes: number
  /** Why this sweep will not be started on this device, with the numbers. */
  readonly refusal: string | undefined
}

/** How populations are counted while the device is not known. */
const UNPROBED_LIMITS: PackingLimits = {
  ragged: false,
  maxPadding: 1,
  maxMembers: 16,
  maxBytes: 2 ** 30,
}

/** @param finished by trial key. */
export function summarizePlan(
  { experiment, values, problems, sweep }: Pick<ConfigState, 'experiment' | 'values' | 'problems' | 'sweep'>,
  finished: { has(trialKey: string): boolean },
  device: DeviceReport | undefined,
): PlanSummary {
  const [problem] = problems
  if (problem) return { ...NOTHING, refusal: [problem.field, problem.message].filter(Boolean).join(': ') }
  const trials = sweep?.trials ?? []
  const remaining = remainingTrials(trials, finished)
  const limits = device ?? UNPROBED_LIMITS
  const populations = packForDevice(remaining, limits, device?.speed)
  const workers = device?.workers ?? 1
  /** Of all threads that train it together. */
  const bytes = (population: Population): number => {
    const free = Math.floor(workers / populations.length)
    const threads = Math.max(1, Math.min(free, mostThreads(population, limits.ragged, device?.speed)))
    return threads * trainingBytes(population.trials, limits.ragged, threads)
  }
  const datasetBits = trials.map(({ datasetSize, shape }) =>
    uniformDatasetBits(datasetSize, shape.seqLen, shape.vocab),
  )
  const extraFlop = remaining.length > 0 ? experiment.extraFlop(values) : 0
  const seconds = device && sweepSeconds(populations, extraFlop, device)
  const passed = device && tooLarge(remaining, device, seconds)
  return {
    trials: trials.length,
    finished: trials.length - remaining.length,
    populations: populations.length,
    models: distinctModels(trials),
    datasetBits: { min: Math.min(...datasetBits), max: Math.max(...datasetBits) },
    flop: totalFlop(remaining) + extraFlop,
    seconds,
    peakBytes: peakBytes(populations.map(bytes), workers, limits.maxBytes),
    refusal: passed && tooLargeText(passed),
  }
}

/** Workers share the device's memory: one that would find too little of it left is not opened. */
function peakBytes(ofPopulations: readonly number[], workers: number, maxBytes: number): number {
  const largest = ofPopulations.toSorted((a, b) => b - a).slice(0, workers)
  const together = largest.reduce((sum, bytes) => sum + bytes, 0)
  return Math.max(largest[0] ?? 0, Math.min(together, maxBytes))
}

const NOTHING: PlanSummary = {
  trials: 0,
  finished: 0,
  populations: 0,
  models: [],
  datasetBits: { min: 0, max: 0 },
  flop: 0,
  seconds: undefined,
  peakBytes: 0,
  refusal: undefined,
}

function distinctModels(trials: readonly Trial[]): PlanSummary['models'] {
  const models = new Map(trials.map(({ family, shape, params }) => [JSON.stringify([family, shape]), params]))
  return [...models.values()].map((params) => ({
    params,
    predictedCapacityBits: expectedCapacityBits(params),
  }))
}
