/** What the command line prints of a text: what it became, and at the end which of its strings come back. */
import type { OwnText } from '@/core/data/read-text'
import { byFate, fateOf, type LineResult, lineResults } from '@/core/results/line-results'
import type { TrialRecord } from '@/core/results/result'
import { withText } from '@/core/sweep/own-text'
import type { Trial } from '@/core/sweep/trial'
import { countText, plural } from '@/core/text/number'
import { alphabetSentence, caveat, cutSentences } from '@/core/text/own-text'
import { printable } from '../cli-error'

/** First symbols that a string is asked for by. */
const GIVEN = 3
/** Strings of each list. */
const LISTED = 10

interface TextReport {
  /** What the text became. */
  readonly before: readonly string[]
  /** Which strings came back: of the run with the most strings, the last of its models and the first of its seeds; none before one has finished. */
  after(trials: readonly Trial[], records: ReadonlyMap<string, TrialRecord>): string[]
}

export const createTextReport = (own: OwnText): TextReport => ({
  before: [printable(`${cutSentences(own).join(' ')} ${alphabetSentence(own)}`), caveat(own)],
  after: (trials, records) => lineReport(trials, records, own.source.text),
})

function lineReport(
  trials: readonly Trial[],
  records: ReadonlyMap<string, TrialRecord>,
  text: string,
): string[] {
  const finished = trials.filter(({ key }) => records.has(key))
  const most = Math.max(...finished.map(({ datasetSize }) => datasetSize))
  const shown = finished.findLast(
    ({ datasetSize, seed }) => datasetSize === most && seed === finished[0]!.seed,
  )
  if (!shown) return []
  const [trial] = withText([shown], text)
  const lines = lineResults(records.get(shown.key)!, trial!)
  const fates = byFate(lines, GIVEN)
  const learned = lines.filter(({ isHeldBack }) => !isHeldBack)
  const heldBack = lines.filter(({ isHeldBack }) => isHeldBack)
  const guessed = heldBack.filter((line) => fateOf(line, GIVEN) === 'back')
  const alike = fates.alike.length
  return [
    `From their first ${GIVEN} symbols, ${fates.back.length} of ${plural(learned.length, 'string')} come back word for word (${plural(shown.params, 'parameter')}, seed ${shown.seed}).`,
    ...(alike > 0
      ? [
          `${countText(alike)} more begin like another string: their first ${GIVEN} do not say which is meant.`,
        ]
      : []),
    `Of ${plural(heldBack.length, 'string')} that it never saw, ${guessed.length} come back.`,
    ...list('Best kept:', fates.back),
    ...list('Begin like another:', fates.alike),
    ...list('Lost:', fates.lost),
    '',
  ]
}

const list = (title: string, lines: readonly LineResult[]): string[] =>
  lines.length === 0 ? [] : [title, ...lines.slice(0, LISTED).map(lineText)]

const lineText = ({ text, prefix, bits }: LineResult): string =>
  `  ${countText(bits).padStart(6)} bits, from its first ${countText(prefix)}  ${printable(text)}`
