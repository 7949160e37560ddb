/**
 * The training loop, whole. Steps go to the device in submits, sized to its speed so that one takes about a frame; two may be under way,
 * and none is awaited before the next is sent, so that the device never idles and pause, stop and a lost device still act at once.
 * Losses are asked for about ten times a second and come while later steps run. At the steps where somebody looks at the models,
 * everything that was sent is awaited first.
 */
import type { LossBlock, PopulationTrainer } from './trainer'

/** A submit is to take between these, in milliseconds. */
const SHORTEST_SUBMIT_MS = 8
const LONGEST_SUBMIT_MS = 16
const SUBMITS_UNDER_WAY = 2

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
}

/** @throws DeviceLostError, or what `breathe` throws to stop the run. */
export async function trainPopulation(
  trainer: PopulationTrainer,
  steps: number,
  hooks: TrainingHooks,
): Promise<void> {
  const underWay: Promise<void>[] = []
  let losses: Promise<void> = Promise.resolve()
  let stepsPerSubmit = 1
  let lastDone = hooks.now()
  let unread = 0

  const pace = (count: number) => () => {
    const ms = hooks.now() - lastDone
    lastDone = hooks.now()
    if (count === stepsPerSubmit && ms < SHORTEST_SUBMIT_MS) stepsPerSubmit *= 2
    else if (ms > LONGEST_SUBMIT_MS) stepsPerSubmit = Math.max(1, stepsPerSubmit >> 1)
  }

  let looksTaken = 0
  async function lookAt(step: number): Promise<void> {
    if (hooks.looks[looksTaken] !== step) return
    looksTaken++
    await Promise.all([losses, ...underWay.splice(0)])
    await hooks.look(step)
    lastDone = hooks.now()
  }

  await lookAt(0)
  for (let step = 0; step < steps; ) {
    const untilLook = (hooks.looks[looksTaken] ?? steps) - step
    const count = Math.min(stepsPerSubmit, untilLook, steps - step, trainer.unreadLimit - unread)
    trainer.enqueue(count)
    step += count
    unread += count
    underWay.push(observed(trainer.done().then(pace(count))))
    if (underWay.length > SUBMITS_UNDER_WAY) await underWay.shift()
    if (hooks.reportIsDue() || step === steps || unread === trainer.unreadLimit) {
      await losses
      losses = observed(trainer.takeLosses().then(hooks.onLosses))
      unread = 0
    }
    await lookAt(step)
    await hooks.breathe()
  }
  await Promise.all([losses, ...underWay])
}

/** Whoever awaits it later sees its error; until then it must not count as unhandled. */
function observed(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined)
  return promise
}
