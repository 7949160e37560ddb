/** A visitor's own text as the source of a config: what it decides, what it leaves to the visitor, and how the text gets to the trials. */
import { trainableCount } from '../data/own-strings'
import type { OwnText } from '../data/read-text'
import { parseSource, printSource } from '../data/sources'
import type { Experiment } from './experiment'
import type { ConfigValues } from './fields'
import type { Trial } from './trial'

/** What a visitor reads where a text has to be trained on that is not here. */
export const MISSING_TEXT =
  'The text of this run is not here: paste it again under “Your own text”. Links and records hold its name only.'

/** A text in a config: everything but the text itself. */
export interface OwnTextName {
  /** As keys and records have it: `own-lines-20-` and a hash. */
  readonly source: string
  readonly vocab: number
  readonly seqLen: number
}

export const nameOf = ({ source, strings }: OwnText): OwnTextName => ({
  source: printSource(source),
  vocab: strings.symbols.length,
  seqLen: strings.seqLen,
})

/** The source of a config that is about a text; undefined for any other. */
export function ownSourceOf({ source }: ConfigValues) {
  const spec = typeof source === 'string' ? parseSource(source) : undefined
  return spec?.id === 'own' ? spec : undefined
}

/** The name of a config's text; undefined where it is not about one. */
export function ownTextOf(values: ConfigValues): OwnTextName | undefined {
  const { source, vocab, seqLen } = values
  return ownSourceOf(values) &&
    typeof source === 'string' &&
    typeof vocab === 'number' &&
    typeof seqLen === 'number'
    ? { source, vocab, seqLen }
    : undefined
}

/** Whether a config is about this text, cut as it is. */
export const isNamed = (own: OwnText, values: ConfigValues): boolean => {
  const { source, seqLen } = nameOf(own)
  return values.source === source && values.seqLen === seqLen
}

/** What a config asks: an experiment's question may be another one about a text. */
export const questionOf = ({ question, ownText }: Experiment, values: ConfigValues): string =>
  (ownSourceOf(values) && ownText?.question) || question

/** Datasets of a text where several are asked for. */
const GROWING_SIZES = 5

/** N, each half of the next: the largest is all that a text gives. */
function growingSizes(count: number): number[] {
  const sizes = Array.from({ length: GROWING_SIZES }, (_, i) => Math.round(count / 2 ** i))
  return [...new Set(sizes.filter((size) => size >= Math.min(2, count)))].toReversed()
}

/** A config with a text as its source. @throws RangeError for an experiment that takes none. */
export function withOwnText(
  { id, ownText }: Experiment,
  values: ConfigValues,
  name: OwnTextName,
): ConfigValues {
  const source = ownSourceOf({ source: name.source })
  if (!ownText || !source) throw new RangeError(`${id} takes no text of one's own`)
  const count = trainableCount(source.count)
  return {
    ...values,
    ...ownText.values,
    ...name,
    datasetSizes: ownText.sizes === 'all' ? [count] : growingSizes(count),
    dataRatios: [],
  }
}

/** Fields that a text decides, each with the reason why a visitor cannot. Empty where the config is about no text. */
export function fieldsOfText({ ownText }: Experiment, values: ConfigValues): ReadonlyMap<string, string> {
  if (!ownText || !ownSourceOf(values)) return new Map()
  const decided = ['source', 'vocab', 'seqLen', ...Object.keys(ownText.values)]
  return new Map([
    ...decided.map((field) => [field, 'Your text decides this.'] as const),
    ['dataRatios', 'A text has a number of strings: set dataset sizes.'],
  ])
}

/** The same trials with their text at hand, so that they can be trained. Nothing of it is in their keys or records. */
export const withText = (trials: readonly Trial[], text: string | undefined): readonly Trial[] => {
  if (text === undefined) return trials
  // One object for all, so that a message to another thread holds the text once.
  const sources = new Map<string, Trial['source']>()
  return trials.map((trial) => {
    if (trial.source.id !== 'own') return trial
    const word = printSource(trial.source)
    const source = sources.get(word) ?? { ...trial.source, text }
    sources.set(word, source)
    return { ...trial, source }
  })
}
