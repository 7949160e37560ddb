/** Opens the device before a run, to name it on the page and to estimate times. */
import type { BackendChoice } from '@/core/backends'
import type { DeviceReport } from '../protocol'
import { describeBackend } from './describe-backend'
import type { RunnerHost } from './host'
import { measureSpeed } from './measure-speed'
import { openDevice } from './open-device'
import { poolFor } from './run-in-pool'

/** @param onCompiled see `BackendRequest`. @throws NoBackendError where nothing can be opened. */
export async function probeDevice(
  choice: BackendChoice,
  host: RunnerHost,
  onCompiled?: (done: number, of: number) => void,
): Promise<DeviceReport> {
  const opened = await openDevice({ choice, onCompiled }, host)
  const speed = await measureSpeed(opened, host)
  const pool = poolFor(opened, host)
  pool?.warm?.()
  return {
    backend: describeBackend(opened),
    speed,
    workers: pool?.count ?? 1,
    ...opened.limits,
  }
}
