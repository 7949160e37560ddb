/** What stands between a press and a run of more than ten minutes: it starts when it is asked for a second time, after its time has been said. */
import type { ConfigStore } from './config-store'
import { type DeviceStore, deviceReport } from './device-store'
import { summarizePlan } from './plan-summary'
import type { ResultsStore } from './results-store'

const LONG_SECONDS = 600

/** Work (FLOP) that a slow processor takes ten minutes for. With more than that, a start waits until this device was measured. */
const LONG_FLOP = 1e9 * LONG_SECONDS

/** A start that waits: for a second one that agrees to so many seconds, or for the measurement of the device. */
export interface Question {
  /** Id of the sweep that it is about: with other settings it is void. */
  readonly sweep: string | undefined
  readonly seconds: number | 'measuring'
  readonly newStrings: boolean
}

interface AskServices {
  readonly config: ConfigStore
  readonly results: ResultsStore
  readonly device: DeviceStore
}

const NONE_FINISHED = new Map<string, never>()

/** @param asked what the last start was answered with. @returns what is to be asked before the sweep that is set starts; undefined to start it. */
export function askFirst(
  { config, results, device }: AskServices,
  asked: Question | undefined,
  newStrings: boolean,
): Question | undefined {
  const sweep = config.getState().sweep?.id
  const isProbing = device.getState().status.kind === 'probing'
  if (asked && asked.sweep === sweep && asked.seconds !== 'measuring') return undefined
  // New strings train everything anew.
  const finished = newStrings ? NONE_FINISHED : results.getState().records
  const { flop, seconds, refusal } = summarizePlan(
    config.getState(),
    finished,
    deviceReport(device.getState()),
  )
  if (refusal) return undefined
  if (seconds === undefined) {
    return isProbing && flop > LONG_FLOP ? { sweep, seconds: 'measuring', newStrings } : undefined
  }
  return seconds > LONG_SECONDS ? { sweep, seconds, newStrings } : undefined
}
