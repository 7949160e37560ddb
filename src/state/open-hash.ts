/** Where a hash leads: to the landing page, to the benchmark, to a class, or to a config of the lab. */
import { isDeviceHash } from '@/core/benchmark/device-hash'
import { isPlayHash } from '@/core/play/play-hash'
import { isRoomHash } from '@/core/room/room-hash'
import type { LabStores } from './lab-stores'

/** Whether a hash leads to a config of the lab. */
export const isLabHash = (hash: string): boolean =>
  !isDeviceHash(hash) && !isPlayHash(hash) && !isRoomHash(hash)

type Places = Pick<LabStores, 'config' | 'benchmark' | 'landing' | 'room'>

export function openHash({ config, benchmark, landing, room }: Places, hash: string): void {
  if (!isDeviceHash(hash)) benchmark.getState().leave()
  if (!isPlayHash(hash)) landing.getState().leave()
  if (!isRoomHash(hash)) room.getState().leave()
  if (isDeviceHash(hash)) benchmark.getState().show(hash)
  else if (isPlayHash(hash)) landing.getState().show(hash)
  else if (isRoomHash(hash)) room.getState().show(hash)
  else config.getState().openPermalink(hash)
}
