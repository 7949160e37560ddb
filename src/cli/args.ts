/** Reads the command line: as a command, or as the list of everything that is wrong with it, flags first and then fields of the config. */
import { parseArgs } from 'node:util'
import { BACKEND_CHOICES, BACKEND_IDS, type BackendChoice } from '@/core/backends'
import { CUTS, OWN_LENGTHS } from '@/core/data/own-strings'
import type { OwnText } from '@/core/data/read-text'
import { excerpt } from '@/core/excerpt'
import { type Experiment, withTexts } from '@/core/sweep/experiment'
import { experiments } from '@/core/sweep/experiments'
import type { ConfigValues, Problem } from '@/core/sweep/fields'
import { fieldsOfText, nameOf, ownSourceOf, withOwnText } from '@/core/sweep/own-text'
import { parsePermalink } from '@/core/sweep/permalink'
import { lengthProblem } from '@/core/text/own-text'

export const HOST_NAMES = ['dawn', 'chromium'] as const
export type HostName = (typeof HOST_NAMES)[number]

export interface RunOptions {
  readonly experiment: Experiment
  readonly presetId: string
  readonly values: ConfigValues
  /** The text that is trained on, where the config is about one. */
  readonly ownText: OwnText | undefined
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
  strings: { type: 'string', value: '<file>' },
  cut: { type: 'string', value: '<lines|running>' },
  lowercase: { type: 'boolean' },
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
  --strings <file>       train on this text: capacity, extraction, per-string; --set seqLen=16 cuts it into strings of 16 symbols
  --cut <lines|running>  how it is cut: each line a string (default), or running on over its lines
  --lowercase            take it in lower case
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

/** What reads texts: loaded where a command is about one, as few are. */
type TextReader = typeof import('./files/own-text-file')

/** @param reader needed where a command is about a text. */
export function parseCommand(argv: readonly string[], reader?: TextReader): Command {
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
      return runCommand(rest, values as Flags, reader)
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
  readonly strings?: string
  readonly cut?: string
  readonly lowercase?: boolean
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

function runCommand(positionals: readonly string[], flags: Flags, reader: TextReader | undefined): Command {
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
  if (problems.length > 0) return mistaken(problems)
  const source = withStrings(start, flags, texts, reader)
  if ('problems' in source) return mistaken(source.problems)
  const { ownText } = source
  const config = withTexts(experiment, source.values, source.texts)
  if (config.problems.length > 0) return mistaken(config.problems.map(printProblem))
  const { out, csv, recorded, resume = false, force = false, quiet = false } = flags
  return {
    kind: 'run',
    options: {
      experiment,
      presetId,
      values: config.values,
      ownText,
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

type Texts = readonly (readonly [name: string, text: string])[]

/** The config with the text of `--strings` as its source, and the settings that are left to lay over it. */
function withStrings(
  { experiment, values, packedText }: StartingPoint,
  { strings: path, cut: cutName, lowercase: lowerCase = false, ...flags }: Flags,
  texts: Texts,
  reader: TextReader | undefined,
):
  | { readonly problems: readonly string[] }
  | { readonly values: ConfigValues; readonly ownText: OwnText | undefined; readonly texts: Texts } {
  const linked = ownSourceOf(values)
  if (path === undefined && packedText === undefined) {
    if (linked)
      return { problems: ['this link is about a text that is not in it: give the text by --strings <file>'] }
    if (cutName !== undefined || lowerCase) return { problems: ['--cut and --lowercase need --strings'] }
    return { values, ownText: undefined, texts }
  }
  const problems: string[] = []
  if (!experiment.ownText) problems.push(`${experiment.id} takes no --strings (${takers()} do)`)
  if (flags.recorded !== undefined)
    problems.push('--recorded takes no --strings: it is for results that are published')
  const cut = oneOf('--cut', CUTS, linked?.cut ?? cutName ?? 'lines', problems)
  const [, lengthText] = texts.find(([name]) => name === 'seqLen') ?? []
  const seqLen = lengthText === undefined ? undefined : Number(lengthText)
  const { min, max } = OWN_LENGTHS
  if (seqLen !== undefined && !(Number.isInteger(seqLen) && seqLen >= min && seqLen <= max))
    problems.push(`seqLen: ${lengthProblem()}`)
  const decided = linked ? [...fieldsOfText(experiment, values).keys()] : ['source', 'vocab']
  for (const [name] of texts)
    if (decided.includes(name)) problems.push(`${name}: the text of --strings decides it`)
  if (problems.length > 0 || cut === undefined || !reader) return { problems }
  const length = linked ? Number(values.seqLen) : seqLen
  const options = { cut, seqLen: length, lowerCase }
  const ownText =
    path === undefined && linked
      ? reader.openLinkedText(packedText ?? '', options, linked.hash)
      : reader.openOwnText(path ?? '', options, linked?.hash)
  return {
    values: linked ? values : withOwnText(experiment, values, nameOf(ownText)),
    ownText,
    texts: texts.filter(([name]) => name !== 'seqLen'),
  }
}

const takers = (): string =>
  [...experiments.values()]
    .filter(({ ownText }) => ownText)
    .map(({ id }) => id)
    .join(', ')

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
  /** The text that a permalink brings. */
  readonly packedText?: string | undefined
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
    const { experiment, preset, values, packedText } = parsed.linked
    return { experiment: experiments.get(experiment)!, presetId: preset, values, packedText }
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
