/** Every run as a row: what varies from run to run stands in columns, what all have in common is said once. Pure. */
import type { TrialRecord } from '@/core/results/result'
import { valueText } from '@/core/text/number'

type Cell = string | number | undefined

interface Column {
  readonly name: string
  readonly of: (record: TrialRecord) => Cell
  /** A result, which has a column even where all runs gave the same. */
  readonly result?: boolean
}

const COLUMNS: readonly Column[] = [
  { name: 'Family', of: (r) => r.family },
  { name: 'Layers', of: (r) => r.layers },
  { name: 'Width', of: (r) => r.width },
  { name: 'Heads', of: (r) => r.heads },
  { name: 'Positions', of: (r) => r.positions },
  { name: 'Tied embeddings', of: (r) => (r.tied ? 'yes' : 'no') },
  { name: 'Parameters', of: (r) => r.params },
  { name: 'Source', of: (r) => r.source },
  { name: 'V', of: (r) => r.vocab },
  { name: 'S', of: (r) => r.seqLen },
  { name: 'N', of: (r) => r.datasetSize },
  { name: 'Steps', of: (r) => r.steps },
  { name: 'Learning rate', of: (r) => r.learningRate },
  { name: 'Batch', of: (r) => r.batch },
]

const RESULTS: readonly Column[] = [
  { name: 'Data, bits', of: (r) => r.datasetBits, result: true },
  { name: 'Memorised, bits', of: (r) => r.memorizedBits, result: true },
  { name: 'Ceiling, bits', of: (r) => r.ceilingBits, result: true },
  { name: 'Bits per parameter', of: (r) => r.bitsPerParam, result: true },
  { name: 'Train loss, bits per token', of: (r) => r.trainBitsPerToken, result: true },
  { name: 'Test loss, bits per token', of: (r) => r.heldoutBitsPerToken, result: true },
  { name: 'Held-out memorised, bits', of: (r) => r.heldoutMemorizedBits, result: true },
]

export interface RunRows {
  readonly columns: readonly string[]
  readonly rows: readonly { readonly key: string; readonly cells: readonly string[] }[]
  /** `Family gpt2, Layers 2`: of every run. */
  readonly shared: string
}

export function runRows(records: readonly TrialRecord[]): RunRows {
  const namesIn = (group: 'settings' | 'measures') =>
    [...new Set(records.flatMap((record) => Object.keys(record[group])))].toSorted()
  const candidates: readonly Column[] = [
    ...COLUMNS,
    ...namesIn('settings').map((name) => ({ name, of: (r: TrialRecord) => r.settings[name] })),
    { name: 'Seed', of: (r) => r.seed },
    ...RESULTS,
    ...namesIn('measures').map((name) => ({ name, of: (r: TrialRecord) => r.measures[name], result: true })),
  ]
  const varies = ({ of }: Column) => new Set(records.map(of)).size > 1
  const columns = candidates.filter((column) => column.result === true || varies(column))
  const common = candidates.filter((column) => !columns.includes(column))
  const [first] = records
  return {
    columns: columns.map(({ name }) => name),
    rows: records.map((record) => ({
      key: record.trialKey,
      cells: columns.map(({ of }) => printed(of(record))),
    })),
    shared: first ? common.map(({ name, of }) => `${name} ${printed(of(first))}`).join(', ') : '',
  }
}

const printed = (cell: Cell): string =>
  cell === undefined ? '' : typeof cell === 'number' ? valueText(cell) : cell
