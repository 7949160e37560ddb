/** What stands in place of the page, or of a part of it, that could not be drawn. Plain elements only: the library may be what failed. */
import { useStore } from 'zustand'
import { plural } from '@/core/text/number'
import { knownRecords } from '@/state/results-store'
import { isActive } from '@/state/run-status'
import { useLab } from '../lab-context'
import { saveRunsAsJson } from '../save-runs'

interface PartFailureProps {
  readonly message: string
  readonly drawAgain: () => void
}

export function PartFailure({ message, drawAgain }: PartFailureProps) {
  return (
    <div className="panel" role="alert">
      <p>
        <strong>This part of the page could not be drawn.</strong>{' '}
        <span>{`Runs and results are not affected: ${message}`}</span>
      </p>
      <button type="button" className="link-button" onClick={drawAgain}>
        Draw it again
      </button>
    </div>
  )
}

/** In place of a part whose file is neither kept nor to be had: only the page's own files fit together. */
export function NotLoaded() {
  const { run } = useLab()
  const isTraining = useStore(run, ({ status }) => isActive(status))
  return (
    <div className="panel" role="alert">
      <p>
        <strong>
          {navigator.onLine
            ? 'This part of the page could not be loaded: the page has been updated, or the network failed.'
            : 'This part of the page could not be loaded: there is no network.'}
        </strong>{' '}
        {isTraining
          ? 'The sweep goes on training. Reloading interrupts it; it can be continued afterwards.'
          : 'Results are stored, and a sweep that was interrupted can be continued.'}
      </p>
      <ReloadPage />
    </div>
  )
}

function ReloadPage() {
  return (
    <button type="button" onClick={() => window.location.reload()}>
      Reload the page
    </button>
  )
}

export function PageFailure({ message }: { readonly message: string }) {
  const { results } = useLab()
  const known = useStore(results)
  const records = [...knownRecords(known).values()]
  return (
    <main className="panel" role="alert">
      <h1>The page could not be drawn</h1>
      <p>Reload it: runs that were stored are still there, and a sweep that was training can be continued.</p>
      <p>
        <ReloadPage />{' '}
        {records.length > 0 && (
          <button type="button" onClick={() => saveRunsAsJson(records)}>
            {`Download ${plural(records.length, 'run')}`}
          </button>
        )}
      </p>
      <p className="fine-print">{message}</p>
    </main>
  )
}
