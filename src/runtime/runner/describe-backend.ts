/** The engine's backend, as plain data for the other side of the thread. */
import type { Backend } from '@/engine/devices/backend'
import type { BackendInfo } from '../protocol'

export const describeBackend = ({ name, device, software, skipped, plan, notice }: Backend): BackendInfo => ({
  name,
  device,
  software,
  fused: plan !== undefined,
  notice,
  skipped,
})
