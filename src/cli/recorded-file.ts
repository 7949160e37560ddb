/** A finished sweep, frozen with its provenance: what the page shows before the visitor's first run. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { RecordedResults } from '@/core/results/recorded'
import type { TrialRecord } from '@/core/results/result'
import { printPermalink } from '@/core/sweep/permalink'
import type { RunOptions } from './args'
import { fileError } from './errors'

/** @throws CliError where the file cannot be written. */
export function writeRecordedFile(path: string, options: RunOptions, records: readonly TrialRecord[]): void {
  try {
    writeFileSync(path, `${JSON.stringify(recordedResults(options, records))}\n`)
  } catch (error) {
    throw fileError(path, error)
  }
}

export function recordedResults(
  { experiment, presetId, values }: Pick<RunOptions, 'experiment' | 'presetId' | 'values'>,
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
      command: `npm run lab -- run '${link}' --backend ${records[0]!.backend}`,
    },
    records: [...records],
  }
}

/** For how long at least one of them was training: members of one population, and lanes, have spent the same time. */
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

const packageVersion = (): string => readVersion('package.json')

const tensorflowVersion = (): string =>
  readVersion(createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json'))
