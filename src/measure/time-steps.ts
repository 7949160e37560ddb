/** How long a step of a population takes: bursts of steps, each long enough that sending them and reading their losses hardly counts. */
import type { PopulationTrainer } from '@/engine/contract/trainer'
import { quantileOf } from './quantile'

/** As long as a visible page may leave a GPU busy with one submit. */
const BURST_MS = 40

/**
 * @returns milliseconds a step, the median of all bursts of the largest size.
 * @throws the signal's reason, after the burst under way.
 */
export async function timeSteps(
  trainer: Pick<PopulationTrainer, 'enqueue' | 'takeLosses' | 'unreadLimit'>,
  budgetMs: number,
  now: () => number,
  signal?: AbortSignal,
): Promise<number> {
  const burstMs = async (steps: number): Promise<number> => {
    signal?.throwIfAborted()
    const before = now()
    trainer.enqueue(steps)
    await trainer.takeLosses()
    return now() - before
  }
  // The first step compiles shaders and allocates: it is not what a step costs.
  await burstMs(1)
  const start = now()
  let steps = 1
  let times: number[] = []
  do {
    const ms = await burstMs(steps)
    if (ms < BURST_MS / 2 && 2 * steps <= trainer.unreadLimit) {
      steps *= 2
      times = []
    } else times.push(ms / steps)
  } while (times.length === 0 || now() - start < budgetMs)
  return quantileOf(times, 0.5)
}
