/** A finished sweep, frozen with its provenance: what the page shows before the visitor's first run. */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type { RecordedResults } from '@/core/results/recorded'
import type { TrialRecord } from '@/core/results/result'
import { printPermalink } from '@/core/sweep/permalink'
import type { RunOptions } from '../args'
import { claimOutput } from './output'
import { projectFolder } from './project-folder'

type RecordedSweep = Pick<RunOptions, 'experiment' | 'presetId' | 'values'>

export interface RecordedFile {
  /** @param records of every trial of the sweep. @throws CliError where the file cannot be written. */
  write(records: readonly TrialRecord[]): void
}

/** @throws CliError for a file that cannot be written, or that holds anything but recorded results of this experiment. */
export function openRecordedFile(path: string, sweep: RecordedSweep): RecordedFile {
  const output = claimOutput(path, {
    name: `recorded results of ${sweep.experiment.id}`,
    isOwn: (text) => recordedExperiment(text) === sweep.experiment.id,
  })
  return { write: (records) => output.write(`${JSON.stringify(recordedResults(sweep, records))}\n`) }
}

/**
 * The experiment of recorded results, by their outer form alone: those of an older version, which can no longer be read, are to be
 * recorded anew.
 */
function recordedExperiment(text: string): unknown {
  try {
    const raw: unknown = JSON.parse(text)
    const isRecorded = typeof raw === 'object' && raw !== null && 'provenance' in raw && 'records' in raw
    return isRecorded && 'experiment' in raw ? raw.experiment : undefined
  } catch {
    return undefined
  }
}

export function recordedResults(
  { experiment, presetId, values }: RecordedSweep,
  records: readonly TrialRecord[],
): RecordedResults {
  const preset = experiment.presets.find(({ id }) => id === presetId)!
  const widths = [...new Set(records.map((record) => record.width))]
  const seeds = [...new Set(records.map((record) => record.seed))].toSorted((a, b) => a - b)
  const link = printPermalink(experiment, presetId, values)
  const commits = [...new Set(records.map((record) => record.commit))]
  return {
    schemaVersion: 1,
    experiment: experiment.id,
    title: `${preset.label}, width ${widths.join(', ')}`,
    provenance: {
      backend: [...new Set(records.map((record) => record.backend))].join(', '),
      device: [...new Set(records.map((record) => record.device))].join(', '),
      versions: {
        plateau: packageVersion(),
        // Of the runs, which may be from earlier builds; one of an unknown build leaves it out.
        ...(commits.includes('') ? {} : { commit: commits.join(', ') }),
        numerics: [...new Set(records.map((record) => record.numerics))].join(', '),
        '@tensorflow/tfjs': tensorflowVersion(),
        node: process.versions.node,
      },
      seeds,
      seconds: Math.round(trainingMs(records) / 1000),
      // The day is enough for a reader.
      date: records
        .map((record) => record.finishedAt)
        .toSorted()
        .at(-1)!
        .slice(0, 10),
      // Double quotes: cmd.exe knows no others.
      command: `npm run lab -- run "${link}" --backend ${records[0]!.backend}`,
    },
    records: [...records],
  }
}

/** Milliseconds in which at least one of the records was training: members of a population train at the same time, and so do workers of a pool. */
export function trainingMs(records: readonly Pick<TrialRecord, 'finishedAt' | 'elapsedMs'>[]): number {
  const spans = records.map(({ finishedAt, elapsedMs }) => {
    const end = Date.parse(finishedAt)
    return { start: end - elapsedMs, end }
  })
  let total = 0
  let counted = Number.NEGATIVE_INFINITY
  for (const { start, end } of spans.toSorted((a, b) => a.start - b.start)) {
    total += Math.max(0, end - Math.max(start, counted))
    counted = Math.max(counted, end)
  }
  return total
}

const readVersion = (path: string): string =>
  (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version

const packageVersion = (): string => readVersion(join(projectFolder(), 'package.json'))

const tensorflowVersion = (): string =>
  readVersion(createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json'))
