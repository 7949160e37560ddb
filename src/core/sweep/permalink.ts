/**
 * Permalinks: the whole experiment in the URL's hash, readable and versioned, e.g.
 * `#capacity?v=1&preset=quick&width=16&heads=8`. Only what differs from the preset is written. A preset that has changed has a name for each
 * of its times: `tiny` is what it was at first, `tiny.2` what it became then. So a link means for good what it meant when it was written. A link
 * may come from anyone: every part is checked, and what is wrong comes back by the field's name.
 */
import { excerpt } from '../excerpt'
import { type Experiment, type Preset, presetById, withTexts } from './experiment'
import { experiments } from './experiments'
import { type ConfigValues, type Problem, printFieldValue } from './fields'
import { ownSourceOf } from './own-text'

export interface LinkedConfig {
  readonly experiment: string
  readonly preset: string
  readonly values: ConfigValues
  /** The packed text of a config that is about a visitor's own, where the link brings it (runtime/storage/packed-text.ts). */
  readonly packedText?: string
}

export type ParsedPermalink =
  | { readonly status: 'empty' }
  | { readonly status: 'valid'; readonly linked: LinkedConfig }
  | {
      readonly status: 'invalid'
      readonly problems: readonly Problem[]
      /** The experiment and preset, where they could be read: a lab may open them in place of the whole. */
      readonly readable: { readonly experiment: string; readonly preset: string } | undefined
    }

const MAX_LENGTH = 4096
/** Characters of a link that a packed text may take. */
export const MAX_PACKED_TEXT = 2048
const PACKED_TEXT = new RegExp(`^[A-Za-z0-9_-]{1,${MAX_PACKED_TEXT}}$`)

/** A link that brings the text too. @param hash of a config that is about it. */
export const withPackedText = (hash: string, packed: string): string => `${hash}&text=${packed}`

/** At most this many problems are listed for one link. */
const MAX_PROBLEMS = 10

interface NamedConfig {
  readonly name: string
  readonly config: ConfigValues
}

/** The configs that a preset has had, oldest first, by their names in links. */
const namedConfigs = ({ id, config, before = [] }: Preset): NamedConfig[] =>
  [...before.map((values) => ({ ...config, ...values }) as ConfigValues), config].map((own, i) => ({
    name: i === 0 ? id : `${id}.${i + 1}`,
    config: own,
  }))

/** @returns the hash with its `#`. The shortest one; of equally short ones, that of the preset's earliest time. */
export function printPermalink(experiment: Experiment, presetId: string, values: ConfigValues): string {
  const [{ name, parts }] = namedConfigs(presetById(experiment, presetId))
    .map((named) => ({ name: named.name, parts: differences(experiment, named.config, values) }))
    .toSorted((a, b) => a.parts.length - b.parts.length) as [{ name: string; parts: string[] }]
  return `#${experiment.id}?${[`v=${experiment.version}`, `preset=${name}`, ...parts].join('&')}`
}

/** `field=value` for each field in which values differ from the base. */
function differences(experiment: Experiment, base: ConfigValues, values: ConfigValues): string[] {
  const parts: string[] = []
  for (const [name, field] of Object.entries(experiment.fields)) {
    const text = printFieldValue(field, values[name]!)
    if (text === printFieldValue(field, base[name]!)) continue
    // An emptied list is implied by the list that replaced it.
    if (
      text === '' &&
      field.replaces !== undefined &&
      printFieldValue(field, values[field.replaces] ?? '') !== ''
    )
      continue
    parts.push(`${name}=${encodeURIComponent(text).replaceAll('%2C', ',')}`)
  }
  return parts
}

/** @param known experiments that a link may name, by id. */
export function parsePermalink(
  hash: string,
  known: ReadonlyMap<string, Experiment> = experiments,
): ParsedPermalink {
  const text = hash.replace(/^#\/?/, '')
  if (text === '') return { status: 'empty' }
  let readable: { experiment: string; preset: string } | undefined
  const invalid = (field: string | undefined, message: string): ParsedPermalink => ({
    status: 'invalid',
    problems: [{ field, message }],
    readable,
  })
  if (text.length > MAX_LENGTH)
    return invalid(undefined, `the link is ${text.length} characters long; at most ${MAX_LENGTH} are read`)
  const [id = '', query = ''] = splitOnce(text, '?')
  const experiment = known.get(id)
  if (!experiment) {
    return invalid('experiment', `"${excerpt(id)}" is unknown (known: ${[...known.keys()].join(', ')})`)
  }
  readable = { experiment: id, preset: experiment.presets[0].id }
  const params = decodeQuery(query)
  if (!params) return invalid(undefined, 'the link holds a broken % escape: copy it again')
  const names = params.map(([name]) => name)
  const repeated = names.find((name, i) => names.indexOf(name) !== i)
  if (repeated !== undefined) return invalid(excerpt(repeated), 'is given twice')
  const value = (name: string) => params.find(([n]) => n === name)?.[1]
  const version = value('v') ?? String(experiment.version)
  if (version !== String(experiment.version)) {
    return invalid(
      'v',
      `"${excerpt(version)}" is a version that this lab does not know (it reads ${experiment.version})`,
    )
  }
  const presetName = value('preset') ?? experiment.presets[0].id
  // What does not say both was typed by hand, and means the presets of today.
  const isWritten = names.includes('v') && names.includes('preset')
  const preset =
    (isWritten ? undefined : presetOfToday(experiment, presetName)) ?? presetNamed(experiment, presetName)
  if (!preset)
    return invalid(
      'preset',
      `"${excerpt(presetName)}" is unknown (known: ${experiment.presets.map((p) => p.id).join(', ')})`,
    )
  readable = { experiment: id, preset: preset.id }
  const packedText = value('text')
  if (packedText !== undefined && !PACKED_TEXT.test(packedText))
    return invalid('text', `is no packed text of at most ${MAX_PACKED_TEXT} characters: copy the link again`)
  const rest = params.filter(([name]) => !['v', 'preset', 'text'].includes(name))
  const { values, problems } = withTexts(experiment, preset.config, rest)
  if (problems.length > 0) {
    return {
      status: 'invalid',
      problems: problems.slice(0, MAX_PROBLEMS).map((p) => ({ ...p, field: p.field && excerpt(p.field) })),
      readable,
    }
  }
  if (packedText !== undefined && !ownSourceOf(values))
    return invalid('text', 'is in a link whose source is not a text')
  const linked = { experiment: id, preset: preset.id, values }
  return { status: 'valid', linked: packedText === undefined ? linked : { ...linked, packedText } }
}

type LinkedPreset = Pick<Preset, 'id' | 'config'>

function presetNamed({ presets }: Experiment, name: string): LinkedPreset | undefined {
  for (const preset of presets) {
    const named = namedConfigs(preset).find((own) => own.name === name)
    if (named) return { id: preset.id, config: named.config }
  }
  return undefined
}

const presetOfToday = ({ presets }: Experiment, name: string): LinkedPreset | undefined =>
  presets.find(({ id }) => id === name)

function splitOnce(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator)
  return at < 0 ? [text, ''] : [text.slice(0, at), text.slice(at + 1)]
}

/** `name=value&…` in order, percent-escapes decoded; undefined where one is malformed. */
export function decodeQuery(query: string): [name: string, value: string][] | undefined {
  try {
    return query
      .split('&')
      .filter((part) => part !== '')
      .map((part) => {
        const [name, value] = splitOnce(part, '=')
        return [decodeURIComponent(name), decodeURIComponent(value)]
      })
  } catch {
    return undefined
  }
}
