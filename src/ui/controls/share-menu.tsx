/** The header's Share. What is in it is loaded when it is first opened, and stays: what it has said last can be read again. */
import { lazy, Suspense } from 'react'
import { ErrorBoundary } from '../shell/error-boundary'
import { HeaderPanel } from '../shell/header-panel'

const ShareActions = lazy(() =>
  import('./share-actions').then(({ ShareActions: actions }) => ({ default: actions })),
)

export function ShareMenu() {
  return (
    <HeaderPanel id="share" name="Share and keep" button="Share" kept>
      {() => (
        <ErrorBoundary>
          <Suspense fallback={<p>Loading…</p>}>
            <ShareActions />
          </Suspense>
        </ErrorBoundary>
      )}
    </HeaderPanel>
  )
}
