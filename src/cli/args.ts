/** Reads the command line: as a command, or as the list of everything that is wrong with it, flags first and then fields of the config. */
import { parseArgs } from 'node:util'
import { BACKEND_CHOICES, BACKEND_IDS, type BackendChoice } from '@/core/backends'
import { excerpt } from '@/core/excerpt'
import { type Experiment, withTexts } from '@/core/sweep/experiment'
import { experiments } from '@/core/sweep/experiments'
import type { ConfigValues, Problem } from '@/core/sweep/fields'
import { parsePermalink } from '@/core/sweep/permalink'

export const HOST_NAMES = ['dawn', 'chromium'] as const
export type HostName = (typeof HOST_NAMES)[number]

export interface RunOptions {
  readonly experiment: Experiment
  readonly presetId: string
  readonly values: ConfigValues
  readonly host: HostName
  readonly backend: BackendChoice
  readonly out: string | undefined
  readonly csv: string | undefined
  readonly recorded: string | undefined
  readonly resume: boolean
  /** Whether to start also a sweep that is too large for the device. */
  readonly force: boolean
  /** Whether a GPU may look for what is fastest on it. */
  readonly tune: boolean
  readonly quiet: boolean
}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | { readonly kind: 'reproduction' }
  | { readonly kind: 'record'; readonly experiments: readonly Experiment[] }
  | { readonly kind: 'run'; readonly options: RunOptions }
  | { readonly kind: 'mistaken'; readonly problems: readonly string[] }

/** Every flag, in the form of `parseArgs`, with the form of its value. */
export const OPTIONS = {
  preset: { type: 'string', value: '<name>' },
  set: { type: 'string', value: '<field>=<value>', multiple: true },
  out: { type: 'string', value: '<file>' },
  csv: { type: 'string', value: '<file>' },
  recorded: { type: 'string', value: '<file>' },
  host: { type: 'string', value: '<name>' },
  backend: { type: 'string', value: '<name>' },
  resume: { type: 'boolean' },
  force: { type: 'boolean' },
  tune: { type: 'string', value: '<on|off>' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export const HELP = `Plateau: how many bits does a tiny transformer remember?

  npm run lab -- list                              experiments, presets and fields
  npm run lab -- run <experiment | permalink> [options]
  npm run lab -- record [<experiment> …]           presets that are not recorded yet, into src/experiments/*/recorded
  npm run lab -- reproduction                      expected against measured, as Markdown, from the recorded results

Options
  --preset <name>        start from this preset (the experiment's first unless given)
  --set <field>=<value>  set a field; lists with commas: --set width=8,16 (may be repeated)
  --out <file>           append one JSON record a line, as each trial finishes
  --csv <file>           write all records as CSV at the end
  --recorded <file>      write the finished sweep with its provenance, as the page shows it before a first run
  --resume               go on with --out: trials that it holds already are skipped
  --force                start also what is too large for this device, or would take it more than two days
  --host <name>          dawn: in this process (default); chromium: in a headless Chromium
  --backend <name>       auto (default), ${BACKEND_IDS.join(', ')}
  --tune <on|off>        off: a GPU does all by default and looks for nothing faster (default: on)
  --quiet                no progress and no notes
  -h, --help             this text

Exit codes: 0 finished, 1 failed or a trial without a result, 2 mistaken command, 130 stopped with Ctrl-C.
`

export function parseCommand(argv: readonly string[]): Command {
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options: OPTIONS,
    allowPositionals: true,
    strict: false,
    tokens: true,
  })
  const problems = flagProblems(tokens)
  if (problems.length > 0) return { kind: 'mistaken', problems }
  if (values.help === true) return { kind: 'help' }
  const [verb, ...rest] = positionals
  switch (verb) {
    case undefined:
    case 'help':
      return { kind: 'help' }
    case 'list':
      return rest.length === 0 ? { kind: 'list' } : mistaken([`list takes no "${excerpt(rest[0]!)}"`])
    case 'reproduction':
      return rest.length === 0
        ? { kind: 'reproduction' }
        : mistaken([`reproduction takes no "${excerpt(rest[0]!)}"`])
    case 'record':
      return recordCommand(rest)
    case 'run':
      return runCommand(rest, values as Flags)
    default:
      return mistaken([`unknown command "${excerpt(verb)}" (known: list, run, record, reproduction)`])
  }
}

function recordCommand(ids: readonly string[]): Command {
  const problems = ids.filter((id) => !experiments.has(id)).map(unknownExperiment)
  if (problems.length > 0) return mistaken(problems)
  const named = ids.map((id) => experiments.get(id)!)
  return { kind: 'record', experiments: named.length > 0 ? named : [...experiments.values()] }
}

const unknownExperiment = (id: string): string =>
  `unknown experiment "${excerpt(id)}" (known: ${[...experiments.keys()].join(', ')})`

const mistaken = (problems: readonly string[]): Command => ({ kind: 'mistaken', problems })

/** Values of the flags, each of the type that `flagProblems` has checked. */
interface Flags {
  readonly preset?: string
  readonly set?: readonly string[]
  readonly out?: string
  readonly csv?: string
  readonly recorded?: string
  readonly host?: string
  readonly backend?: string
  readonly resume?: boolean
  readonly force?: boolean
  readonly tune?: string
  readonly quiet?: boolean
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]

function flagProblems(tokens: readonly Token[]): string[] {
  const seen = new Set<string>()
  return tokens.flatMap((token) => {
    if (token.kind !== 'option') return []
    const { name, value } = token
    const rawName = excerpt(token.rawName)
    const option = Object.hasOwn(OPTIONS, name) ? OPTIONS[name as keyof typeof OPTIONS] : undefined
    if (!option) return [`${rawName} is no option (try --help)`]
    if (option.type === 'boolean') return value === undefined ? [] : [`${rawName} takes no value`]
    if (value === undefined || value === '' || value.startsWith('--')) return [`${rawName} needs a value`]
    if (seen.has(name) && !('multiple' in option)) return [`${rawName} is given twice`]
    seen.add(name)
    return []
  })
}

function runCommand(positionals: readonly string[], flags: Flags): Command {
  const problems: string[] = []
  const [target, extra] = positionals
  if (extra !== undefined)
    problems.push(`run takes one experiment, not also "${excerpt(extra)}" (use --set field=value)`)
  const { texts, problems: setProblems } = parseSets(flags.set ?? [])
  problems.push(...setProblems)
  const start = startingPoint(target, flags.preset)
  if ('problems' in start) problems.push(...start.problems)
  const host = oneOf('--host', HOST_NAMES, flags.host ?? 'dawn', problems)
  const backend = oneOf('--backend', BACKEND_CHOICES, flags.backend ?? 'auto', problems)
  const tune = oneOf('--tune', ['on', 'off'], flags.tune ?? 'on', problems)
  if (host === 'dawn' && backend === 'webgl')
    problems.push('--backend webgl needs --host chromium: Node has no WebGL')
  if (flags.resume && flags.out === undefined) problems.push('--resume needs --out: the file to go on with')
  if ('problems' in start || host === undefined || backend === undefined) return mistaken(problems)
  const { experiment, presetId } = start
  const config = withTexts(experiment, start.values, texts)
  problems.push(...config.problems.map(printProblem))
  if (problems.length > 0) return mistaken(problems)
  const { out, csv, recorded, resume = false, force = false, quiet = false } = flags
  return {
    kind: 'run',
    options: {
      experiment,
      presetId,
      values: config.values,
      host,
      backend,
      out,
      csv,
      recorded,
      resume,
      force,
      tune: tune === 'on',
      quiet,
    },
  }
}

const printProblem = ({ field, message }: Problem): string =>
  field === undefined ? message : `${excerpt(field)}: ${message}`

function oneOf<const T extends string>(
  flag: string,
  choices: readonly T[],
  text: string,
  problems: string[],
): T | undefined {
  const choice = choices.find((c) => c === text)
  if (choice === undefined) problems.push(`${flag} is "${excerpt(text)}" (known: ${choices.join(', ')})`)
  return choice
}

interface StartingPoint {
  readonly experiment: Experiment
  readonly presetId: string
  readonly values: ConfigValues
}

/** The quotes of other shells and of word processors, which arrive as part of what they were to hold. */
const QUOTE = /^['"`‘’“”]|['"`‘’“”]$/

/** Where the config starts: an experiment by its id, at a preset; or a permalink, with or without the address before its #. */
function startingPoint(
  target: string | undefined,
  presetId: string | undefined,
): StartingPoint | { readonly problems: readonly string[] } {
  if (target === undefined)
    return { problems: [`run needs an experiment (known: ${[...experiments.keys()].join(', ')})`] }
  const [quote] = QUOTE.exec(target) ?? []
  if (quote !== undefined) {
    return {
      problems: [
        `${excerpt(target)} came with a quote (${quote}) that the shell left in it: cmd.exe knows only double quotes, as in run "#capacity?v=1"`,
      ],
    }
  }
  if (target.includes('#') || target.includes('?')) {
    if (presetId !== undefined)
      return { problems: ['--preset and a permalink exclude each other: the link names its preset'] }
    const parsed = parsePermalink(target.slice(target.indexOf('#') + 1))
    if (parsed.status === 'empty') return { problems: ['the permalink is empty'] }
    if (parsed.status === 'invalid') return { problems: parsed.problems.map(printProblem) }
    const { experiment, preset, values } = parsed.linked
    return { experiment: experiments.get(experiment)!, presetId: preset, values }
  }
  const experiment = experiments.get(target)
  if (!experiment) return { problems: [unknownExperiment(target)] }
  const preset =
    presetId === undefined ? experiment.presets[0] : experiment.presets.find((p) => p.id === presetId)
  if (!preset) {
    const presets = experiment.presets.map((p) => p.id).join(', ')
    return { problems: [`unknown preset "${excerpt(presetId!)}" (${experiment.id} has: ${presets})`] }
  }
  return { experiment, presetId: preset.id, values: preset.config }
}

function parseSets(sets: readonly string[]): { texts: [string, string][]; problems: string[] } {
  const texts: [string, string][] = []
  const problems: string[] = []
  for (const set of sets) {
    const at = set.indexOf('=')
    const name = set.slice(0, at)
    if (at < 1) problems.push(`--set ${excerpt(set)}: write field=value`)
    else if (texts.some(([known]) => known === name)) problems.push(`${excerpt(name)}: is set twice`)
    else texts.push([name, set.slice(at + 1)])
  }
  return { texts, problems }
}
