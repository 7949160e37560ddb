/** `run`: the sweep on its host, each record to the file as it finishes, the report at the end. */
import type { BackendChoice } from '@/core/backends'
import type { OwnText } from '@/core/data/read-text'
import { loadExhibit } from '@/core/figures/exhibits'
import { begunBy } from '@/core/results/begun-by'
import type { TrialRecord } from '@/core/results/result'
import { withText } from '@/core/sweep/own-text'
import { remainingTrials } from '@/core/sweep/populations'
import { shardsOf } from '@/core/sweep/shard'
import { planSweep, type Sweep, sweepLink } from '@/core/sweep/sweep'
import type { DeviceReport } from '@/runtime/protocol'
import type { RunOptions } from '../args'
import { CliError, EXIT } from '../cli-error'
import { openCsvFile } from '../files/csv-file'
import { refuseSharedFile } from '../files/output'
import { openRecordedFile } from '../files/recorded-file'
import type { ResultsFile } from '../files/results-file'
import type { LabHost, Note } from '../hosts/host'
import { openHost } from '../hosts/open-host'
import { createProgress, type ProgressDisplay, SILENT } from './progress'
import { stopOnInterrupt } from './stop-on-interrupt'
import { complain, createSweepOutcome } from './sweep-outcome'

/** @returns the exit code. @throws CliError for what a person has to mend. */
export async function runLab(options: RunOptions): Promise<number> {
  const { experiment, presetId, values, ownText, shard, quiet } = options
  const part = shard && `shard ${shard.number}/${shard.of}`
  const display = quiet ? SILENT : createProgress(process.stderr, () => performance.now(), part)
  const { file, csv, recorded } = await openFiles(options, display.line)
  const whole = planSweep(experiment, presetId, values)
  const trials = shard ? shardsOf(whole.trials, shard.of)[shard.number - 1]! : whole.trials
  const sweep = { ...whole, trials }
  if (part) display.line(`${part}: ${trials.length} of ${whole.trials.length} trials`)
  const keys = new Set(sweep.trials.map((trial) => trial.key))
  const records = new Map<string, TrialRecord>()
  for (const record of file?.records ?? [])
    if (keys.has(record.trialKey)) records.set(record.trialKey, record)
  if (records.size > 0) display.line(`${records.size} of ${keys.size} trials are in the file already`)
  const textReport = ownText && (await import('./text-report')).createTextReport(ownText)
  for (const line of textReport?.before ?? []) display.line(line)
  const loadReport = reportLoader(experiment.id)
  let exitCode: number = EXIT.failed
  try {
    exitCode = await train(options, sweep, records, file, display, loadReport).catch((error: unknown) => {
      if (!(error instanceof CliError)) throw error
      complain(display, error.message)
      return error.exitCode
    })
  } finally {
    // Whatever ended the sweep, finished trials are kept. Where there are none, a CSV file of an earlier run keeps its own.
    file?.close()
    if (records.size > 0) csv?.write([...records.values()])
    if (records.size === keys.size) recorded?.write([...records.values()])
    if (part) {
      process.exitCode = exitCode
      const isWhole = records.size === keys.size
      process.stdout.write(`${part}: ${records.size} of ${keys.size} trials are in ${options.out}\n`)
      if (isWhole)
        process.stdout.write(`Join all shards: ${mergeLine(sweepLink(experiment, sweep), ownText)}\n`)
    } else if (records.size > 0) {
      const report = await loadReport()
      const link = sweepLink(experiment, sweep)
      // Before it prints: a reader that is gone ends the process there.
      process.exitCode = exitCode
      const sections = [report([...records.values()]), ...(textReport?.after(sweep.trials, records) ?? [])]
      process.stdout.write(`${sections.join('\n')}\nThis config in the page: ${link}\n`)
    }
  }
  return exitCode
}

const mergeLine = (link: string, ownText: OwnText | undefined): string =>
  `npm run lab -- merge <files> --out all.jsonl --of "${link}"${ownText ? ' --strings <file>' : ''}`

/** @returns what loads the report, once, with all that it needs to print findings. */
function reportLoader(experiment: string) {
  const load = async () => {
    const [{ report }] = await Promise.all([import('./report'), loadExhibit(experiment)])
    return report
  }
  let loading: ReturnType<typeof load> | undefined
  return () => {
    loading ??= load()
    return loading
  }
}

/** Opened before any work, so that a file that may not be written is known before it and not after. */
async function openFiles(options: RunOptions, note: Note) {
  const { out, csv, recorded, resume } = options
  refuseSharedFile({ '--out': out, '--csv': csv, '--recorded': recorded })
  // The results file last: it alone is made at once, and would be left behind where another is refused.
  return {
    csv: csv === undefined ? undefined : openCsvFile(csv, resume),
    recorded: recorded === undefined ? undefined : openRecordedFile(recorded, options),
    file:
      out === undefined
        ? undefined
        : (await import('../files/results-file')).openResultsFile(out, { resume, note }),
  }
}

/** On this machine, or on those that work for a queue. */
async function train(...run: Parameters<typeof runOnHost>): Promise<number> {
  const [options, sweep, records, file, display] = run
  if (!options.queue || !file) return runOnHost(...run)
  const { runByQueue } = await import('../queue/run-queue')
  return runByQueue(options, sweep, records, file, display)
}

async function runOnHost(
  options: RunOptions,
  { trials, values }: Sweep,
  records: Map<string, TrialRecord>,
  file: ResultsFile | undefined,
  display: ProgressDisplay,
  loadReport: () => Promise<unknown>,
): Promise<number> {
  const { experiment, ownText, backend, force, tune } = options
  const stopping = new AbortController()
  const release = stopOnInterrupt(stopping, display)
  const outcome = createSweepOutcome(records, file, display, () => stopping.abort())
  let host: LabHost | undefined
  try {
    host = await openHost(options.host, backend, display.line)
    const device = await Promise.race([probe(host, backend), aborted(stopping.signal)])
    const left = remainingTrials(trials, records)
    const extraFlop = left.length > 0 ? experiment.extraFlop(values) : 0
    await host.run(
      {
        trials: ownText ? withText(left, ownText.source.text) : left,
        backend,
        speed: device?.speed,
        extraFlop,
        numerics: begunBy(trials, records),
        tune,
        force,
      },
      stopping.signal,
      (event) => {
        outcome.take(event)
        // Not before training has begun, which it would delay; not at the end either, when a later build may have replaced its file.
        if (event.type === 'progress') void loadReport().catch(() => undefined)
      },
    )
  } finally {
    release()
    display.end()
    await host?.close().catch(() => undefined)
  }
  return outcome.exitCode()
}

/** Undefined for a device that cannot be opened: the run says so, with the reason. */
const probe = (host: LabHost, backend: BackendChoice): Promise<DeviceReport | undefined> =>
  host.probe(backend).catch(() => undefined)

const aborted = (signal: AbortSignal): Promise<undefined> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve(undefined)
    else signal.addEventListener('abort', () => resolve(undefined))
  })
