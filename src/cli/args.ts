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
  /** Whether the machines of a queue train it: then the file is always gone on with. */
  readonly queue: boolean
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

export interface WorkOptions {
  readonly host: HostName
  readonly backend: BackendChoice
  /** Floating-point operations of a job, at most; undefined for any. */
  readonly largest: number | undefined
  readonly quiet: boolean
}

export type Command =
  | { readonly kind: 'help' }
  | { readonly kind: 'list' }
  | { readonly kind: 'reproduction' }
  | { readonly kind: 'record'; readonly experiments: readonly Experiment[] }
  | { readonly kind: 'run'; readonly options: RunOptions }
  | { readonly kind: 'merge'; readonly options: MergeOptions }
  | { readonly kind: 'work'; readonly options: WorkOptions }
  | { readonly kind: 'queue'; readonly retry: boolean; readonly clear: boolean }
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
    case 'work':
      return workCommand(rest, values as Flags)
    case 'queue':
      return queueCommand(rest, values as Flags)
    default:
      return mistaken([
        `unknown command "${excerpt(verb)}" (known: list, run, merge, record, work, queue, reproduction)`,
      ])
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
  const { host, backend } = deviceOf(flags, problems)
  const tune = oneOf('--tune', ['on', 'off'], flags.tune ?? 'on', problems)
  problems.push(...queueProblems(flags))
  if (flags.resume && flags.out === undefined) problems.push('--resume needs --out: the file to go on with')
  const shard = flags.shard === undefined ? undefined : parseShard(flags.shard, flags, problems)
  const config = typedConfig(target, flags, reader, problems)
  if ('problems' in config || host === undefined || backend === undefined)
    return mistaken('problems' in config ? config.problems : problems)
  const { out, csv, recorded, queue = false, resume = queue, force = false, quiet = false } = flags
  if (queue && config.ownText)
    return mistaken(['--queue takes no text of your own: it stays on this machine'])
  const files = { out, csv, recorded, resume, shard, queue }
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

function deviceOf({ host: hostText, backend: backendText }: Flags, problems: string[]) {
  const host = oneOf('--host', HOST_NAMES, hostText ?? 'dawn', problems)
  const backend = oneOf('--backend', BACKEND_CHOICES, backendText ?? 'auto', problems)
  if (host === 'dawn' && backend === 'webgl')
    problems.push('--backend webgl needs --host chromium: Node has no WebGL')
  return { host, backend }
}

/** Flags of `run` that machines of a queue decide for themselves, or that they cannot do, and why. */
const NOT_QUEUED = {
  host: 'give it to work --queue, on each box',
  backend: 'give it to work --queue, on each box',
  tune: 'workers do not look for what is fastest on them',
  force: 'what is too large for one box, another takes',
  shard: 'the queue cuts the sweep itself',
  strings: 'a text of your own stays on this machine',
} as const

function queueProblems(flags: Flags): string[] {
  const given = <Name extends keyof Flags>(names: readonly Name[]) =>
    names.filter((name) => flags[name] !== undefined)
  const problems = given(['largest', 'retry', 'clear']).map((name) => `run takes no --${name}`)
  if (!flags.queue) return problems
  if (flags.out === undefined)
    problems.push('--queue needs --out: the file that the records are collected in')
  const names = Object.keys(NOT_QUEUED) as (keyof typeof NOT_QUEUED)[]
  return [...problems, ...given(names).map((name) => `--queue takes no --${name}: ${NOT_QUEUED[name]}`)]
}

function workCommand(words: readonly string[], flags: Flags): Command {
  const problems = words.slice(0, 1).map((word) => `work takes no "${excerpt(word)}"`)
  problems.push(...strangers('work', flags, ['queue', 'largest', 'host', 'backend', 'quiet']))
  if (!flags.queue) problems.push('work needs --queue: it trains what run --queue has published')
  const { host, backend } = deviceOf(flags, problems)
  const largest = flags.largest === undefined ? undefined : Number(flags.largest)
  if (largest !== undefined && !(largest > 0))
    problems.push(`--largest is "${excerpt(flags.largest!)}": write floating-point operations, such as 1e13`)
  if (problems.length > 0 || host === undefined || backend === undefined) return mistaken(problems)
  return { kind: 'work', options: { host, backend, largest, quiet: flags.quiet ?? false } }
}

function queueCommand(words: readonly string[], flags: Flags): Command {
  const problems = words.slice(0, 1).map((word) => `queue takes no "${excerpt(word)}"`)
  problems.push(...strangers('queue', flags, ['retry', 'clear']))
  const { retry = false, clear = false } = flags
  if (retry && clear) problems.push('--retry and --clear exclude each other')
  return problems.length > 0 ? mistaken(problems) : { kind: 'queue', retry, clear }
}

/** What is given and means nothing to a command. */
const strangers = (verb: string, flags: Flags, known: readonly string[]): string[] =>
  Object.keys(flags)
    .filter((name) => !known.includes(name))
    .map((name) => `${verb} takes no --${name}`)

/** Flags that say what the merged files are of, and where they go. */
const MERGE_FLAGS = ['of', 'preset', 'set', 'strings', 'cut', 'lowercase', 'out', 'quiet']

function mergeCommand(files: readonly string[], flags: Flags, reader: TextReader | undefined): Command {
  const problems = strangers('merge', flags, MERGE_FLAGS)
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
