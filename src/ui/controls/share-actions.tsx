/** Take the config or the results along, bring results in, or forget them. */
import { Button, FileButton } from '@mantine/core'
import { useRef, useState } from 'react'
import { useStore } from 'zustand'
import { experiments } from '@/core/sweep/experiments'
import { withPackedText } from '@/core/sweep/permalink'
import { countText, plural } from '@/core/text/number'
import type { LabStores } from '@/state/lab-stores'
import type { ImportOutcome } from '@/state/results-store'
import { isActive } from '@/state/run-status'
import { openExperiment } from '@/state/show-experiment'
import { useLab } from '../lab-context'
import { WithText } from '../own-strings/with-text'
import { saveRunsAsCsv, saveRunsAsJson } from '../save-runs'
import { ClearRuns } from './clear-runs'

export function ShareActions() {
  const lab = useLab()
  const shown = useStore(lab.results, (s) => s.shown)
  const hash = useStore(lab.config, (s) => s.hash)
  const problems = useStore(lab.config, (s) => s.problems.length)
  const busy = useStore(lab.run, (s) => isActive(s.status))
  const [message, setMessage] = useState('')
  const [packed, setPacked] = useState<string | undefined>(undefined)
  const resetFile = useRef<() => void>(null)
  const none = shown.records.length === 0
  const fileName = `plateau-${shown.kind === 'recorded' ? 'recorded' : 'results'}`
  const onFile = async (file: File | null) => {
    if (!file) return
    // Else the browser would not report the same file chosen twice.
    resetFile.current?.()
    setMessage('Reading the file…')
    setMessage(await importFile(lab, file))
  }
  return (
    <div className="share">
      <Button disabled={problems > 0} onClick={() => copyLink(withTextOf(hash, packed)).then(setMessage)}>
        Copy permalink
      </Button>
      <WithText onPacked={setPacked} />
      <Button variant="default" disabled={none} onClick={() => saveRunsAsCsv(shown.records, fileName)}>
        Download CSV
      </Button>
      <Button variant="default" disabled={none} onClick={() => saveRunsAsJson(shown.records, fileName)}>
        Download JSON
      </Button>
      <FileButton
        accept=".json,.jsonl,application/json"
        onChange={(file) => void onFile(file)}
        resetRef={resetFile}
        inputProps={{ 'aria-label': 'JSON file to import', disabled: busy }}
      >
        {(props) => (
          <Button variant="default" disabled={busy} {...props}>
            Import JSON
          </Button>
        )}
      </FileButton>
      <ClearRuns disabled={busy} onDone={setMessage} />
      <p role="status" className="share-message">
        {message}
      </p>
      <p className="fine-print">
        {`Files hold the ${plural(shown.records.length, 'run')} on show. Everything stays in this browser until you share it.`}
      </p>
    </div>
  )
}

const withTextOf = (hash: string, packed: string | undefined): string =>
  packed === undefined ? hash : withPackedText(hash, packed)

async function copyLink(hash: string): Promise<string> {
  const link = new URL(hash, window.location.href).href
  try {
    await navigator.clipboard.writeText(link)
    return 'Permalink copied.'
  } catch {
    return `This browser did not allow copying. The link: ${link}`
  }
}

/** More than this is no file of ours: about a hundred thousand runs. */
const MAX_IMPORT_BYTES = 64 * 1024 * 1024

async function importFile(lab: LabStores, file: File): Promise<string> {
  if (file.size > MAX_IMPORT_BYTES) {
    return `This file has ${countText(file.size / 2 ** 20)} MiB; at most ${MAX_IMPORT_BYTES / 2 ** 20} are read.`
  }
  try {
    const outcome = await lab.results.getState().importFile(file)
    const { shown } = outcome
    if (
      shown &&
      shown.experiment !== lab.config.getState().experiment.id &&
      experiments.has(shown.experiment)
    ) {
      openExperiment(lab, shown.experiment)
      lab.results.getState().showTrials('Imported', shown.trials)
    }
    return outcomeText(outcome)
  } catch (error) {
    return `This file could not be read: ${error instanceof Error ? error.message : String(error)}`
  }
}

/** `firstProblem` without a refused entry is one of the whole file. */
function outcomeText({ added, known, refused, firstProblem = '', unread }: ImportOutcome): string {
  if (refused === 0 && firstProblem !== '') return `Nothing was imported: ${firstProblem}.`
  const rest = unread > 0 ? `; the ${plural(unread, 'entry', 'entries')} after them were not read` : ''
  return [
    added > 0 && `Imported ${plural(added, 'new run')}.`,
    known > 0 && `${plural(known, 'run')} ${known === 1 ? 'was' : 'were'} here already.`,
    refused > 0 && `Refused: ${plural(refused, 'entry', 'entries')} (${firstProblem})${rest}.`,
  ]
    .filter(Boolean)
    .join(' ')
}
