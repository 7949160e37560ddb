/**
 * Flags that npm has taken for its own. It keeps every flag that does not stand behind `--`, and shows them to what it runs as variables of
 * the environment alone; PowerShell takes an unquoted `--` away before npm sees it.
 */
import { OPTIONS } from './options'

/** npm has these itself; `--force` may stand in its settings, and the others it obeys. */
const NPMS_OWN = ['force', 'quiet', 'help']

type Variables = Readonly<Record<string, string | undefined>>

/**
 * @param argv what npm handed on.
 * @returns what to say, with the line to type; undefined where npm has kept nothing.
 */
export function npmFlagsProblem(
  argv: readonly string[],
  variables: Variables,
  platform: NodeJS.Platform = process.platform,
): string | undefined {
  if (variables.npm_lifecycle_event !== 'lab') return undefined
  const flags = Object.entries(OPTIONS).flatMap(([name, option]) =>
    kept(name, variables).map((text) => ({ name, text, hint: 'value' in option ? option.value : undefined })),
  )
  if (flags.every(({ name }) => NPMS_OWN.includes(name))) return undefined
  // Behind `--preset quick` the value has come through as a word: which flag it belongs to, its writer knows.
  const isLoose = flags.some(({ text, hint }) => hint !== undefined && text === 'true')
  const line = [
    // PowerShell leaves a quoted one to npm, and every other shell takes it for a plain one.
    `npm run lab ${platform === 'win32' ? '"--"' : '--'}`,
    ...(isLoose ? argv.slice(0, 2) : argv).map(quoted),
    ...flags.map(
      ({ name, text, hint }) =>
        `--${name}${hint === undefined ? '' : ` ${text === 'true' ? hint : quoted(text)}`}`,
    ),
  ].join(' ')
  const names = [...new Set(flags.map(({ name }) => `--${name}`))].join(', ')
  return `npm has kept ${names}: only what stands behind -- comes here. Type\n  ${line}`
}

/** The values of a flag: a text each time that it was given, or `true` where npm took it for a switch. */
const kept = (name: string, variables: Variables): string[] =>
  (variables[`npm_config_${name}`] ?? '').split('\n\n').filter((text) => text !== '')

/** In double quotes, which every shell knows, where a shell would act on it. */
const quoted = (word: string): string => (/^[\w@%+=:,./-]+$/.test(word) ? word : `"${word}"`)
