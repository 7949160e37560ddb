/** Expected against measured: an experiment's checks and findings held against its recorded results, as Markdown. */

import { toldFindings } from '../figures/exhibits'
import { type Spread, spread } from '../metrics/stats'
import type { RecordedResults } from '../results/recorded'
import { runsOfRecords } from '../runs/run'
import type { Experiment } from '../sweep/experiment'
import { deviceText } from '../text/device-text'
import { checksOf } from './checks'
import type { Check } from './finding'

/** Beyond the spread of its seeds, a reproduction may lie this far off (science.md §5). */
const TOLERANCE = 0.02

export interface CheckResult {
  readonly check: Check
  readonly measured: Spread
  /** The seeds' range and the expected one, widened by the tolerance, overlap. */
  readonly agrees: boolean
}

/** Checks that the records hold values for. */
export function checkResults(checks: readonly Check[], recorded: RecordedResults): CheckResult[] {
  return checks.flatMap((check) => {
    const values = check.measure(recorded.records)
    if (values.length === 0) return []
    const measured = spread(values)
    const { tolerance = TOLERANCE, expected } = check
    const margin = (value: number) => tolerance * Math.abs(value)
    const agrees =
      measured.max >= expected[0] - margin(expected[0]) && measured.min <= expected[1] + margin(expected[1])
    return [{ check, measured, agrees }]
  })
}

/** A section of docs/reproduction.md. */
export function reproductionSection(
  experiment: Experiment,
  recorded: RecordedResults,
  checks: readonly Check[] = checksOf(experiment.id),
): string {
  const { provenance, title, records } = recorded
  const { seeds, seconds, date, command } = provenance
  const results = checkResults(checks, recorded)
  const lines = [
    `## ${experiment.title}: ${title}`,
    '',
    `${experiment.question} ${counted(records.length, 'run')}, ${seeds.length === 1 ? 'seed' : 'seeds'} ${seeds.toSorted((a, b) => a - b).join(', ')}, on ${deviceText(provenance)}, ${seconds} s of training, ${date}:`,
    '',
    '```',
    command,
    '```',
    '',
    ...(results.length === 0
      ? ['No figure of a paper or of the oracle has this configuration.']
      : [
          '| what | expected | source | measured, mean [min..max] | seeds | |',
          '|---|---|---|---|---|---|',
          ...results.map(checkRow),
        ]),
    '',
    ...toldFindings(experiment.id, runsOfRecords(records)).map(
      ({ verdict, text, paper }) => `- *${verdict}*: ${text}${paper === undefined ? '' : ` (${paper})`}`,
    ),
  ]
  return `${lines.join('\n').trimEnd()}\n`
}

const counted = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`

function checkRow({ check, measured, agrees }: CheckResult): string {
  const { what, expected, source } = check
  const [low, high] = expected.map(number)
  const { mean, min, max, count } = measured
  const range = count === 1 ? number(mean) : `${number(mean)} [${number(min)}..${number(max)}]`
  return `| ${what} | ${low === high ? low : `${low}..${high}`} | ${source} | ${range} | ${count} | ${agrees ? 'agrees' : '**differs**'} |`
}

/** Four digits, or whole numbers in full. */
function number(value: number): string {
  if (Number.isInteger(value) || Math.abs(value) >= 1000) return String(Math.round(value))
  return String(Number(value.toPrecision(4)))
}
