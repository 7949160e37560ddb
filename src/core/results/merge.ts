/** Records of one sweep from several files, machines or tabs, joined by their keys. */
import { groupBy } from '../group'
import type { TrialRecord } from './result'

/** A record and where it is from, in words. */
export interface SourcedRecord {
  readonly record: TrialRecord
  readonly from: string
}

/** Two records of one trial that cannot both be true. */
export interface Conflict {
  readonly trialKey: string
  /** Measured fields in which they differ. */
  readonly fields: readonly string[]
  readonly kept: SourcedRecord
  readonly other: SourcedRecord
}

export interface MergedRecords {
  /** Of each trial the one that was finished first. */
  readonly records: readonly TrialRecord[]
  /** Records beyond the first of their trial. */
  readonly repeats: number
  readonly conflicts: readonly Conflict[]
  /** By how much memorised bits of one trial differ between devices that round otherwise, as a share; 0 where none was trained on several. */
  readonly largestSpread: number
}

/** Two engines' logarithms may differ in the last digit, and nothing else of a trial on the processor. */
const ROUNDING = 1e-9

const MEASURED = [
  'datasetBits',
  'memorizedBits',
  'memorizedBitsClipped',
  'ceilingBits',
  'bitsPerParam',
  'trainBitsPerToken',
  'heldoutBitsPerToken',
  'heldoutMemorizedBits',
  'heldoutStrings',
] as const satisfies readonly (keyof TrialRecord)[]

/** The measured fields in which two records of one trial differ, as `memorizedBits`, `measures.auc`, `traces.loss.step`. */
export function measuredDifferences(a: TrialRecord, b: TrialRecord): string[] {
  const columns = MEASURED.filter((name) => !areEqual([a[name]], [b[name]]))
  const measures = namesOf(a.measures, b.measures).filter(
    (name) => !areEqual([a.measures[name]], [b.measures[name]]),
  )
  const traces = namesOf(a.traces, b.traces).filter((name) => !areEqual(a.traces[name], b.traces[name]))
  return [
    ...columns,
    ...measures.map((name) => `measures.${name}`),
    ...traces.map((name) => `traces.${name}`),
  ]
}

const namesOf = (a: object, b: object): string[] => [...new Set([...Object.keys(a), ...Object.keys(b)])]

function areEqual(
  a: readonly (number | undefined)[] | undefined,
  b: readonly (number | undefined)[] | undefined,
): boolean {
  if (!a || !b || a.length !== b.length) return a === b
  return a.every((value, i) => {
    const other = b[i]
    if (value === undefined || other === undefined) return value === other
    return Math.abs(value - other) <= ROUNDING * Math.max(1, Math.abs(value), Math.abs(other))
  })
}

/**
 * Of each trial the record that was finished first. Trials of one arithmetic on the processor have the same bits everywhere, so that two which
 * differ are a conflict; elsewhere they differ as two seeds would.
 * @param sourced each valid (`createBoundsCheck`), and of one sweep.
 */
export function mergeRecords(sourced: readonly SourcedRecord[]): MergedRecords {
  const conflicts: Conflict[] = []
  let largestSpread = 0
  const records = [...groupBy(sourced, ({ record }) => record.trialKey)].map(([trialKey, group]) => {
    const inOrder = group.toSorted((a, b) => finished(a) - finished(b))
    const first = inOrder[0]!
    for (const other of inOrder.slice(1)) {
      const kept = inOrder.find(({ record }) => arithmeticOf(record) === arithmeticOf(other.record))!
      if (kept !== other && other.record.backend === 'wasm') {
        const fields = measuredDifferences(kept.record, other.record)
        if (fields.length > 0) conflicts.push({ trialKey, fields, kept, other })
      } else {
        const bits = first.record.memorizedBits
        const spread = Math.abs(other.record.memorizedBits - bits) / Math.max(1, Math.abs(bits))
        largestSpread = Math.max(largestSpread, spread)
      }
    }
    return first.record
  })
  return { records, repeats: sourced.length - records.length, conflicts, largestSpread }
}

const arithmeticOf = ({ backend, numerics }: TrialRecord): string => `${backend} ${numerics}`

const finished = ({ record }: SourcedRecord): number => Date.parse(record.finishedAt)
