/** How many models of a benchmark train at the same time in the memory that the lab allows itself on a device. */
import { BENCHMARK_MODELS } from '@/core/benchmark/models'
import type { BenchmarkModelId } from '@/core/benchmark/report'
import { trainingBytes } from '@/core/sweep/estimate'
import type { PackingLimits } from '@/core/sweep/populations'
import { makeTrial } from '@/core/sweep/trial'

/** @param asked at least one. @returns as many of them as fit, and one at the least. */
export function membersThatFit(
  model: BenchmarkModelId,
  asked: number,
  { maxBytes, ragged }: Pick<PackingLimits, 'maxBytes' | 'ragged'>,
): number {
  const { shape, batch } = BENCHMARK_MODELS[model]
  const trial = makeTrial({
    experiment: 'benchmark',
    family: 'gpt2',
    shape,
    source: { id: 'uniform' },
    datasetSize: batch,
    seed: 0,
    steps: 1,
    learningRate: 0.01,
    batch,
  })
  return Math.max(1, Math.min(asked, Math.floor(maxBytes / trainingBytes([trial], ragged))))
}
