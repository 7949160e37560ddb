/** What a thread of the processor does for a benchmark, timed on that thread. */
import { BENCHMARK_MODELS, nominalFlop } from '@/core/benchmark/models'
import type { ThreadTask, ThreadTiming } from '@/core/benchmark/thread-task'
import { createTrainer } from '@/engine/create-trainer'
import { openBackend } from '@/engine/devices/backend'
import type { BenchmarkHost } from './host'
import { populationOf } from './population'
import { measureProcessorPeak } from './processor-peak'
import { timeSteps } from './time-steps'

/** @throws NoBackendError, WebAssembly.CompileError where the processor has no WebAssembly, or none with vectors. */
export async function timeThread(
  task: ThreadTask,
  { wasmPaths, now }: Pick<BenchmarkHost, 'wasmPaths' | 'now'>,
): Promise<ThreadTiming> {
  if (task.kind === 'peak') return { flopPerSecond: await measureProcessorPeak(task.budgetMs, now) }
  const model = BENCHMARK_MODELS[task.model]
  const trainer = await createTrainer(
    populationOf(model, 1),
    await openBackend({ choice: 'wasm', wasmPaths }),
  )
  try {
    const msPerStep = await timeSteps(trainer, task.budgetMs, now)
    return { flopPerSecond: (1000 * nominalFlop(model)) / msPerStep, numerics: trainer.numerics }
  } finally {
    trainer.dispose()
  }
}
