/** What can be typed behind `npm run class --`. */
import { parseArgs } from 'node:util'
import { typedConfig } from '@/cli/typed-config'
import type { Experiment } from '@/core/sweep/experiment'
import type { ConfigValues } from '@/core/sweep/fields'

export interface ClassArgs {
  readonly experiment: Experiment
  readonly presetId: string
  readonly values: ConfigValues
  readonly out: string
  /** Whether other machines of the network may join. */
  readonly lan: boolean
  readonly port: number
}

export const CLASS_HELP = `A class fills one chart: tabs join by a link, and train what suits them.

  npm run class -- <experiment | permalink> --out <file> [options]
  npm run class -- '#capacity?v=1&preset=class' --lan --out class.jsonl

  --out <file>     the records, a line each; a file that is there is gone on with
  --lan            let other machines of this network join; without it, this machine alone
  --port <number>  4040 unless given
  --preset <id>    a preset of the experiment
  -h, --help       this text

What the class leaves: npm run lab -- run <the same> --out <file> --resume
`

export const DEFAULT_PORT = 4040

/** @returns what is wrong, a line each, where it cannot be understood. */
export function parseClassArgs(
  argv: readonly string[],
): ClassArgs | 'help' | { readonly problems: readonly string[] } {
  let typed: ReturnType<typeof parse>
  try {
    typed = parse(argv)
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] }
  }
  const { values: flags, positionals } = typed
  if (flags.help) return 'help'
  const [target, ...more] = positionals
  const problems: string[] = []
  if (target === undefined) problems.push("say what to train: '#capacity?v=1&preset=class', in quotes")
  if (more.length > 0) problems.push('a class trains one sweep')
  if (flags.out === undefined) problems.push('--out is missing: the file that the records are kept in')
  const port = Number(flags.port ?? DEFAULT_PORT)
  if (!Number.isInteger(port) || port < 0 || port > 65_535) problems.push('--port takes a number up to 65535')
  if (target === undefined || flags.out === undefined || problems.length > 0) return { problems }
  if (OWN_TEXT.test(target))
    return {
      problems: [
        "a class trains no text of one's own, which every tab would have to be given: take npm run lab -- run",
      ],
    }
  const config = typedConfig(target, flags.preset === undefined ? {} : { preset: flags.preset }, undefined)
  if ('problems' in config) return config
  const { experiment, presetId, values } = config
  return { experiment, presetId, values, out: flags.out, lan: flags.lan ?? false, port }
}

/** A link about a visitor's own text, whether it brings the text or not. */
const OWN_TEXT = /[?&](text=|source=own-)/

const parse = (argv: readonly string[]) =>
  parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      out: { type: 'string' },
      lan: { type: 'boolean' },
      port: { type: 'string' },
      preset: { type: 'string' },
      help: { type: 'boolean', short: 'h' },
    },
  })
