/** The page: its header, the view on show, its footer. */
import { MantineProvider } from '@mantine/core'
import { lazy, type ReactNode, Suspense, useLayoutEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { ShareMenu } from './controls/share-menu'
import { Lab } from './lab'
import { useLab } from './lab-context'
import { LookInside } from './microscope/look-inside'
import { ErrorBoundary } from './shell/error-boundary'
import { Footer } from './shell/footer'
import { Header } from './shell/header'
import { usePaper } from './shell/use-paper'
import { theme } from './theme'

const DeviceView = lazy(() =>
  import('./device/device-view').then(({ DeviceView: view }) => ({ default: view })),
)

const Landing = lazy(() => import('./landing/landing').then(({ Landing: view }) => ({ default: view })))

const RoomView = lazy(() => import('./room/room-view').then(({ RoomView: view }) => ({ default: view })))

export function App() {
  const { benchmark, landing, room } = useLab()
  const onDevice = useStore(benchmark, (s) => s.hash !== undefined)
  const onLanding = useStore(landing, (s) => s.hash !== undefined)
  const onRoom = useStore(room, (s) => s.hash !== undefined)
  const isPaper = usePaper()
  useBeginAtTop(onLanding)
  return (
    <MantineProvider
      theme={theme}
      defaultColorScheme="auto"
      {...(isPaper ? { forceColorScheme: 'light' } : {})}
    >
      <a className="skip-link" href="#lab" onClick={focusLab}>
        Skip to the content
      </a>
      {onLanding ? (
        <Part waiting={<div className="landing-waiting" />}>
          <Landing />
        </Part>
      ) : onRoom ? (
        <Part waiting={<p className="panel">Loading…</p>}>
          <RoomView />
        </Part>
      ) : (
        <>
          <Header>{!onDevice && <ShareMenu />}</Header>
          <main id="lab" tabIndex={-1}>
            {onDevice ? (
              <Part waiting={<p className="panel">Loading…</p>}>
                <DeviceView />
              </Part>
            ) : (
              <Lab>
                <LookInside />
              </Lab>
            )}
          </main>
        </>
      )}
      {/* It says that nothing is sent anywhere. */}
      {!onRoom && <Footer />}
    </MantineProvider>
  )
}

/** A view that is loaded when it is first shown. */
function Part({ waiting, children }: { waiting: ReactNode; children: ReactNode }) {
  return (
    <ErrorBoundary>
      <Suspense fallback={waiting}>{children}</Suspense>
    </ErrorBoundary>
  )
}

/** Whoever comes from the landing page, by a link that went with it, begins the next view at its top, with the keyboard too. */
function useBeginAtTop(onLanding: boolean): void {
  const last = useRef(onLanding)
  useLayoutEffect(() => {
    window.scrollTo(0, 0)
    if (last.current && !onLanding) document.getElementById('lab')?.focus({ preventScroll: true })
    last.current = onLanding
  }, [onLanding])
}

/** Moves the focus without following the link: the hash holds the permalink, which a jump would overwrite. */
function focusLab(event: { preventDefault(): void }): void {
  event.preventDefault()
  document.getElementById('lab')?.focus()
}
