/** What a sweep costs, before it runs: floating-point work, memory, and time from a device's measured speed. */
import type { Population } from './sweep'
import type { Trial } from './trial'

/** Work of one trial in floating-point operations: 6·P per token (2 forward, 4 backward), each step's batch, all steps. */
export const trialFlop = (trial: Trial): number =>
  6 * trial.params * trial.batch * trial.shape.seqLen * trial.steps

export const totalFlop = (trials: readonly Trial[]): number =>
  trials.reduce((sum, trial) => sum + trialFlop(trial), 0)

/** A device as two numbers, measured by training on it: time = steps × overhead + work / rate. */
export interface DeviceSpeed {
  readonly secondsPerStep: number
  readonly flopPerSecond: number
}

/** Steps are counted once per population, and padded rows cost what real ones do. */
export function estimateSeconds(populations: readonly Population[], speed: DeviceSpeed): number {
  let seconds = 0
  for (const { trials } of populations) {
    const widest = Math.max(...trials.map((trial) => trial.batch))
    for (const trial of trials) seconds += (trialFlop(trial) * widest) / trial.batch / speed.flopPerSecond
    seconds += trials[0]!.steps * speed.secondsPerStep
  }
  return seconds
}

/**
 * Bytes that a population takes while it trains on the composed path: every intermediate that the tape keeps, and eight copies
 * of the parameters (weights, two moments, gradients, and what the update holds meanwhile). An upper estimate.
 */
export function trainingBytes(trial: Trial, members: number, batch: number): number {
  const { layers, width, heads, vocab, seqLen } = trial.shape
  const perToken = layers * (48 * width + 6 * heads * seqLen) + 8 * vocab + 8 * width
  return 4 * members * (batch * seqLen * perToken + 8 * trial.params)
}
