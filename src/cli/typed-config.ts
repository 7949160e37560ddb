/** What is trained, as it is typed: an experiment or a permalink, `--preset`, `--set` and the text of `--strings`. */
import { CUTS, OWN_LENGTHS } from '@/core/data/own-strings'
import type { OwnText } from '@/core/data/read-text'
import { excerpt } from '@/core/excerpt'
import { type Experiment, withTexts } from '@/core/sweep/experiment'
import { experiments } from '@/core/sweep/experiments'
import type { ConfigValues, Problem } from '@/core/sweep/fields'
import { fieldsOfText, nameOf, ownSourceOf, withOwnText } from '@/core/sweep/own-text'
import { parsePermalink } from '@/core/sweep/permalink'
import { lengthProblem } from '@/core/text/own-text'
import type { Flags } from './options'

export interface TypedConfig {
  readonly experiment: Experiment
  readonly presetId: string
  readonly values: ConfigValues
  /** The text that is trained on, where the config is about one. */
  readonly ownText: OwnText | undefined
}

/** What reads texts: loaded where a command is about one, as few are. */
export type TextReader = typeof import('./files/own-text-file')

/**
 * @param reader needed where the config is about a text. @param flagProblems what is wrong with other flags: fields are looked at only where
 * nothing is.
 */
export function typedConfig(
  target: string,
  flags: Flags,
  reader: TextReader | undefined,
  flagProblems: readonly string[] = [],
): TypedConfig | { readonly problems: readonly string[] } {
  const { texts, problems: setProblems } = parseSets(flags.set ?? [])
  const start = startingPoint(target, flags.preset)
  const problems = [...setProblems, ...('problems' in start ? start.problems : []), ...flagProblems]
  if ('problems' in start || problems.length > 0) return { problems }
  const { experiment, presetId } = start
  const source = withStrings(start, flags, texts, reader)
  if ('problems' in source) return source
  const config = withTexts(experiment, source.values, source.texts)
  if (config.problems.length > 0) return { problems: config.problems.map(printProblem) }
  return { experiment, presetId, values: config.values, ownText: source.ownText }
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

export const unknownExperiment = (id: string): string =>
  `unknown experiment "${excerpt(id)}" (known: ${[...experiments.keys()].join(', ')})`

const takers = (): string =>
  [...experiments.values()]
    .filter(({ ownText }) => ownText)
    .map(({ id }) => id)
    .join(', ')

const printProblem = ({ field, message }: Problem): string =>
  field === undefined ? message : `${excerpt(field)}: ${message}`

export function oneOf<const T extends string>(
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
  target: string,
  presetId: string | undefined,
): StartingPoint | { readonly problems: readonly string[] } {
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
