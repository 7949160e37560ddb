/** The engine's backend, as plain data for the other side of the thread. */
import type { Backend } from '@/engine/backend'
import type { BackendInfo } from '../protocol'

export const describeBackend = ({ name, device, software, skipped, gpu, notice }: Backend): BackendInfo => ({
  name,
  device,
  software,
  fused: gpu !== undefined,
  notice,
  skipped,
})
