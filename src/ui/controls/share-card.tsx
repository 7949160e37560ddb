/** Take the config or the results along, bring results in, or forget them. */
import { Button, FileButton } from '@mantine/core'
import { useState } from 'react'
import { useStore } from 'zustand'
import { experiments } from '@/core/sweep/experiments'
import { isActive } from '@/state/run-status'
import { chooseExperiment, configStore, resultsStore, runStore } from '@/state/services'
import { formatCount, plural } from '../format'
import { saveRunsAsCsv, saveRunsAsJson } from '../save-runs'
import { ClearRuns } from './clear-runs'

export function ShareCard() {
  const shown = useStore(resultsStore, (s) => s.shown)
  const problems = useStore(configStore, (s) => s.problems.length)
  const busy = useStore(runStore, (s) => isActive(s.status))
  const [message, setMessage] = useState('')
  const none = shown.records.length === 0
  const fileName = `plateau-${shown.kind === 'recorded' ? 'recorded' : 'results'}`
  return (
    <section className="panel share" aria-labelledby="share-title">
      <h2 id="share-title">Share and keep</h2>
      <div className="button-row">
        <Button variant="default" disabled={problems > 0} onClick={() => copyLink().then(setMessage)}>
          Copy permalink
        </Button>
        <Button variant="default" disabled={none} onClick={() => saveRunsAsCsv(shown.records, fileName)}>
          Download CSV
        </Button>
        <Button variant="default" disabled={none} onClick={() => saveRunsAsJson(shown.records, fileName)}>
          Download JSON
        </Button>
        <FileButton
          accept=".json,application/json"
          onChange={(file) => file && importFile(file).then(setMessage)}
          inputProps={{ 'aria-label': 'JSON file to import' }}
        >
          {(props) => (
            <Button variant="default" disabled={busy} {...props}>
              Import JSON
            </Button>
          )}
        </FileButton>
        <ClearRuns disabled={busy} onDone={setMessage} />
      </div>
      <p role="status" className="fine-print">
        {message ||
          `Files hold the ${plural(shown.records.length, 'run')} on show. Everything stays in this browser until you share it.`}
      </p>
    </section>
  )
}

async function copyLink(): Promise<string> {
  const link = new URL(configStore.getState().hash, window.location.href).href
  try {
    await navigator.clipboard.writeText(link)
    return 'Permalink copied.'
  } catch {
    return `This browser did not allow copying. The link: ${link}`
  }
}

/** More than this is no file of ours: about a hundred thousand runs. */
const MAX_IMPORT_BYTES = 64 * 1024 * 1024

async function importFile(file: File): Promise<string> {
  if (file.size > MAX_IMPORT_BYTES) {
    return `This file has ${formatCount(file.size / 2 ** 20)} MiB; at most ${MAX_IMPORT_BYTES / 2 ** 20} are read.`
  }
  try {
    const { added, shown, refused, firstProblem } = await resultsStore
      .getState()
      .importJson(await file.text())
    if (
      shown &&
      shown.experiment !== configStore.getState().experiment.id &&
      experiments.has(shown.experiment)
    ) {
      chooseExperiment(shown.experiment)
      resultsStore.getState().showTrials('Imported', shown.trials)
    }
    const refusal =
      refused > 0 || firstProblem
        ? ` Refused: ${plural(refused, 'entry', 'entries')}${firstProblem ? ` (${firstProblem})` : ''}.`
        : ''
    return `Imported ${plural(added, 'new run')}.${refusal}`
  } catch (error) {
    return `This file could not be read: ${error instanceof Error ? error.message : String(error)}`
  }
}
