/** The recorded results that are published with the page, as the tests read them. */
import { type RecordedResults, readRecorded } from '../results/recorded'

export interface RecordedPreset {
  readonly experiment: string
  readonly preset: string
  readonly recorded: RecordedResults
}

const files = import.meta.glob<string>('../../experiments/*/recorded/*.json', {
  eager: true,
  query: '?raw',
  import: 'default',
})

/** @throws where a file cannot be read. @returns none for an experiment that has none. */
export const recordedPresets = (experiment: string): RecordedPreset[] =>
  Object.entries(files)
    .map(([path, text]) => ({ path: path.split('/'), text }))
    .filter(({ path }) => path.at(-3) === experiment)
    .map(({ path, text }) => ({
      experiment,
      preset: path.at(-1)!.slice(0, -'.json'.length),
      recorded: readRecorded(JSON.parse(text)),
    }))
