/** `npm run lab -- reproduction`: docs/reproduction.md from result files, so that no figure in it is typed. */
import { readdirSync, readFileSync } from 'node:fs'
import { reproductionSection } from '@/core/findings/reproduction'
import { type RecordedResults, readRecorded } from '@/core/results/recorded'
import { experimentById, experiments } from '@/core/sweep/experiments'
import { fileError } from './errors'

/** What the page ships, and larger runs that it does not. */
export const RESULT_FOLDERS = ['public/recorded', 'docs/results'] as const

const HEAD = `# Reproduction: expected against measured

Written by \`npm run lab -- reproduction > docs/reproduction.md\` from the files in ${RESULT_FOLDERS.map((folder) => `\`${folder}\``).join(' and ')}; do not edit. A line
agrees where the range over seeds reaches the expected range widened by 2 % (or by what its check says). Expectations are the papers'
(Morris et al. 2025, arXiv 2505.24832; Speicher et al. 2024, arXiv 2407.19262) or the oracle's, an independent trainer in C++.
`

/** @throws CliError naming a file that cannot be read. */
export function reproductionText(): string {
  const recorded = RESULT_FOLDERS.flatMap((folder) =>
    jsonFiles(folder).map((file) => readResults(`${folder}/${file}`)),
  )
  const order = [...experiments.keys()]
  const sections = recorded
    .toSorted(
      (a, b) => order.indexOf(a.experiment) - order.indexOf(b.experiment) || a.title.localeCompare(b.title),
    )
    .map((results) => reproductionSection(experimentById(results.experiment), results))
  return [HEAD, ...sections].join('\n')
}

function jsonFiles(folder: string): string[] {
  try {
    return readdirSync(folder).filter((file) => file.endsWith('.json'))
  } catch {
    return []
  }
}

function readResults(path: string): RecordedResults {
  try {
    return readRecorded(JSON.parse(readFileSync(path, 'utf8')))
  } catch (error) {
    throw fileError(path, error)
  }
}
