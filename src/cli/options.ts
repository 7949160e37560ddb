/** What can be typed: flags with the forms of their values, and the help. */
import type { parseArgs } from 'node:util'
import { BACKEND_IDS } from '@/core/backends'
import { excerpt } from '@/core/excerpt'

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
  shard: { type: 'string', value: '<k/n>' },
  of: { type: 'string', value: '<experiment | permalink>' },
  queue: { type: 'boolean' },
  largest: { type: 'string', value: '<FLOP>' },
  retry: { type: 'boolean' },
  clear: { type: 'boolean' },
  force: { type: 'boolean' },
  tune: { type: 'string', value: '<on|off>' },
  quiet: { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const

export const HELP = `Plateau: how many bits does a tiny transformer remember?

  npm run lab -- list                              experiments, presets and fields
  npm run lab -- run <experiment | permalink> [options]
  npm run lab -- merge <file …> --out <file>       results of several shards or machines, in one file
  npm run lab -- work --queue [options]            trains what run --queue has published, until it is stopped
  npm run lab -- queue [--retry | --clear]         what waits in the queue, who is at work, and what nobody could do
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
  --shard <k/n>          train the k-th of n parts of the sweep, of equal work; needs --out
  --of <config>          merge: what the files are of, where they are of no preset; with --preset and --set as for run
  --queue                run: the machines of a queue train, and --out collects; work: this is one of them (docs/scaling.md)
  --largest <FLOP>       work: takes no longer jobs than this, such as 1e13
  --retry                queue: dead letters are tried again
  --clear                queue: is emptied
  --force                start also what is too large for this device, or would take it more than two days
  --host <name>          dawn: in this process (default); chromium: in a headless Chromium
  --backend <name>       auto (default), ${BACKEND_IDS.join(', ')}
  --tune <on|off>        off: a GPU does all by default and looks for nothing faster (default: on)
  --quiet                no progress and no notes
  -h, --help             this text

Exit codes: 0 finished, 1 failed (a trial without a result, a file that another process writes, results that contradict each other), 2 mistaken
command, 130 stopped by Ctrl-C or SIGTERM: what has finished is kept, and --resume goes on.
`

/** Values of the flags, each of the type that `flagProblems` has checked. */
export interface Flags {
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
  readonly shard?: string
  readonly of?: string
  readonly queue?: boolean
  readonly largest?: string
  readonly retry?: boolean
  readonly clear?: boolean
  readonly force?: boolean
  readonly tune?: string
  readonly quiet?: boolean
}

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number]

/** What is wrong with the flags by themselves, one sentence each. */
export function flagProblems(tokens: readonly Token[]): string[] {
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
