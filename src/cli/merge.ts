/** `merge`: results of shards, machines or rooms, joined by the keys of their trials. */
import { existsSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { loadExhibit } from '@/core/figures/exhibits'
import { createBoundsCheck } from '@/core/results/bounds'
import { type Conflict, mergeRecords, type SourcedRecord } from '@/core/results/merge'
import type { TrialRecord } from '@/core/results/result'
import type { Experiment } from '@/core/sweep/experiment'
import { experiments } from '@/core/sweep/experiments'
import { withText } from '@/core/sweep/own-text'
import { remainingTrials } from '@/core/sweep/populations'
import { planSweep, type Sweep, sweepLink } from '@/core/sweep/sweep'
import type { Trial } from '@/core/sweep/trial'
import { percentText, plural } from '@/core/text/number'
import type { MergeOptions } from './args'
import { CliError, EXIT, printable } from './cli-error'
import { fileError, pathText } from './files/file-error'
import { openResultsFile, readResults } from './files/results-file'
import { report } from './sweep/report'

/** Ending of the file that names conflicts: it stands beside results, where a shell's * finds it. */
const CONFLICTS = '.conflicts.jsonl'

/** Records of one file. */
interface Source {
  readonly path: string
  readonly records: readonly TrialRecord[]
}

/**
 * Records of the file that all go to are joined too, where it is there already.
 * @returns the exit code. @throws CliError for what a person has to mend: then nothing is written.
 */
export async function mergeFiles(options: MergeOptions): Promise<number> {
  const { files, out, quiet } = options
  const say = (text: string) => process.stderr.write(`${printable(text)}\n`)
  const note = quiet ? () => undefined : say
  const sources = files
    .filter((path) => !path.endsWith(CONFLICTS) && !isSameFile(path, out))
    .map((path) => readSource(path, note))
  const isNew = !existsSync(out)
  const file = openResultsFile(out, { resume: isNew || isFile(out), note })
  let isWritten = false
  try {
    const all = [...sources, { path: out, records: file.records }]
    const config = options.config ?? configOf(all)
    const sweep = planSweep(config.experiment, config.presetId, config.values)
    refuseForeign(all, sweep)
    const text = options.config?.ownText?.source.text
    const { valid, refusals } = believed(all, withText(sweep.trials, text))
    for (const refusal of refusals) say(refusal)
    const merged = mergeRecords(valid)
    const byKey = new Map(merged.records.map((record) => [record.trialKey, record]))
    const records = sweep.trials.flatMap(({ key }) => byKey.get(key) ?? [])
    file.replace(records)
    isWritten = true
    if (isFile(out)) writeConflicts(`${out}${CONFLICTS}`, merged.conflicts)
    for (const { trialKey, fields, kept, other } of merged.conflicts)
      say(`${trialKey}: ${kept.from} and ${other.from} differ in ${fields.join(', ')}; the first is kept`)
    if (merged.repeats > 0)
      note(`${plural(merged.repeats, 'record')} of trials that others had finished before`)
    if (merged.largestSpread > 0)
      note(
        `memorised bits of one trial on several devices differ by up to ${percentText(merged.largestSpread)}`,
      )
    await loadExhibit(config.experiment.id)
    const lines = closingLines(config.experiment, sweep, byKey, options)
    process.stdout.write(`${records.length > 0 ? `${report(records)}\n` : ''}${lines.join('\n')}\n`)
    return refusals.length + merged.conflicts.length > 0 ? EXIT.failed : EXIT.ok
  } finally {
    file.close()
    if (isNew && !isWritten) rmSync(out, { force: true })
  }
}

function readSource(path: string, note: (text: string) => void): Source {
  const { records, isCutOff } = readResults(path)
  if (isCutOff) note(`${pathText(path)}: the last line is cut off, and left out`)
  return { path, records }
}

/** A preset that plans every trial of all files, the smallest of them. @throws CliError where there is none. */
function configOf(
  sources: readonly Source[],
): Pick<Sweep, 'presetId' | 'values'> & { readonly experiment: Experiment } {
  const keys = sources.flatMap(({ records }) => records.map(({ trialKey }) => trialKey))
  const first = sources.find(({ records }) => records.length > 0)
  if (!first)
    throw new CliError('the files hold no records: nothing has finished yet in what wrote them', EXIT.usage)
  const experiment = experiments.get(first.records[0]!.experiment)
  const candidates = (experiment?.presets ?? [])
    .map((preset) => ({ preset, planned: new Set(experiment!.plan(preset.config).map(({ key }) => key)) }))
    .toSorted((a, b) => a.planned.size - b.planned.size)
  const found = candidates.find(({ planned }) => keys.every((key) => planned.has(key)))
  if (found) return { experiment: experiment!, presetId: found.preset.id, values: found.preset.config }
  // Where the first file is of a preset, that another is not tells more than that no preset has both.
  const ofFirst = candidates.find(({ planned }) =>
    first.records.every(({ trialKey }) => planned.has(trialKey)),
  )
  if (ofFirst) refuseForeign(sources, planSweep(experiment!, ofFirst.preset.id, ofFirst.preset.config))
  throw new CliError(
    `no preset has all trials of ${pathText(first.path)}: say what it is of, as for run: --of capacity --set …, or --of "<permalink>"`,
    EXIT.usage,
  )
}

/** @throws CliError naming the file that has trials of another config. */
function refuseForeign(sources: readonly Source[], { trials, experiment, presetId }: Sweep): void {
  const planned = new Set(trials.map(({ key }) => key))
  const problems = sources.flatMap(({ path, records }) => {
    const foreign = records.filter(({ trialKey }) => !planned.has(trialKey))
    return foreign.length === 0
      ? []
      : [
          `${pathText(path)} is of another config: ${plural(foreign.length, 'trial')} of ${records.length} ${foreign.length === 1 ? 'is' : 'are'} not planned by ${experiment}, ${presetId} (${foreign[0]!.trialKey}): merge it into another file`,
        ]
  })
  if (problems.length > 0) throw new CliError(problems.join('\n'), EXIT.usage)
}

/** Splits records into those that can be believed and sentences about the others. */
function believed(sources: readonly Source[], trials: readonly Trial[]) {
  const problemOf = createBoundsCheck()
  const byKey = new Map(trials.map((trial) => [trial.key, trial]))
  const valid: SourcedRecord[] = []
  const refusals: string[] = []
  for (const { path, records } of sources)
    for (const record of records) {
      const problem = problemOf(record, byKey.get(record.trialKey))
      if (problem === undefined) valid.push({ record, from: pathText(path) })
      else refusals.push(`${pathText(path)}, ${record.trialKey}: ${problem}; it is left out`)
    }
  return { valid, refusals }
}

/** A line for each conflict, with the record that is not kept; the file of an earlier merge goes where there are none any more. */
function writeConflicts(path: string, conflicts: readonly Conflict[]): void {
  const lines = conflicts.map(({ trialKey, fields, kept, other }) =>
    JSON.stringify({ trialKey, fields, kept: kept.from, other: other.from, record: other.record }),
  )
  try {
    if (lines.length === 0) rmSync(path, { force: true })
    else writeFileSync(path, `${lines.join('\n')}\n`)
  } catch (error) {
    throw fileError('write', path, error)
  }
}

function closingLines(
  experiment: Experiment,
  sweep: Sweep,
  records: ReadonlyMap<string, TrialRecord>,
  { out, config }: MergeOptions,
): string[] {
  const missing = remainingTrials(sweep.trials, records).length
  const link = sweepLink(experiment, sweep)
  const backends = new Set([...records.values()].map(({ backend }) => backend))
  const flags = [
    ...(config?.ownText ? ['--strings <file>'] : []),
    ...(backends.size === 1 ? [`--backend ${[...backends][0]}`] : []),
    `--out ${pathText(out)}`,
  ].join(' ')
  const have = `${records.size} of ${sweep.trials.length} trials are in ${pathText(out)}`
  return missing === 0
    ? [`All ${have}`, `This config in the page: ${link}`]
    : [
        `${have}; ${missing} ${missing === 1 ? 'is' : 'are'} missing. To train them:`,
        `  npm run lab -- run "${link}" ${flags} --resume`,
      ]
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

function isSameFile(path: string, other: string): boolean {
  const [a, b] = [path, other].map((name) => statSync(name, { throwIfNoEntry: false }))
  return a !== undefined && b !== undefined && a.dev === b.dev && a.ino === b.ino
}
