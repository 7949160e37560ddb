/** The backend that trains, in the header. What there is to say and to choose about it is loaded when it is opened. */
import { lazy, Suspense } from 'react'
import { useStore } from 'zustand'
import { BACKENDS } from '@/core/backends'
import type { DeviceStatus } from '@/state/device-store'
import { useLab } from '../lab-context'
import { ErrorBoundary } from './error-boundary'
import { HeaderPanel } from './header-panel'

type NamedBackend = Pick<Extract<DeviceStatus, { kind: 'ready' }>['report']['backend'], 'name' | 'device'>

const BackendDetails = lazy(() =>
  import('./backend-details').then(({ BackendDetails: details }) => ({ default: details })),
)

export function BackendBadge() {
  const { device } = useLab()
  const status = useStore(device, (s) => s.status)
  return (
    <HeaderPanel
      id="backend-details"
      name="Backend"
      state={badgeState(status)}
      button={
        <>
          <span className="dot" aria-hidden="true" />
          <span className="backend-name">
            <span className="visually-hidden">Backend: </span>
            {badgeText(status)}
          </span>
        </>
      }
    >
      {() => (
        <div className="backend-details">
          <ErrorBoundary>
            <Suspense fallback={<p>Loading…</p>}>
              <BackendDetails />
            </Suspense>
          </ErrorBoundary>
        </div>
      )}
    </HeaderPanel>
  )
}

function badgeState(status: DeviceStatus): string {
  if (status.kind !== 'ready') return status.kind
  const { name, software } = status.report.backend
  return name === 'webgpu' && !software ? 'fast' : 'slow'
}

function badgeText(status: DeviceStatus): string {
  switch (status.kind) {
    case 'probing':
      return status.compiling
        ? `compiling kernels, ${status.compiling.done} of ${status.compiling.of}…`
        : 'measuring…'
    case 'failed':
      return 'none works'
    case 'ready':
      return `${status.report.backend.name}, ${shortDevice(status.report.backend)}`
    default:
      throw status satisfies never
  }
}

/** The device in a word or two: the panel has its full name. */
const shortDevice = ({ name, device }: NamedBackend): string =>
  BACKENDS[name].isProcessor ? 'processor' : device
