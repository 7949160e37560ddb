/** `npm run --silent lab -- reproduction`: docs/reproduction.md from result files, so that no figure in it is typed. */
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { loadExhibit, toldFindings } from '@/core/figures/exhibits'
import { Z_LIMIT } from '@/core/findings/mean-against-mean'
import { reproductionSection } from '@/core/findings/reproduction'
import { type RecordedResults, readRecorded } from '@/core/results/recorded'
import { runsOfRecords } from '@/core/runs/run'
import { experimentById, experiments } from '@/core/sweep/experiments'
import { CliError } from './cli-error'
import { pathText } from './files/file-error'
import { projectFolder } from './files/project-folder'
import { readTextFile } from './files/text-file'

/** What the page ships, and runs of other configs that it does not. */
const RESULT_FOLDERS = ['src/experiments/*/recorded', 'docs/results'] as const

const HEAD = `# Reproduction: expected against measured

Written by \`npm run --silent lab -- reproduction > docs/reproduction.md\` from the files in ${RESULT_FOLDERS.map((folder) => `\`${folder}\``).join(' and ')}; do not edit. Findings
compare with the papers (Morris et al. 2025, arXiv 2505.24832; Speicher et al. 2024, arXiv 2407.19262), tables with the oracle, an independent trainer
in C++ that shares no code with this one ([oracle/README.md](oracle/README.md); the name in each source is that of its configuration).

A table's figures are mean ± standard error of the mean (seeds); a single run has none. A difference is ours less the expected, ± its standard error with
the spread of one seed from both sides; t is the difference in these standard errors (degrees of freedom). A line *differs* where the 95 % interval of the
difference (Student's t) lies beyond 5 % or |t| is as rare as ${Z_LIMIT} standard deviations, *agrees* where the interval lies within 5 %, and is *not told apart*
where it does neither: no difference is seen, but too few seeds were run to exclude one of 5 %. Why so: [science.md](science.md) §6.
`

/** @throws CliError naming a file that cannot be read. */
export async function reproductionText(): Promise<string> {
  const order = [...experiments.keys()]
  const folders = [...order.map((id) => `src/experiments/${id}/recorded`), 'docs/results']
  const recorded = folders.flatMap((folder) => jsonFiles(join(projectFolder(), folder)).map(readResults))
  await Promise.all(order.map(loadExhibit))
  const sections = recorded
    .toSorted(
      (a, b) => order.indexOf(a.experiment) - order.indexOf(b.experiment) || a.title.localeCompare(b.title),
    )
    .map((results) => {
      const { experiment, records } = results
      const findings = toldFindings(experiment, runsOfRecords(records))
      return reproductionSection(experimentById(experiment), results, findings)
    })
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
