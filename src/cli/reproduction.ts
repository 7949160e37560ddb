/** `npm run --silent lab -- reproduction`: docs/reproduction.md from result files, so that no figure in it is typed. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { reproductionSection } from '@/core/findings/reproduction'
import { type RecordedResults, readRecorded } from '@/core/results/recorded'
import { experimentById, experiments } from '@/core/sweep/experiments'
import { CliError } from './cli-error'
import { pathText } from './files/file-error'
import { projectFolder } from './files/project-folder'
import { readTextFile } from './files/text-file'

/** What the page ships, and larger runs that it does not. */
export const RESULT_FOLDERS = ['public/recorded', 'docs/results'] as const

const HEAD = `# Reproduction: expected against measured

Written by \`npm run --silent lab -- reproduction > docs/reproduction.md\` from the files in ${RESULT_FOLDERS.map((folder) => `\`${folder}\``).join(' and ')}; do not edit. A line
agrees where the range over seeds reaches the expected range widened by 2 % (or by what its check says). Expectations are the papers'
(Morris et al. 2025, arXiv 2505.24832; Speicher et al. 2024, arXiv 2407.19262) or the oracle's, an independent trainer in C++.
`

/** @throws CliError naming a file that cannot be read. */
export function reproductionText(): string {
  const recorded = RESULT_FOLDERS.flatMap((folder) =>
    jsonFiles(join(projectFolder(), folder)).map(readResults),
  )
  const order = [...experiments.keys()]
  const sections = recorded
    .toSorted(
      (a, b) => order.indexOf(a.experiment) - order.indexOf(b.experiment) || a.title.localeCompare(b.title),
    )
    .map((results) => reproductionSection(experimentById(results.experiment), results))
  return [HEAD, ...sections].join('\n')
}

/** Paths; none where there is no such folder. */
function jsonFiles(folder: string): string[] {
  try {
    const names = readdirSync(folder).filter((name) => name.endsWith('.json'))
    return names.map((name) => join(folder, name))
  } catch {
    return []
  }
}

function readResults(path: string): RecordedResults {
  const { text } = readTextFile(path)
  try {
    return readRecorded(JSON.parse(text))
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error)
    throw new CliError(`${pathText(path)} holds no recorded results that this version can read: ${reason}`)
  }
}
