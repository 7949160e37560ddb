/** What a sweep will be and cost, before it runs. Pure. */
import { uniformDatasetBits } from '@/core/metrics/bits'
import { estimateSeconds, packForDevice, totalFlop, trainingBytes } from '@/core/sweep/estimate'
import type { Experiment } from '@/core/sweep/experiment'
import type { ConfigValues } from '@/core/sweep/fields'
import { type PackingLimits, remainingTrials } from '@/core/sweep/populations'
import { modelLabel, type Trial } from '@/core/sweep/trial'
import type { DeviceReport } from '@/runtime/protocol'

export interface PlanSummary {
  readonly trials: number
  /** Trials whose records are stored: they will not run again. What follows is about the others, models and data apart. */
  readonly finished: number
  readonly populations: number
  readonly models: readonly {
    readonly label: string
    readonly params: number
    readonly predictedCapacityBits: number
  }[]
  readonly datasetBits: { readonly min: number; readonly max: number }
  readonly flop: number
  /** Undefined until the device was probed. */
  readonly seconds: number | undefined
  /** Of the largest population, or of as many of the largest as train side by side. */
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

/** Longer than any tab stays open. */
const MAX_HOURS = 48

export function summarizePlan(
  experiment: Experiment,
  values: ConfigValues,
  finished: ReadonlySet<string>,
  device: DeviceReport | undefined,
): PlanSummary {
  const [problem] = experiment.problems(values)
  if (problem) return { ...NOTHING, refusal: [problem.field, problem.message].filter(Boolean).join(': ') }
  const trials = experiment.plan(values)
  const remaining = remainingTrials(trials, finished)
  const limits = device ?? UNPROBED_LIMITS
  const bytes = (members: readonly Trial[]) => trainingBytes(members, limits.ragged)
  const populations = packForDevice(remaining, limits, device?.speed)
  const datasetBits = trials.map(({ datasetSize, shape }) =>
    uniformDatasetBits(datasetSize, shape.seqLen, shape.vocab),
  )
  // Models aside are trained by every lane for itself, before its first trial.
  const extraFlop = remaining.length > 0 ? experiment.extraFlop(values) : 0
  const seconds =
    device &&
    estimateSeconds(populations, device.speed, device.ragged, device.lanes) +
      extraFlop / device.speed.flopPerSecond
  return {
    trials: trials.length,
    finished: trials.length - remaining.length,
    populations: populations.length,
    models: distinctModels(trials),
    datasetBits: { min: Math.min(...datasetBits), max: Math.max(...datasetBits) },
    flop: totalFlop(remaining) + extraFlop,
    seconds,
    peakBytes: peakBytes(
      populations.map((population) => bytes(population.trials)),
      device?.lanes ?? 1,
      limits.maxBytes,
    ),
    refusal: device && refusal(remaining, device, seconds ?? 0),
  }
}

/** Lanes share the device's memory: one that would find too little of it left is not opened. */
function peakBytes(ofPopulations: readonly number[], lanes: number, maxBytes: number): number {
  const largest = ofPopulations.toSorted((a, b) => b - a).slice(0, lanes)
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
  const models = new Map(
    trials.map(({ family, shape, params }) => [JSON.stringify([family, shape]), { shape, params }]),
  )
  return [...models.values()].map(({ shape, params }) => ({
    label: modelLabel(shape),
    params,
    predictedCapacityBits: predictedCapacityBits(params),
  }))
}

/** The measured capacity line of the recipe after 1000 steps (science.md §4), which was fitted from 1,076 parameters upwards. */
const predictedCapacityBits = (params: number): number => Math.max(params, 2.97 * params - 1421)

function refusal(remaining: readonly Trial[], device: DeviceReport, seconds: number): string | undefined {
  const bytesAlone = (trial: Trial) => trainingBytes([trial], device.ragged)
  const largest = remaining.reduce<Trial | undefined>(
    (a, b) => (a && bytesAlone(a) >= bytesAlone(b) ? a : b),
    undefined,
  )
  if (largest && bytesAlone(largest) > device.maxBytes) {
    return `Training ${modelLabel(largest.shape)} with ${largest.batch} strings per step needs ${gigabytes(bytesAlone(largest))} of memory, and this device offers ${gigabytes(device.maxBytes)}. Choose a smaller batch or model.`
  }
  const hours = seconds / 3600
  if (hours > MAX_HOURS) {
    return `This sweep would take about ${Math.round(hours).toLocaleString('en')} hours on this device; at most ${MAX_HOURS} are started. Choose fewer steps, smaller models or fewer dataset sizes.`
  }
  return undefined
}

const gigabytes = (bytes: number): string => `${(bytes / 1e9).toPrecision(3)} GB`
