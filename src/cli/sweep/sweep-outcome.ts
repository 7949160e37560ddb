/** What the events of a sweep add up to: records kept as they come, notes on the display, and an exit code at the end. */
import type { TrialRecord } from '@/core/results/result'
import type { BackendInfo, LabEvent, LabFailure } from '@/runtime/protocol'
import { EXIT, printable } from '../cli-error'
import type { ResultsFile } from '../files/results-file'
import { duration, type ProgressDisplay } from './progress'

interface SweepOutcome {
  take(event: LabEvent): void
  exitCode(): number
}

/**
 * @param records by trial key; finished trials are added.
 * @param stop ends the sweep: what cannot be kept need not be computed.
 */
export function createSweepOutcome(
  records: Map<string, TrialRecord>,
  file: Pick<ResultsFile, 'append'> | undefined,
  display: ProgressDisplay,
  stop: () => void,
): SweepOutcome {
  let exitCode: number = EXIT.ok
  let takesRecords = true

  const fail = (message: string, code: number = EXIT.failed) => {
    exitCode = code
    complain(display, message)
  }

  function keep(record: TrialRecord): void {
    records.set(record.trialKey, record)
    if (!takesRecords) return
    try {
      file?.append(record)
    } catch (error) {
      takesRecords = false
      fail(error instanceof Error ? error.message : String(error))
      stop()
    }
  }

  return {
    exitCode: () => exitCode,
    take(event) {
      switch (event.type) {
        case 'opened':
          for (const line of backendLines(event.backend)) display.line(line)
          break
        case 'planned':
          display.line(plannedText(event))
          break
        case 'compiling':
        case 'probed':
        case 'model-trained':
        case 'frame':
          break
        case 'preparing':
          if (event.step === 0) display.line(`Training ${event.what} first, ${event.steps} steps`)
          break
        case 'fell-back':
          display.line(`${event.family} trains on general kernels, several times slower: ${event.reason}`)
          break
        case 'progress':
          display.update(event.progress)
          break
        case 'trial-finished':
          keep(event.record)
          break
        case 'trial-failed':
          fail(`${event.trialKey}: ${event.message}`)
          break
        case 'finished':
          display.line(`Finished in ${duration(event.elapsedMs / 1000)}`)
          break
        case 'stopped':
          if (exitCode === EXIT.ok) exitCode = EXIT.interrupted
          break
        case 'failed':
          fail(failureText(event.failure), event.failure.kind === 'too-large' ? EXIT.usage : EXIT.failed)
          break
        default:
          event satisfies never
      }
    },
  }
}

/** Failures are said even when everything else is quiet. */
export function complain(display: ProgressDisplay, text: string): void {
  display.end()
  process.stderr.write(`${printable(text)}\n`)
}

const failureText = ({ kind, message }: LabFailure): string =>
  kind === 'too-large' ? `${message} Or start it anyway: npm run lab -- run … --force` : message

function backendLines({ name, device, software, notice, skipped }: BackendInfo): string[] {
  const slow = software ? ' (a GPU imitated by the processor: correct, and very slow)' : ''
  return [
    `Backend ${name}: ${device}${slow}`,
    ...(notice ? [notice] : []),
    ...skipped.map((s) => `  not ${s.name}: ${s.reason}`),
  ]
}

const plannedText = ({ trials, populations, flop }: Extract<LabEvent, { type: 'planned' }>): string =>
  `${trials} trials to train, in ${populations} populations, ${(flop / 1e9).toPrecision(3)} GFLOP`
