/**
 * The training loop, whole. Steps go to the device in submits, sized to its speed so that one takes about a frame; a few may be under way,
 * so that the device never idles, but never more than it does in a moment, so that pause, stop and a lost device act at once.
 * Losses are asked for about ten times a second and come while later steps run. At the steps after which the models are probed,
 * everything that was sent is awaited first.
 */
import type { LossBlock, PopulationTrainer } from './contract/trainer'

/** A submit is to take between these, in milliseconds. */
const SHORTEST_SUBMIT_MS = 8
const LONGEST_SUBMIT_MS = 16
const MOST_SUBMITS_UNDER_WAY = 3
/** The most work that may be under way, or one step where that takes longer: work that is sent cannot be called back. */
const LONGEST_QUEUE_MS = 150

export interface TrainingHooks {
  /** Milliseconds, monotonic. */
  now(): number
  /** Whether losses should be asked for: the last report is long enough ago. */
  reportIsDue(): boolean
  /** Losses of the steps that the device has finished, in order. */
  onLosses(block: LossBlock): void
  /** Steps after which `probe` is called, ascending; 0 is before the first. */
  readonly probeSteps: readonly number[]
  /** Called when the device has done everything up to this step. It does nothing more until the promise resolves. */
  probe(step: number): Promise<void>
  /** Called after every submit: lets messages in, and waits while the run is paused. @throws to stop the run. */
  yieldToEvents(): Promise<void>
  /** Waits for a result. @throws to stop the run, without waiting any longer. */
  raceStop<T>(result: Promise<T>): Promise<T>
}

/**
 * Trains for `steps` steps. @throws DeviceLostError, or what `yieldToEvents` and `raceStop` throw to stop the run: nothing is sent to the device
 * after that.
 */
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

  /** Adapts to the time that a submit took, counted from when the device came to it: waiting, also while paused, is no part of it. */
  const pace = (count: number, sent: number) => () => {
    const ms = hooks.now() - Math.max(lastDone, sent)
    lastDone = hooks.now()
    if (count === stepsPerSubmit && ms < SHORTEST_SUBMIT_MS) stepsPerSubmit *= 2
    else if (ms > LONGEST_SUBMIT_MS) stepsPerSubmit = Math.max(1, stepsPerSubmit >> 1)
    mostUnderWay = Math.min(MOST_SUBMITS_UNDER_WAY, Math.max(1, Math.floor(LONGEST_QUEUE_MS / ms)))
  }

  let probed = 0
  async function probeAfter(step: number): Promise<void> {
    if (hooks.probeSteps[probed] !== step) return
    probed++
    await hooks.raceStop(Promise.all([losses, ...underWay.splice(0)]))
    await hooks.raceStop(hooks.probe(step))
  }

  await probeAfter(0)
  for (let step = 0; step < steps; ) {
    const untilProbe = (hooks.probeSteps[probed] ?? steps) - step
    const count = Math.min(stepsPerSubmit, untilProbe, steps - step, trainer.unreadLimit - unread)
    const sent = hooks.now()
    trainer.enqueue(count)
    step += count
    unread += count
    underWay.push(observed(trainer.done().then(pace(count, sent))))
    if (hooks.reportIsDue() || step === steps || unread === trainer.unreadLimit) {
      await hooks.raceStop(losses)
      losses = observed(trainer.takeLosses().then(hooks.onLosses))
      unread = 0
    }
    await probeAfter(step)
    while (underWay.length >= mostUnderWay) await hooks.raceStop(underWay.shift()!)
    await hooks.yieldToEvents()
  }
  await hooks.raceStop(Promise.all([losses, ...underWay]))
}

/** Keeps a rejection from counting as unhandled until somebody awaits the promise, and sees it. */
function observed(promise: Promise<void>): Promise<void> {
  promise.catch(() => undefined)
  return promise
}
