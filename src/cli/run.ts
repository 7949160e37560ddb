/** `run`: the sweep on its host, each record to the file as it finishes, the report at the end. */
import { writeFileSync } from 'node:fs'
import { recordsToCsv } from '@/core/results/export'
import type { TrialRecord } from '@/core/results/result'
import { printPermalink } from '@/core/sweep/permalink'
import { remainingTrials } from '@/core/sweep/populations'
import type { BackendInfo, LabEvent } from '@/runtime/protocol'
import type { RunOptions } from './args'
import { CliError, EXIT, fileError } from './errors'
import type { LabHost, Note } from './hosts/host'
import { createProgress, duration, type ProgressDisplay } from './progress'
import { writeRecordedFile } from './recorded-file'
import { report } from './report'
import { openResultsFile, type ResultsFile, refuseToOverwrite } from './results-file'

/** @returns the exit code. @throws CliError for what a person has to mend. */
export async function runLab(options: RunOptions): Promise<number> {
  const { experiment, presetId, values, out, csv, recorded } = options
  if (csv !== undefined && !options.resume) refuseToOverwrite(csv, 'name another file')
  const file = out === undefined ? undefined : openResultsFile(out, options.resume)
  const keys = new Set(experiment.plan(values).map((trial) => trial.key))
  const records = new Map<string, TrialRecord>()
  for (const record of file?.records ?? [])
    if (keys.has(record.trialKey)) records.set(record.trialKey, record)
  // Opened now, so that a path that cannot be written is known before the work and not after it.
  if (csv !== undefined) writeCsv(csv, [...records.values()])
  const display = options.quiet ? SILENT : createProgress(process.stderr, () => performance.now())
  if (file?.note !== undefined) display.line(file.note)
  const exitCode = await runOnHost(options, records, file, display).catch((error: unknown) => {
    if (!(error instanceof CliError)) throw error
    complain(display, error.message)
    return error.exitCode
  })
  file?.close()
  if (csv !== undefined) writeCsv(csv, [...records.values()])
  if (recorded !== undefined && records.size === keys.size) {
    writeRecordedFile(recorded, options, [...records.values()])
  }
  if (records.size > 0) {
    const link = printPermalink(experiment, presetId, values)
    process.stdout.write(`${report([...records.values()])}\nThis config in the page: ${link}\n`)
  }
  return exitCode
}

const SILENT: ProgressDisplay = { update: () => undefined, line: () => undefined, end: () => undefined }

function writeCsv(path: string, records: readonly TrialRecord[]): void {
  try {
    writeFileSync(path, recordsToCsv(records))
  } catch (error) {
    throw fileError(path, error)
  }
}

async function runOnHost(
  options: RunOptions,
  records: Map<string, TrialRecord>,
  file: ResultsFile | undefined,
  display: ProgressDisplay,
): Promise<number> {
  const stopping = new AbortController()
  const release = stopOnInterrupt(stopping, display)
  const outcome = new SweepOutcome(records, file, display, stopping)
  let host: LabHost | undefined
  try {
    host = await openHost(options, (text) => display.line(text))
    const planned = options.experiment.plan(options.values)
    const trials = remainingTrials(planned, records)
    if (records.size > 0) display.line(`${records.size} of ${planned.length} trials are in the file already`)
    await host.run({ trials, backend: options.backend }, stopping.signal, (event) => outcome.take(event))
  } finally {
    release()
    display.end()
    await host?.close().catch(() => undefined)
  }
  return outcome.exitCode()
}

async function openHost({ host, backend }: RunOptions, note: Note): Promise<LabHost> {
  switch (host) {
    case 'dawn':
      return (await import('./hosts/dawn')).openDawnHost(backend, note)
    case 'chromium':
      return (await import('./hosts/chromium')).openChromiumHost(backend, note)
    default:
      throw host satisfies never
  }
}

/** The first Ctrl-C lets the running step end and keeps what is finished; the second does not wait. */
function stopOnInterrupt(stopping: AbortController, display: ProgressDisplay): () => void {
  const stop = () => {
    if (stopping.signal.aborted) process.exit(EXIT.interrupted)
    display.line('Stopping; finished trials are kept (Ctrl-C again: at once)')
    stopping.abort()
  }
  process.on('SIGINT', stop)
  process.on('SIGTERM', stop)
  return () => {
    process.off('SIGINT', stop)
    process.off('SIGTERM', stop)
  }
}

/** What the events of a sweep add up to. */
class SweepOutcome {
  private failed = false
  private stopped = false
  private fileFailed = false

  constructor(
    private readonly records: Map<string, TrialRecord>,
    private readonly file: ResultsFile | undefined,
    private readonly display: ProgressDisplay,
    private readonly stopping: AbortController,
  ) {}

  take(event: LabEvent): void {
    switch (event.type) {
      case 'opened':
        for (const line of backendLines(event.backend)) this.display.line(line)
        break
      case 'planned':
        this.display.line(plannedText(event))
        break
      case 'compiling':
      case 'probed':
        break
      case 'preparing':
        if (event.step === 0) this.display.line(`Training ${event.what} first, ${event.steps} steps`)
        break
      case 'fell-back':
        this.display.line(`${event.family} trains on general kernels, several times slower: ${event.reason}`)
        break
      case 'progress':
        this.display.update(event.progress)
        break
      case 'trial-finished':
        this.keep(event.record)
        break
      case 'trial-failed':
        this.fail(`${event.trialKey}: ${event.message}`)
        break
      case 'finished':
        this.display.line(`Finished in ${duration(event.elapsedMs / 1000)}`)
        break
      case 'stopped':
        this.stopped = true
        break
      case 'failed':
        this.fail(event.failure.message)
        break
      default:
        event satisfies never
    }
  }

  exitCode(): number {
    if (this.failed) return EXIT.failed
    return this.stopped ? EXIT.interrupted : EXIT.ok
  }

  /** A file that takes no more ends the sweep: what cannot be kept need not be computed. */
  private keep(record: TrialRecord): void {
    this.records.set(record.trialKey, record)
    if (this.fileFailed) return
    try {
      this.file?.append(record)
    } catch (error) {
      this.fileFailed = true
      this.fail(error instanceof Error ? error.message : String(error))
      this.stopping.abort()
    }
  }

  private fail(message: string): void {
    this.failed = true
    complain(this.display, message)
  }
}

/** Failures are said even when everything else is quiet. */
function complain(display: ProgressDisplay, text: string): void {
  display.end()
  process.stderr.write(`${text}\n`)
}

function backendLines({ name, device, software, notice, skipped }: BackendInfo): string[] {
  const slow = software ? ' (a GPU imitated by the processor: correct, and very slow)' : ''
  return [
    `Backend ${name}: ${device}${slow}`,
    ...(notice ? [notice] : []),
    ...skipped.map((s) => `  not ${s.name}: ${s.reason}`),
  ]
}

function plannedText({ trials, populations, flop }: Extract<LabEvent, { type: 'planned' }>): string {
  return `${trials} trials, in ${populations} populations, ${(flop / 1e9).toPrecision(3)} GFLOP`
}
