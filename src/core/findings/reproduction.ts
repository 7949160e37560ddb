/** Expected against measured: an experiment's checks and findings held against its recorded results, as Markdown. */
import { effectOf } from '../metrics/effect'
import type { RecordedResults } from '../results/recorded'
import type { Experiment } from '../sweep/experiment'
import { deviceText } from '../text/device-text'
import { decimalText, plural } from '../text/number'
import { checksOf } from './checks'
import type { Check, Sentence, Verdict } from './finding'
import { type MeanComparison, meanAgainstMean, Z_LIMIT } from './mean-against-mean'
import { type Decision, decideEqual } from './verdict'

/** A difference within this share of the expected figure is none that matters. */
const MARGIN = 0.05

export interface CheckResult {
  readonly check: Check
  /** One for each seed. */
  readonly values: readonly number[]
  readonly comparison: MeanComparison
  readonly verdict: Decision['verdict']
}

/** Checks that the records hold values for. */
export function checkResults(checks: readonly Check[], recorded: RecordedResults): CheckResult[] {
  return checks.flatMap((check) => {
    const values = check.measure(recorded.records)
    if (values.length === 0) return []
    const comparison = meanAgainstMean(values, check.expected)
    return [{ check, values, comparison, verdict: verdictOf(comparison, scaleOf(check)) }]
  })
}

const scaleOf = ({ scale, expected }: Check): number => scale ?? Math.abs(expected.mean)

/** A small difference that cannot be chance is one too. */
const verdictOf = ({ difference, z = 0 }: MeanComparison, scale: number): Decision['verdict'] =>
  Math.abs(z) > Z_LIMIT ? 'differs' : decideEqual(difference, MARGIN * scale).verdict

/** A section of docs/reproduction.md. @param findings of the recorded runs, in words. */
export function reproductionSection(
  experiment: Experiment,
  recorded: RecordedResults,
  findings: readonly (Sentence & { readonly verdict: Verdict })[],
  checks: readonly Check[] = checksOf(experiment.id),
): string {
  const { provenance, title, records } = recorded
  const { seeds, seconds, date, command } = provenance
  const results = checkResults(checks, recorded)
  const lines = [
    `## ${experiment.title}: ${title}`,
    '',
    `${experiment.question} ${plural(records.length, 'run')}, ${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.toSorted((a, b) => a - b).join(', ')}, on ${deviceText(provenance)}, ${seconds} s of training, ${date}:`,
    '',
    '```',
    command,
    '```',
    '',
    ...(results.length === 0
      ? ['No figure of a paper or of the oracle has this configuration.']
      : [
          '| what | expected | measured | difference | t (df) | | source |',
          '|---|---|---|---|---|---|---|',
          ...results.map(checkRow),
        ]),
    '',
    ...findings.map(
      ({ verdict, headline, text, paper }) =>
        `- *${verdict}*: **${headline}** ${text}${paper === undefined ? '' : ` (${paper})`}`,
    ),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

function checkRow({ check, values, comparison, verdict }: CheckResult): string {
  const { what, source, expected } = check
  const { difference, t } = comparison
  const { standardError, df } = difference
  const percent = (share: number) => decimalText(100 * share, 1)
  const scale = scaleOf(check)
  const own = effectOf(values)
  const cells = [
    what,
    meanText(expected.mean, expected.sd && expected.sd / Math.sqrt(expected.n), Math.floor(expected.n)),
    meanText(own.mean, own.standardError, own.seeds),
    `${difference.mean < 0 ? '' : '+'}${percent(difference.mean / scale)} %${standardError === undefined ? '' : ` ± ${percent(standardError / scale)}`}`,
    t === undefined ? '' : `${decimalText(t, 1)} (${decimalText(df, Number.isInteger(df) ? 0 : 1)})`,
    verdict === 'differs' ? `**${verdict}**` : verdict,
    source,
  ]
  return `| ${cells.join(' | ')} |`
}

const meanText = (value: number, standardError: number | undefined, seeds: number): string =>
  `${number(value)}${standardError === undefined ? '' : ` ± ${Number(standardError.toPrecision(2))}`} (${seeds})`

/** Four digits, or whole numbers in full. */
function number(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return String(Math.round(value))
  return String(Number(value.toPrecision(4)))
}
