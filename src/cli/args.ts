/** Reads the command line: as a command, or as the list of everything that is wrong with it, flags first and then fields of the config. */
import { parseArgs } from 'node:util'
import { BACKEND_CHOICES, type BackendChoice } from '@/core/backends'
import { excerpt } from '@/core/excerpt'
import type { Experiment } from '@/core/sweep/experiment'
import { experiments } from '@/core/sweep/experiments'
import { type Flags, flagProblems, OPTIONS } from './options'
import { oneOf, type TextReader, type TypedConfig, typedConfig, unknownExperiment } from './typed-config'

export const HOST_NAMES = ['dawn', 'chromium'] as const
export type HostName = (typeof HOST_NAMES)[number]

/** A part of a sweep. */
export interface Shard {
  /** 1 … `of`. */
  readonly number: number
  readonly of: number
}

export interface RunOptions extends TypedConfig {
  readonly host: HostName
  readonly backend: BackendChoice
  readonly out: string | undefined
  readonly csv: string | undefined
  readonly recorded: string | undefined
  readonly resume: boolean
  /** Undefined where the whole sweep is trained. */
  readonly shard: Shard | undefined
  /** Whether to start also a sweep that is too large for the device. */
  readonly force: boolean
  /** Whether a GPU may look for what is fastest on it. */
  readonly tune: boolean
  readonly quiet: boolean
}

export interface MergeOptions {
  readonly files: readonly string[]
  readonly out: string
  /** What the files are of; undefined where that is to be found out. */
  readonly config: TypedConfig | undefined
  readonly quiet: boolean
}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | { readonly kind: 'reproduction' }
  | { readonly kind: 'record'; readonly experiments: readonly Experiment[] }
  | { readonly kind: 'run'; readonly options: RunOptions }
  | { readonly kind: 'merge'; readonly options: MergeOptions }
  | { readonly kind: 'mistaken'; readonly problems: readonly string[] }

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
    case 'merge':
      return mergeCommand(rest, values as Flags, reader)
    default:
      return mistaken([`unknown command "${excerpt(verb)}" (known: list, run, merge, record, reproduction)`])
  }
}

function recordCommand(ids: readonly string[]): Command {
  const problems = ids.filter((id) => !experiments.has(id)).map(unknownExperiment)
  if (problems.length > 0) return mistaken(problems)
  const named = ids.map((id) => experiments.get(id)!)
  return { kind: 'record', experiments: named.length > 0 ? named : [...experiments.values()] }
}

const mistaken = (problems: readonly string[]): Command => ({ kind: 'mistaken', problems })

function runCommand(positionals: readonly string[], flags: Flags, reader: TextReader | undefined): Command {
  const problems: string[] = []
  const [target, extra] = positionals
  if (extra !== undefined)
    problems.push(`run takes one experiment, not also "${excerpt(extra)}" (use --set field=value)`)
  if (flags.of !== undefined) problems.push('--of belongs to merge')
  if (target === undefined)
    return mistaken([...problems, `run needs an experiment (known: ${[...experiments.keys()].join(', ')})`])
  const host = oneOf('--host', HOST_NAMES, flags.host ?? 'dawn', problems)
  const backend = oneOf('--backend', BACKEND_CHOICES, flags.backend ?? 'auto', problems)
  const tune = oneOf('--tune', ['on', 'off'], flags.tune ?? 'on', problems)
  if (host === 'dawn' && backend === 'webgl')
    problems.push('--backend webgl needs --host chromium: Node has no WebGL')
  if (flags.resume && flags.out === undefined) problems.push('--resume needs --out: the file to go on with')
  const shard = flags.shard === undefined ? undefined : parseShard(flags.shard, flags, problems)
  const config = typedConfig(target, flags, reader, problems)
  if ('problems' in config || host === undefined || backend === undefined)
    return mistaken('problems' in config ? config.problems : problems)
  const { out, csv, recorded, resume = false, force = false, quiet = false } = flags
  const files = { out, csv, recorded, resume, shard }
  return {
    kind: 'run',
    options: { ...config, ...files, host, backend, force, tune: tune === 'on', quiet },
  }
}

function parseShard(text: string, { out, recorded }: Flags, problems: string[]): Shard | undefined {
  const [, number = 0, of = 0] = (/^(\d{1,5})\/(\d{1,5})$/.exec(text) ?? []).map(Number)
  if (number < 1 || number > of)
    problems.push(`--shard is "${excerpt(text)}": write 3/16 for the third of sixteen`)
  if (out === undefined) problems.push('--shard needs --out: a file of its own for each shard')
  if (recorded !== undefined) problems.push('--recorded takes no --shard: it is for whole sweeps')
  return { number, of }
}

/** Flags that say what the merged files are of, and where they go. */
const MERGE_FLAGS = ['of', 'preset', 'set', 'strings', 'cut', 'lowercase', 'out', 'quiet']

function mergeCommand(files: readonly string[], flags: Flags, reader: TextReader | undefined): Command {
  const problems = Object.keys(flags)
    .filter((name) => !MERGE_FLAGS.includes(name))
    .map((name) => `merge takes no --${name}`)
  const { of, out, preset, set, strings, quiet = false } = flags
  if (files.length === 0)
    problems.push('merge needs files: npm run lab -- merge results/*.jsonl --out all.jsonl')
  if (of === undefined && [preset, set, strings].some((flag) => flag !== undefined))
    problems.push('--preset, --set and --strings need --of: the experiment that the files are of')
  if (out === undefined) problems.push('merge needs --out: the file that all records go to')
  const config = of === undefined ? undefined : typedConfig(of, flags, reader, problems)
  if (config && 'problems' in config) return mistaken(config.problems)
  if (problems.length > 0 || out === undefined) return mistaken(problems)
  return { kind: 'merge', options: { files, out, config, quiet } }
}
