/**
 * The training loop, whole. It enqueues steps and never waits for the device at each of them: losses are asked for about ten times a
 * second, and at most one such block is under way, so that the queue stays short and pause, stop and a lost device act at once.
 */
import type { LossBlock, PopulationTrainer } from './trainer'

export interface TrainingHooks {
  /** True when the last report is long enough ago. */
  reportIsDue(): boolean
  /** Losses of the steps that the device has finished, in order. */
  onLosses(block: LossBlock): void
  /** Lets messages in, waits while paused. @throws whatever stops the run. */
  breathe(): Promise<void>
}

/** @throws DeviceLostError, or what `breathe` throws to stop the run. */
export async function trainPopulation(
  trainer: PopulationTrainer,
  steps: number,
  hooks: TrainingHooks,
): Promise<void> {
  let pending: Promise<void> | undefined
  for (let step = 1; step <= steps; step++) {
    trainer.enqueue(1)
    if (hooks.reportIsDue() || step === steps) {
      await pending
      pending = trainer.takeLosses().then(hooks.onLosses)
      // Whoever awaits it next sees the error; until then it must not count as unhandled.
      pending.catch(() => undefined)
    }
    await hooks.breathe()
  }
  await pending
}
