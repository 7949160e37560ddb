/** The truth of a class: its results file, from which it goes on after any crash. What turns out to be false leaves it. */

import { openResultsFile } from '@/cli/files/results-file'
import type { Note } from '@/cli/hosts/host'
import type { TrialRecord } from '@/core/results/result'

export interface ClassFile {
  /** What it held when it was opened, perhaps of other sweeps too. */
  readonly records: readonly TrialRecord[]
  append(record: TrialRecord): void
  withdraw(trialKeys: readonly string[]): void
  close(): void
}

/** @throws CliError for a file that is no results file, that another process writes, or that cannot be written. */
export function openClassFile(path: string, note: Note): ClassFile {
  const file = openResultsFile(path, { resume: true, note })
  let lines = file.records
  return {
    records: lines,
    append(record) {
      file.append(record)
      lines = [...lines, record]
    },
    withdraw(trialKeys) {
      const gone = new Set(trialKeys)
      lines = lines.filter(({ trialKey }) => !gone.has(trialKey))
      file.replace(lines)
    },
    close: file.close,
  }
}
