/**
 * The training loop, whole. Steps go to the device in submits, sized to its speed so that one takes about a frame; a few may be under way,
 * so that the device never idles, but never more than it does in a moment, so that pause, stop and a lost device act at once.
 * Losses are asked for about ten times a second and come while later steps run. At the steps where somebody looks at the models,
 * everything that was sent is awaited first.
 */
import type { LossBlock, PopulationTrainer } from './contract/trainer'

/** A submit is to take between these, in milliseconds. */
const SHORTEST_SUBMIT_MS = 8
const LONGEST_SUBMIT_MS = 16
const MOST_SUBMITS_UNDER_WAY = 3
/** Work that is sent cannot be called back: this much may be, or one step where that takes longer. */
const LONGEST_QUEUE_MS = 150

export interface TrainingHooks {
  /** Milliseconds, monotonic. */
  now(): number
  /** True when the last report is long enough ago. */
  reportIsDue(): boolean
  /** Losses of the steps that the device has finished, in order. */
  onLosses(block: LossBlock): void
  /** Steps after which `look` is called, ascending; 0 is before the first. */
  readonly looks: readonly number[]
  /** The device has done everything up to this step, and does nothing until it resolves. */
  look(step: number): Promise<void>
  /** Lets messages in, waits while paused. @throws whatever stops the run. */
  breathe(): Promise<void>
  /** Waits for a result. @throws whatever stops the run, at once. */
  orStopped<T>(result: Promise<T>): Promise<T>
}

/** @throws DeviceLostError, or what `breathe` and `orStopped` throw to stop the run: nothing is sent to the device after that. */
export async function trainPopulation(
  trainer: Pick<PopulationTrainer, 'enqueue' | 'done' | 'unreadLimit' | 'takeLosses'>,
  steps: number,
  hooks: TrainingHooks,
): Promise<void> {
  const underWay: Promise<void>[] = []
  let losses: Promise<void> = Promise.resolve()
  let stepsPerSubmit = 1
  // Until the first is done nobody knows how long one takes.
  let mostUnderWay = 1
  let lastDone = hooks.now()
  let unread = 0

  /** From when the device came to it: waiting, also while paused, is no part of its time. */
  const pace = (count: number, sent: number) => () => {
    const ms = hooks.now() - Math.max(lastDone, sent)
    lastDone = hooks.now()
    if (count === stepsPerSubmit && ms < SHORTEST_SUBMIT_MS) stepsPerSubmit *= 2
    else if (ms > LONGEST_SUBMIT_MS) stepsPerSubmit = Math.max(1, stepsPerSubmit >> 1)
    mostUnderWay = Math.min(MOST_SUBMITS_UNDER_WAY, Math.max(1, Math.floor(LONGEST_QUEUE_MS / ms)))
  }

  let looksTaken = 0
  async function lookAt(step: number): Promise<void> {
    if (hooks.looks[looksTaken] !== step) return
    looksTaken++
    await hooks.orStopped(Promise.all([losses, ...underWay.splice(0)]))
    await hooks.orStopped(hooks.look(step))
  }

  await lookAt(0)
  for (let step = 0; step < steps; ) {
    const untilLook = (hooks.looks[looksTaken] ?? steps) - step
    const count = Math.min(stepsPerSubmit, untilLook, steps - step, trainer.unreadLimit - unread)
    const sent = hooks.now()
    trainer.enqueue(count)
    step += count
    unread += count
    underWay.push(observed(trainer.done().then(pace(count, sent))))
    if (hooks.reportIsDue() || step === steps || unread === trainer.unreadLimit) {
      await hooks.orStopped(losses)
      losses = observed(trainer.takeLosses().then(hooks.onLosses))
      unread = 0
    }
    await lookAt(step)
    while (underWay.length >= mostUnderWay) await hooks.orStopped(underWay.shift()!)
    await hooks.breathe()
  }
  await hooks.orStopped(Promise.all([losses, ...underWay]))
}

/** Whoever awaits it later sees its error; until then it must not count as unhandled. */
function observed(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined)
  return promise
}
