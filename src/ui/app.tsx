/** The page: its header, the view on show, its footer. */
import { MantineProvider } from '@mantine/core'
import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { ShareMenu } from './controls/share-menu'
import { Lab } from './lab'
import { useLab } from './lab-context'
import { LookInside } from './microscope/look-inside'
import { ErrorBoundary } from './shell/error-boundary'
import { Footer } from './shell/footer'
import { Header } from './shell/header'
import { theme } from './theme'

const DeviceView = lazy(() =>
  import('./device/device-view').then(({ DeviceView: view }) => ({ default: view })),
)

export function App() {
  const { benchmark } = useLab()
  const onDevice = useStore(benchmark, (s) => s.hash !== undefined)
  return (
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <a className="skip-link" href="#lab" onClick={focusLab}>
        Skip to the lab
      </a>
      <Header>{!onDevice && <ShareMenu />}</Header>
      <main id="lab" tabIndex={-1}>
        {onDevice ? (
          <ErrorBoundary>
            <Suspense fallback={<p className="panel">Loading…</p>}>
              <DeviceView />
            </Suspense>
          </ErrorBoundary>
        ) : (
          <Lab>
            <LookInside />
          </Lab>
        )}
      </main>
      <Footer />
    </MantineProvider>
  )
}

/** Moves the focus without following the link: the hash holds the permalink, which a jump would overwrite. */
function focusLab(event: { preventDefault(): void }): void {
  event.preventDefault()
  document.getElementById('lab')?.focus()
}
