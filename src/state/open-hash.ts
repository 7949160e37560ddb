/** Where a hash leads: to the landing page, to the benchmark, or to a config of the lab. */
import { isDeviceHash } from '@/core/benchmark/device-hash'
import { isPlayHash } from '@/core/play/play-hash'
import type { LabStores } from './lab-stores'

/** Whether a hash leads to a config of the lab. */
export const isLabHash = (hash: string): boolean => !isDeviceHash(hash) && !isPlayHash(hash)

type Places = Pick<LabStores, 'config' | 'benchmark' | 'landing'>

export function openHash({ config, benchmark, landing }: Places, hash: string): void {
  if (!isDeviceHash(hash)) benchmark.getState().leave()
  if (!isPlayHash(hash)) landing.getState().leave()
  if (isDeviceHash(hash)) benchmark.getState().show(hash)
  else if (isPlayHash(hash)) landing.getState().show(hash)
  else config.getState().openPermalink(hash)
}
