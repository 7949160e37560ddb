/** What a tab of a class does: asks, trains, hands over, and again. */
import { BACKENDS } from '@/core/backends'
import type { Speed } from '@/core/room/tabs'
import { threadSeconds, trialFlop } from '@/core/sweep/estimate'
import type { Trial } from '@/core/sweep/trial'
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { RoomConnection } from '@/runtime/client/join-room'
import type { BackendInfo, DeviceReport, LabEvent } from '@/runtime/protocol'

export interface WorkServices {
  readonly lab: Pick<LabConnection, 'probe' | 'run'>
  readonly room: Pick<RoomConnection, 'ask' | 'beat' | 'deliver' | 'failed'>
  /** ms */
  readonly now: () => number
}

export interface WorkReports {
  measuring(): void
  opened(backend: BackendInfo): void
  /** @param share of their work that is done, 0…1. */
  training(trials: readonly Trial[], share: number): void
  trained(): void
  /** There is nothing that suits this tab. @returns when to ask again. */
  waiting(): Promise<void>
  isOver(): boolean
}

/** Signs of life, when the worker reports: the timers of a hidden page run once a minute. */
const BEAT_EVERY_MS = 4000
/** Trials that a GPU trains side by side. */
const ON_A_GPU = 8

/** Resolves when the tab has left, or is told to go. @throws Error where the device fails, in its words. */
export async function workInRoom(
  trials: readonly Trial[],
  { lab, room, now }: WorkServices,
  reports: WorkReports,
): Promise<void> {
  reports.measuring()
  const device = await lab.probe('auto')
  reports.opened(device.backend)
  const speed = speedOf(device, trials)
  while (!reports.isOver()) {
    const granted = await room.ask(speed)
    if (!granted || reports.isOver()) return
    const own = trials.filter(({ key }) => granted.keys.includes(key))
    if (own.length > 0) await train(own, device, { lab, room, now }, reports)
    else await reports.waiting()
  }
}

async function train(
  trials: readonly Trial[],
  { speed }: DeviceReport,
  { lab, room, now }: WorkServices,
  reports: WorkReports,
): Promise<void> {
  reports.training(trials, 0)
  const onItsWay: Promise<unknown>[] = []
  let beaten = now()
  let problem: string | undefined
  await lab.run({ trials, backend: 'auto', speed, tune: false }, (event: LabEvent) => {
    if (now() - beaten >= BEAT_EVERY_MS) {
      beaten = now()
      room.beat()
    }
    if (event.type === 'progress') reports.training(trials, event.progress.workDone)
    if (event.type === 'trial-failed') room.failed(event.trialKey)
    if (event.type === 'failed') problem = event.failure.message
    if (event.type !== 'trial-finished') return
    reports.trained()
    onItsWay.push(room.deliver(event.record))
  })
  await Promise.all(onItsWay)
  if (problem !== undefined) throw new Error(problem)
}

/** What a tab says of itself: as fast as it was measured, at the middle one of the sweep's trials. */
function speedOf({ backend, workers, speed, ragged }: DeviceReport, trials: readonly Trial[]): Speed {
  const { isProcessor } = BACKENDS[backend.name]
  const middle = trials.toSorted((a, b) => trialFlop(a) - trialFlop(b))[Math.floor(trials.length / 2)]!
  const members = Array.from({ length: isProcessor ? 1 : ON_A_GPU }, () => middle)
  return {
    lanes: isProcessor ? workers : ON_A_GPU,
    rate: trialFlop(middle) / threadSeconds({ trials: members }, ragged, speed),
  }
}
