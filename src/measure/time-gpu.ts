/** What the device that the page chose does for a benchmark, where that is a GPU. */
import { BENCHMARK_MODELS, nominalFlop } from '@/core/benchmark/models'
import type { BenchmarkModelId } from '@/core/benchmark/report'
import type { PackingLimits } from '@/core/sweep/populations'
import { createTrainer, untuned } from '@/engine/create-trainer'
import type { Backend } from '@/engine/devices/backend'
import { requestDevice } from '@/engine/devices/gpu-device'
import { membersThatFit } from './members-that-fit'
import { populationOf } from './population'
import { measureProduct } from './roofline'
import { timeSteps } from './time-steps'

/** Of one model alone, and of the populations in which the lab trains. */
const MEMBERS = 16

/** Small enough for an integrated GPU, whose driver may end what takes it seconds. */
const PRODUCT = { matrixSize: 2048, leastSeconds: 0.05 }

/** Operations a second in a float32 matrix product, on a device of its own. @throws Error where there is no GPU, or it refuses the work. */
export async function gpuPeak(): Promise<number> {
  const adapter = await navigator.gpu.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) throw new Error('no adapter')
  const device = await requestDevice(adapter)
  try {
    return await measureProduct(device, PRODUCT)
  } finally {
    device.destroy()
  }
}

/** How many of a model train at once: one, and as many of sixteen as fit. Quick's are never trained alone. */
export function gpuMembers(model: BenchmarkModelId, limits: PackingLimits): number[] {
  const alone = model === 'XS' || model === 'S' ? [1] : []
  return [...new Set([...alone, membersThatFit(model, Math.min(MEMBERS, limits.maxMembers), limits)])]
}

/** @throws DeviceLostError; the signal's reason */
export async function timeOnGpu(
  { model, members }: { readonly model: BenchmarkModelId; readonly members: number },
  backend: Backend,
  budgetMs: number,
  now: () => number,
  signal: AbortSignal,
): Promise<{ readonly flopPerSecond: number; readonly numerics: string }> {
  const own = BENCHMARK_MODELS[model]
  const trainer = await createTrainer(populationOf(own, members), untuned(backend))
  try {
    const msPerStep = await timeSteps(trainer, budgetMs, now, signal)
    return { flopPerSecond: (1000 * members * nominalFlop(own)) / msPerStep, numerics: trainer.numerics }
  } finally {
    trainer.dispose()
  }
}
