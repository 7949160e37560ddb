/** A worker: takes jobs, trains them by the runner that `lab run` uses, and hands in each record when its trial ends. */
import { setTimeout as pause } from 'node:timers/promises'
import type { BackendChoice } from '@/core/backends'
import type { DeviceSpeed } from '@/core/sweep/device-speed'
import { PIECE_FLOP, type PieceSize } from '@/core/sweep/pieces'
import type { LabEvent, LabFailure, SweepProgress } from '@/runtime/protocol'
import { CliError } from '../cli-error'
import type { LabHost, Note } from '../hosts/host'
import { createJobReader, type ReadJob, type Refusal } from './jobs'
import { waitingFor } from './redis/patience'
import type { QueueSettings } from './settings'
import { GOODBYE_MS, within } from './within'
import type { Lease, WorkQueue } from './work-queue'

interface WorkOptions {
  readonly queue: WorkQueue
  readonly host: Pick<LabHost, 'run'>
  readonly backend: BackendChoice
  readonly speed: DeviceSpeed | undefined
  /** Sizes that it takes, the first first. */
  readonly sizes: readonly PieceSize[]
  readonly settings: QueueSettings
  readonly note: Note
  readonly onProgress: (progress: SweepProgress) => void
}

/** As many jobs that fail one after another say that it is the box, which would spend the attempts of all others too. */
const MOST_FAILURES = 3
/** What a box cannot hold, another may. */
const TOO_LARGE: ReadonlySet<LabFailure['kind']> = new Set(['too-large', 'out-of-memory'])

/**
 * Works until it is stopped: the job under way is given back then, with what is finished of it kept.
 * @throws CliError where this box fails again and again, or is too small for every job.
 */
export async function work(options: WorkOptions, stopped: AbortSignal): Promise<void> {
  const { queue, settings, note } = options
  const readJob = createJobReader()
  const idle = () => pause(jittered(settings.askMs), undefined, { signal: stopped }).catch(() => undefined)
  let sizes = options.sizes
  let failures = 0
  let refused: string | undefined
  while (!stopped.aborted) {
    const lease = await untilStopped(nextJob(queue, sizes, note), stopped)
    if (!lease) {
      await idle()
      continue
    }
    if (stopped.aborted) {
      await untilStopped(lease.giveBack(), stopped)
      break
    }
    const job = readJob(lease.data)
    if ('refused' in job) {
      if (job.refused !== refused) note(`Refused a job: ${job.refused}`)
      refused = job.refused
      await untilStopped(refuse(lease, job, settings.backOffMs), stopped)
      await idle()
      continue
    }
    const failure = await trainJob(job, lease, options, stopped)
    if (!failure) {
      failures = 0
    } else if (TOO_LARGE.has(failure.kind)) {
      note(
        `Too large for this box, which takes smaller jobs than ${lease.size} ones from now on: ${failure.message}`,
      )
      await untilStopped(lease.giveBack(settings.backOffMs), stopped)
      sizes = sizes.filter((size) => PIECE_FLOP[size] < PIECE_FLOP[lease.size])
      if (sizes.length === 0) throw new CliError('this box is too small for every job that it may take')
    } else {
      note(`A job failed: ${failure.message}`)
      await untilStopped(lease.fail(failure.message), stopped)
      if (++failures === MOST_FAILURES)
        throw new CliError(`${MOST_FAILURES} jobs have failed here one after another: ${failure.message}`)
    }
  }
}

/** The server may be gone for long, or full: whoever is stopped does not wait for that. */
const untilStopped = <Value>(answer: Promise<Value>, stopped: AbortSignal): Promise<Value | undefined> =>
  within(GOODBYE_MS, answer, stopped)

/** One that a worker of another build may know waits for it, however long; the same worker is not to be asked again at once. */
const refuse = (lease: Lease, { refused, isForOthers }: Refusal, waitMs: number): Promise<void> =>
  isForOthers ? lease.giveBack(jittered(waitMs)) : lease.bury(refused)

/** Workers do not come all at once. */
const jittered = (ms: number): number => ms * (0.5 + Math.random())

/** Undefined where there is none, and where Redis cannot say. */
async function nextJob(
  queue: WorkQueue,
  sizes: readonly PieceSize[],
  note: Note,
): Promise<Lease | undefined> {
  try {
    return await queue.take(sizes)
  } catch (error) {
    note(waitingFor(error) ?? `No job could be taken: ${messageOf(error)}`)
    return undefined
  }
}

/** @returns why it failed. Undefined where it is done, given back, or somebody else's by now. */
async function trainJob(
  { sweep, experiment, trials }: ReadJob,
  lease: Lease,
  { queue, host, backend, speed, note, onProgress }: WorkOptions,
  stopped: AbortSignal,
): Promise<LabFailure | undefined> {
  const left = new Set(trials.map(({ key }) => key))
  let failure: LabFailure | undefined
  // One after another, and all before the job ends: what stands in the queue as done has its records there.
  let sending = Promise.resolve()
  const send = (trialKey: string, outcome: Parameters<WorkQueue['record']>[2]) => {
    sending = sending.then(async () => {
      await queue.record(sweep.id, trialKey, outcome)
      left.delete(trialKey)
      if (left.size > 0) await lease.leave([...left])
    })
    // What goes wrong is heard when all have been sent.
    sending.catch(() => undefined)
  }
  const take = (event: LabEvent) => {
    if (event.type === 'trial-finished') send(event.record.trialKey, { record: event.record })
    if (event.type === 'trial-failed') send(event.trialKey, { failed: event.message })
    if (event.type === 'progress') onProgress(event.progress)
    if (event.type === 'failed') failure = event.failure
  }
  // It may show while the job trains, or only when it ends.
  lease.lost.addEventListener('abort', () => {
    note('The lease of a job was lost: somebody else goes on with it')
  })
  const extraFlop = experiment.extraFlop(sweep.values)
  try {
    // Boxes that looked for what is fastest on them would train one sweep by several arithmetics.
    const request = { trials, backend, speed, extraFlop, tune: false }
    await host.run(request, AbortSignal.any([stopped, lease.lost]), take)
    await untilStopped(sending, stopped)
  } catch (error) {
    failure ??= { kind: 'internal', message: messageOf(error) }
  }
  if (failure) return failure
  await untilStopped(left.size === 0 ? lease.done() : lease.giveBack(), stopped)
  return undefined
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
