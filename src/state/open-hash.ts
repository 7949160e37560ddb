/** Where a hash leads: to the benchmark, or to a config of the lab. */
import { isDeviceHash } from '@/core/benchmark/device-hash'
import type { LabStores } from './lab-stores'

/** The part of a hash that is a permalink; empty where it leads to the benchmark. */
export const permalinkOf = (hash: string): string => (isDeviceHash(hash) ? '' : hash)

export function openHash({ config, benchmark }: Pick<LabStores, 'config' | 'benchmark'>, hash: string): void {
  if (isDeviceHash(hash)) benchmark.getState().show(hash)
  else {
    benchmark.getState().leave()
    config.getState().openPermalink(hash)
  }
}
