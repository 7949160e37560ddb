/** What is printed when a sweep ends: memorised bits by model and dataset size, and what the experiment finds in them. */
import { toldFindings } from '@/core/figures/exhibits'
import { groupBy } from '@/core/group'
import { type Spread, spread } from '@/core/metrics/stats'
import type { TrialRecord } from '@/core/results/result'
import { runsOfRecords } from '@/core/runs/run'
import { countText, decimalText } from '@/core/text/number'

export function report(records: readonly TrialRecord[]): string {
  if (records.length === 0) return 'No trial has finished.\n'
  const models = groupBy(
    records.toSorted((a, b) => a.params - b.params || a.datasetSize - b.datasetSize || a.seed - b.seed),
    modelName,
  )
  const sections = [...models].map(([name, group]) => `${name}\n${table(HEADER, sizeRows(group))}`)
  return `${[...sections, findingsText(records)].filter((section) => section !== '').join('\n\n')}\n`
}

function findingsText(records: readonly TrialRecord[]): string {
  return toldFindings(records[0]!.experiment, runsOfRecords(records))
    .map(
      ({ verdict, headline, text, paper, settledBy }) =>
        `${verdict}: ${headline}\n  ${text}${paper === undefined ? '' : ` (${paper})`}${settledBy === undefined ? '' : ` --preset ${settledBy} would tell.`}`,
    )
    .join('\n')
}

/** Heading of a table: all in which runs of one dataset size can differ, except for the seed. */
function modelName(record: TrialRecord): string {
  const { family, tied, layers, width, heads, vocab, seqLen, params, steps, source } = record
  const model = `${family}${tied ? ' tied' : ''}, L ${layers}, d ${width}, H ${heads}, V ${vocab}, S ${seqLen}`
  const unlike = Object.entries(record.settings).map(([name, value]) => `, ${name} ${value}`)
  const strings = source === 'uniform' ? '' : `, ${source}`
  return `${model}: ${countText(params)} parameters, ${countText(steps)} steps${strings}${unlike.join('')}`
}

const HEADER = [
  'N',
  'data bits',
  'ceiling',
  'memorised',
  '[min..max]',
  'of ceiling',
  'per param',
  'held-out',
  'seeds',
]

/** One row a dataset size: bits, as means over seeds. A positive number in the held-out column would be an error of measurement. */
function sizeRows(records: readonly TrialRecord[]): string[][] {
  return [...groupBy(records, (record) => record.datasetSize)].map(([size, group]) => {
    const memorized = spreadOf(group, (record) => record.memorizedBits)
    const ceiling = spreadOf(group, (record) => record.ceilingBits).mean
    return [
      countText(size),
      countText(spreadOf(group, (record) => record.datasetBits).mean),
      countText(ceiling),
      countText(memorized.mean),
      `[${countText(memorized.min)}..${countText(memorized.max)}]`,
      `${decimalText((100 * memorized.mean) / ceiling, 1)} %`,
      decimalText(spreadOf(group, (record) => record.bitsPerParam).mean, 3),
      countText(spreadOf(group, (record) => record.heldoutMemorizedBits).mean),
      String(group.length),
    ]
  })
}

const spreadOf = (records: readonly TrialRecord[], value: (record: TrialRecord) => number): Spread =>
  spread(records.map(value))

/** Columns aligned to the right, two spaces apart. */
function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const widths = header.map((title, i) => Math.max(title.length, ...rows.map((row) => row[i]!.length)))
  return [header, ...rows]
    .map((row) =>
      row
        .map((cell, i) => cell.padStart(widths[i]!))
        .join('  ')
        .trimEnd(),
    )
    .join('\n')
}
