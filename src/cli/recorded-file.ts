/** A finished sweep, frozen with its provenance: what the page shows before the visitor's first run. */
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { printPermalink } from '@/core/permalink'
import type { RecordedResults } from '@/core/recorded'
import type { TrialRecord } from '@/core/result'
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

function recordedResults(
  { experiment, presetId, values }: RunOptions,
  records: readonly TrialRecord[],
): RecordedResults {
  const preset = experiment.presets.find(({ id }) => id === presetId)!
  const widths = [...new Set(records.map((record) => record.width))]
  const seeds = [...new Set(records.map((record) => record.seed))]
  // The members of one population have finished together and share their time.
  const populations = new Map(
    records.map((record) => [`${record.finishedAt} ${record.elapsedMs}`, record.elapsedMs]),
  )
  const milliseconds = [...populations.values()].reduce((sum, ms) => sum + ms, 0)
  const link = printPermalink(experiment, presetId, values)
  return {
    schemaVersion: 1,
    experiment: experiment.id,
    title: `${preset.label}, width ${widths.join(', ')}`,
    provenance: {
      backend: [...new Set(records.map((record) => record.backend))].join(', '),
      device: [...new Set(records.map((record) => record.device))].join(', '),
      versions: {
        plateau: packageVersion(),
        '@tensorflow/tfjs': tensorflowVersion(),
        node: process.versions.node,
      },
      seeds,
      seconds: Math.round(milliseconds / 1000),
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

const readVersion = (path: string): string =>
  (JSON.parse(readFileSync(path, 'utf8')) as { version: string }).version

const packageVersion = (): string => readVersion('package.json')

const tensorflowVersion = (): string =>
  readVersion(createRequire(import.meta.url).resolve('@tensorflow/tfjs/package.json'))
