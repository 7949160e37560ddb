/** What a sweep costs, before it runs: floating-point work, memory, and time from a device's measured speed. */
import { keepsMaster } from '../model/precision'
import type { DeviceSpeed } from './device-speed'
import { type PackingLimits, type Population, packPopulations } from './populations'
import { MOST_SPLITS, processorSplits } from './splits'
import { type Trial, trainingOptions } from './trial'

/** The sizes that decide what a training costs: of a trial, or of a reference model that a procedure trains. */
interface Training {
  readonly params: number
  readonly batch: number
  readonly shape: { readonly seqLen: number }
  readonly steps: number
}

type Sizes = Pick<Trial, 'params' | 'batch' | 'steps'> & {
  readonly shape: Pick<Trial['shape'], 'layers' | 'width' | 'heads' | 'vocab' | 'seqLen'>
}

/** Work of one training in floating-point operations: 6·P per token (2 forward, 4 backward), each step's batch, all steps. */
export const trialFlop = ({ params, batch, shape, steps }: Training): number =>
  6 * params * batch * shape.seqLen * steps

export const totalFlop = (trials: readonly Trial[]): number =>
  trials.reduce((sum, trial) => sum + trialFlop(trial), 0)

/**
 * Exponentials of one training, all steps: of a token, one for each logit of the vocabulary, and in each layer one for each score of causal
 * attention and for each of the 4·d activations of the MLP. They stand for all the work that is no matrix product (attention, activation,
 * norms, cross-entropy), which takes half of the time of a narrow model on a processor, and a sixth at d 64.
 */
export function trialExponentials({ batch, shape, steps }: Sizes): number {
  const { layers, width, heads, vocab, seqLen } = shape
  const perToken = layers * ((heads * (seqLen + 1)) / 2 + 4 * width) + vocab
  return perToken * batch * seqLen * steps
}

/** Time of a training beyond the overhead of its steps, in seconds. */
export const workSeconds = (trial: Sizes, { flopPerSecond, secondsPerExponential }: DeviceSpeed): number =>
  trialFlop(trial) / flopPerSecond + trialExponentials(trial) * secondsPerExponential

/**
 * Steps are counted once per population.
 * @param ragged whether members lie end to end; else rows that pad to the widest member cost what real ones do.
 * @param workers threads that train side by side: no sooner is it over than the longest population, by as many of them as can share it.
 */
export function estimateSeconds(
  populations: readonly Population[],
  speed: DeviceSpeed,
  ragged: boolean,
  workers = 1,
): number {
  const seconds = populations.map((population) => threadSeconds(population, ragged, speed))
  const total = seconds.reduce((sum, own) => sum + own, 0)
  const shared = (own: number, i: number) =>
    own / Math.min(workers, mostThreads(populations[i]!, ragged, speed))
  return Math.max(total / workers, ...seconds.map(shared))
}

/** What a core of today does, where nobody has measured this one (docs/tuning.md, The estimate of time). */
const A_CORE: DeviceSpeed = { secondsPerStep: 1e-5, flopPerSecond: 4e10, secondsPerExponential: 3.3e-9 }

/** How long a population takes one thread, in seconds. */
export const threadSeconds = ({ trials }: Population, ragged: boolean, speed = A_CORE): number =>
  trials[0]!.steps * (stepSeconds(trials, speed, ragged) + speed.secondsPerStep)

/** A thread's share of a step takes at least this long (s): several times what telling the others costs (docs/tuning.md, Crews). */
const LEAST_SHARE = 0.25e-3
/** Each thread takes at least this much work (s) off the others: it needs half a second to start. */
const LEAST_WORK = 1

/**
 * How many threads of a processor may train one population together; 1 where it has to be one alone.
 * @param ragged whether the plan trains it: composed ops are not shared.
 */
export function mostThreads(population: Population, ragged: boolean, speed = A_CORE): number {
  if (!ragged) return 1
  const { trials } = population
  const seconds = threadSeconds(population, ragged, speed)
  const byTime = Math.min(seconds / trials[0]!.steps / LEAST_SHARE, seconds / LEAST_WORK)
  const splits = trials.reduce((sum, trial) => sum + splitsOf(trial), 0)
  return Math.max(1, Math.floor(Math.min(splits, byTime)))
}

/**
 * How long a device takes for a sweep, in seconds.
 * @param extraFlop what the experiment trains as a reference, once for the sweep: every thread does that for itself before its first trial.
 */
export const sweepSeconds = (
  populations: readonly Population[],
  extraFlop: number,
  {
    speed,
    ragged,
    workers,
  }: { readonly speed: DeviceSpeed; readonly ragged: boolean; readonly workers: number },
): number => estimateSeconds(populations, speed, ragged, workers) + extraFlop / speed.flopPerSecond

/** Time of one step of a population beyond its overhead, padding included. */
function stepSeconds(trials: readonly Trial[], speed: DeviceSpeed, ragged: boolean): number {
  const widest = Math.max(...trials.map((trial) => trial.batch))
  return trials.reduce((sum, trial) => {
    const padding = ragged ? 1 : widest / trial.batch
    return sum + (workSeconds(trial, speed) / trial.steps) * padding
  }, 0)
}

/**
 * Pause, stop and a lost device act between steps: the work of a step may take a device this long, in seconds, or as long again as the
 * overhead of a step where that is more (smaller populations would then cost up to twice the time and gain little).
 */
const LONGEST_STEP_WORK = 0.05

/** @param speed as it was measured; undefined where it was not: then only memory limits a population. */
export function packForDevice(
  trials: readonly Trial[],
  limits: PackingLimits,
  speed: DeviceSpeed | undefined,
): Population[] {
  const { ragged, maxBytes } = limits
  const isShort = (members: readonly Trial[]): boolean =>
    !speed || stepSeconds(members, speed, ragged) <= Math.max(LONGEST_STEP_WORK, speed.secondsPerStep)
  return packPopulations(
    trials,
    limits,
    (members) => trainingBytes(members, ragged) <= maxBytes && isShort(members),
  )
}

/**
 * Bytes that a population takes while it trains: an upper estimate. It is 0 for no trials.
 * @param ragged see {@link estimateSeconds}: the plan on the fused kernels, else composed ops with padding.
 * @param threads that share its steps: what each of them takes.
 */
export const trainingBytes = (trials: readonly Trial[], ragged: boolean, threads = 1): number =>
  trials.length === 0 ? 0 : ragged ? plannedBytes(trials, threads) : composedBytes(trials)

/** Every intermediate that the tape keeps, and eight copies of the parameters (weights, moments, gradients, and what an update holds). */
function composedBytes(trials: readonly Trial[]): number {
  const { layers, width, heads, vocab, seqLen } = trials[0]!.shape
  const widest = Math.max(...trials.map((trial) => trial.batch))
  const perToken = layers * (48 * width + 6 * heads * seqLen) + 8 * vocab + 8 * width
  return 4 * trials.length * (widest * seqLen * perToken + 8 * trials[0]!.params)
}

/**
 * What the backward pass reads again, gradients in memory that is used anew, and the parameters' copies (one more where a float32 master
 * stands behind rounded ones) with a partial gradient for each split.
 */
function plannedBytes(trials: readonly Trial[], threads: number): number {
  const { layers, width, heads, vocab } = trials[0]!.shape
  const all = tokensOf(trials)
  const tokens = Math.ceil(all / threads)
  // Of a GPU, or of a processor, which trains one member at a time.
  const splits = Math.max(all / PLANNED_SPLIT_ROWS, ...trials.map(splitsOf))
  const perToken = layers * (17 * width + heads + 4) + 12 * width + 2 * vocab
  const ofEach = keepsMaster(trainingOptions(trials[0]!).precision) ? 6 : 5
  const copies = ofEach * trials.length + splits / threads + sharedSums(threads)
  return Math.ceil(4 * (tokens * perToken + 3 * (all - tokens) + copies * trials[0]!.params))
}

const splitsOf = ({ batch, shape }: Trial): number => processorSplits(batch, shape.seqLen)

/** Sums of gradients that threads tell each other (engine/plan/crew-share.ts): one each, or as many as there may be splits. */
const sharedSums = (threads: number): number => {
  if (threads === 1) return 0
  return Number.isInteger(Math.log2(threads)) ? threads : MOST_SPLITS
}

const tokensOf = (trials: readonly Trial[]): number =>
  trials.reduce((sum, trial) => sum + trial.batch * trial.shape.seqLen, 0)

/**
 * Whether a population that fits a device fits it too where splits have fewer rows: the partial gradients, one for each split, are a
 * single buffer, of at most half of what a population may take.
 */
export function fitsSplits(trials: readonly Trial[], maxBytes: number, splitRows: number): boolean {
  const splits = trials.length + tokensOf(trials) / splitRows
  const partialBytes = 4 * splits * trials[0]!.params
  return partialBytes <= maxBytes / 2 && partialBytes + trainingBytes(trials, true) <= maxBytes
}

/** Rows over which the fused path sums one partial weight gradient: enough of them to fill a GPU at one member. */
export const PLANNED_SPLIT_ROWS = 512
