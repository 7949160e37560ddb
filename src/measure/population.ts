/** What Plateau's own trainers are asked for. */

import { type BenchmarkModel, LEARNING_RATE, uniformTokens } from '@/core/benchmark/models'
import { RECIPE_OPTIONS, type TrainingOptions } from '@/core/model/recipe'
import type { PopulationSpec } from '@/engine/contract/trainer'

/** The warm-up is a twentieth of them, one step; at a constant rate a run may go on behind them. */
const PLANNED_STEPS = 20

/** At a constant rate, as the peers: the schedule of a run as long as a measurement would still be rising from 0 when the last step is timed. */
export function populationOf(
  model: BenchmarkModel,
  members: number,
  precision: TrainingOptions['precision'] = 'float32',
): PopulationSpec {
  return {
    family: 'gpt2',
    shape: model.shape,
    steps: PLANNED_STEPS,
    options: { ...RECIPE_OPTIONS, schedule: 'constant', precision },
    members: Array.from({ length: members }, (_, m) => ({
      seed: m,
      tokens: uniformTokens(model, m),
      learningRate: LEARNING_RATE,
      batch: model.batch,
    })),
  }
}
