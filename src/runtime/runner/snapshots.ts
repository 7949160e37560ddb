/** Weights of a population's models along its training, for those who look into them afterwards. */
import type { Trial } from '@/core/sweep/trial'
import type { PopulationTrainer } from '@/engine/contract/trainer'
import type { Snapshot } from '../questions'

/** Beside the state before the first step. */
const MOST_SNAPSHOTS = 24
/** Of all members together, while they train: a quarter of what the store holds. */
const POPULATION_BYTES = 24 * 2 ** 20

/**
 * Steps after which weights are kept, 0 and the last among them: by the squares of equal distances, because most is learned early.
 * @param weightBytes of one state of all members. The end is kept in any case, and the rest as far as the bytes go.
 */
export function snapshotSteps(steps: number, weightBytes: number): number[] {
  const most = Math.min(MOST_SNAPSHOTS, Math.floor(POPULATION_BYTES / weightBytes) - 1)
  if (most < 1) return [steps]
  return [...new Set(Array.from({ length: most + 1 }, (_, i) => Math.round(steps * (i / most) ** 2)))]
}

export interface Snapshots {
  /** Steps after which `take` is to be called, ascending. */
  readonly steps: readonly number[]
  take(step: number): Promise<void>
  /** By ascending steps. Every array is its own memory. */
  of(member: number): readonly Snapshot[]
}

export function createSnapshots(
  trials: readonly Pick<Trial, 'params' | 'steps'>[],
  trainer: Pick<PopulationTrainer, 'readWeights'>,
): Snapshots {
  const { params, steps } = trials[0]!
  const taken: { readonly step: number; readonly weights: readonly Float32Array[] }[] = []
  return {
    steps: snapshotSteps(steps, 4 * params * trials.length),
    async take(step) {
      taken.push({ step, weights: await trainer.readWeights() })
    },
    of: (member) => taken.map(({ step, weights }) => ({ step, weights: weights[member]! })),
  }
}
