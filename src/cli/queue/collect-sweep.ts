/**
 * `run --queue`: publishes what the file lacks, writes what comes back, and publishes again what was lost on the way, until the file is whole
 * or what is left are dead letters.
 */
import { setTimeout as pause } from 'node:timers/promises'
import { excerpt } from '@/core/excerpt'
import type { TrialRecord } from '@/core/results/result'
import { trialFlop } from '@/core/sweep/estimate'
import type { Sweep } from '@/core/sweep/sweep'
import { CliError, EXIT } from '../cli-error'
import type { ResultsFile } from '../files/results-file'
import { duration, type ProgressDisplay } from '../sweep/progress'
import { complain } from '../sweep/sweep-outcome'
import { createRecordKeeper, type RecordKeeper } from './record-keeper'
import type { QueueSettings } from './settings'
import { GOODBYE_MS, within } from './within'
import type { Collection, JobState, PublishedJob, WorkQueue } from './work-queue'

interface CollectOptions {
  readonly sweep: Sweep
  /** All that it means, whatever is finished already. */
  readonly jobs: readonly PublishedJob[]
  /** By trial key; what comes is added. */
  readonly records: Map<string, TrialRecord>
  readonly file: ResultsFile
  readonly display: ProgressDisplay
  readonly settings: QueueSettings
}

/** @returns the exit code. @throws CliError where somebody else collects this sweep, or the disk refuses. */
export async function collectSweep(
  queue: WorkQueue,
  { sweep, jobs, records, file, display, settings }: CollectOptions,
  stopped: AbortSignal,
): Promise<number> {
  const ending = new AbortController()
  let broken: unknown
  const release = await queue.collectAlone(sweep.id, () => {
    broken = new CliError('another machine has begun to collect this sweep while this one was away')
    ending.abort()
  })
  if (!release)
    throw new CliError(
      'this sweep is being collected already, here or on another machine: stop that one first',
    )
  const keeper = createRecordKeeper(sweep.trials, records, settings.mostRefusals)
  const collection = await queue.collect(sweep.id, (group) => {
    try {
      const { fresh, complaints } = keeper.take(group)
      for (const line of complaints) complain(display, line)
      if (fresh.length > 0) file.append(...fresh)
      for (const record of fresh) records.set(record.trialKey, record)
    } catch (error) {
      broken = error
      display.line(GOES_ON)
      ending.abort()
      throw error
    }
    if (keeper.missing().size === 0) ending.abort()
  })
  try {
    const left = await publishUntilDone({ queue, jobs, keeper, collection, sweep, display, settings }, [
      stopped,
      ending.signal,
    ])
    if (broken !== undefined) throw broken
    if (keeper.missing().size === 0) {
      await collection.close()
      await queue.forget(sweep.id, jobs)
    }
    return exitCode(keeper, left, stopped, display)
  } finally {
    display.end()
    await within(GOODBYE_MS, collection.close().then(release))
  }
}

interface Publishing {
  readonly queue: WorkQueue
  readonly jobs: readonly PublishedJob[]
  readonly keeper: RecordKeeper
  readonly collection: Collection
  readonly sweep: Sweep
  readonly display: ProgressDisplay
  readonly settings: QueueSettings
}

/** @returns the reasons of the dead letters, where nothing but them is left. */
async function publishUntilDone(
  { queue, jobs, keeper, collection, sweep, display, settings }: Publishing,
  ends: readonly AbortSignal[],
): Promise<ReadonlySet<string>> {
  const ended = AbortSignal.any([...ends])
  const whenEnded = new Promise<'ended'>((resolve) => {
    ended.addEventListener('abort', () => resolve('ended'))
  })
  const progress = createQueueProgress(sweep, keeper, display)
  let published = 0
  const look = async (): Promise<ReadonlySet<string>> => {
    // In this order: what is done by now has its records in the queue, and a queue that is empty has handed them over.
    const states = await queue.states(jobs)
    const waiting = await collection.waiting()
    const missing = keeper.missing()
    const open = jobs
      .map((job, i) => ({ job, state: states[i]!, keys: job.keys.filter((key) => missing.has(key)) }))
      .filter(({ keys }) => keys.length > 0)
    if (waiting > 0) return NONE
    const lost = open.filter(({ state }) => state.kind === 'absent')
    if (lost.length > 0) {
      await queue.publish(lost.map(({ job, keys }) => ({ ...job, keys })))
      const trials = lost.reduce((sum, { keys }) => sum + keys.length, 0)
      display.line(
        `${published > 0 ? 'Published again' : 'Published'}: ${trials} trials in ${lost.length} jobs`,
      )
      published += lost.length
    }
    const reasons = open.flatMap(({ state }) => (state.kind === 'dead' ? [reasonOf(state)] : []))
    return reasons.length === open.length ? new Set(reasons) : NONE
  }
  // Where the server is gone, an answer may take long: whoever stops does not wait for it, nor for what becomes of it.
  const unlessEnded = <Value>(answer: Promise<Value>): Promise<Value | 'ended'> => {
    answer.catch(() => undefined)
    return Promise.race([answer, whenEnded])
  }
  while (!ended.aborted && keeper.missing().size > 0) {
    const dead = await unlessEnded(look())
    if (dead === 'ended') break
    if (dead.size > 0) return dead
    await unlessEnded(progress.show(queue).then(() => pause(settings.lookMs)))
  }
  return NONE
}

const GOES_ON = 'The work stays in the queue: the same line goes on'

const NONE: ReadonlySet<string> = new Set()

const reasonOf = ({ reason }: Extract<JobState, { kind: 'dead' }>): string => excerpt(reason, 200)

function exitCode(
  keeper: RecordKeeper,
  deadLetters: ReadonlySet<string>,
  stopped: AbortSignal,
  display: ProgressDisplay,
): number {
  const { repeats, refused } = keeper.counts()
  if (repeats > 0) display.line(`${repeats} trials came more than once; the first record of each is kept`)
  if (refused > 0) complain(display, `${refused} records were refused`)
  const missing = keeper.missing().size
  if (deadLetters.size > 0) {
    const reasons = [...deadLetters].map((reason) => `  ${reason}`).join('\n')
    const advice = 'npm run lab -- queue --retry tries them again, and the same line as now collects them'
    complain(display, `${missing} trials are in dead letters:\n${reasons}\n${advice}`)
    return EXIT.failed
  }
  if (missing > 0 && stopped.aborted) {
    display.line(GOES_ON)
    return EXIT.interrupted
  }
  return keeper.counts().failed > 0 ? EXIT.failed : EXIT.ok
}

/** Progress of the whole sweep, whoever trains it. */
function createQueueProgress({ trials }: Sweep, keeper: RecordKeeper, display: ProgressDisplay) {
  const total = trials.reduce((sum, trial) => sum + trialFlop(trial), 0)
  const flopLeft = () => {
    const missing = keeper.missing()
    return trials.reduce((sum, trial) => sum + (missing.has(trial.key) ? trialFlop(trial) : 0), 0)
  }
  const began = { at: performance.now(), flopLeft: flopLeft() }
  let idleLooks = 0
  return {
    async show(queue: WorkQueue): Promise<void> {
      const { waiting, active } = await queue.counts()
      const left = flopLeft()
      const seconds = (performance.now() - began.at) / 1000
      const remaining = (left * seconds) / (began.flopLeft - left)
      const waits = Object.values(waiting).reduce((sum, count) => sum + count, 0)
      idleLooks = active.length === 0 && waits > 0 ? idleLooks + 1 : 0
      // At first they have not had the time to ask.
      if (idleLooks === 2) {
        display.line('No worker of this version is at work: start npm run lab -- work --queue on each box')
      }
      const text = [
        `${Math.floor(100 * (1 - left / total))} %`,
        `trials ${trials.length - keeper.missing().size}/${trials.length}`,
        `jobs ${active.length} at work, ${waits} waiting`,
        `${duration(remaining)} left`,
      ].join('  ')
      display.show(1 - left / total, text)
    },
  }
}
