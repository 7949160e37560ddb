import type { ConfigStore } from './config-store'
import type { DeviceStore } from './device-store'
import type { ResultsStore } from './results-store'
import type { RunStore } from './run-store'

/** All that a page shows: what is set, what is known, what runs, and on what. */
export interface LabStores {
  readonly config: ConfigStore
  readonly results: ResultsStore
  readonly run: RunStore
  readonly device: DeviceStore
}
