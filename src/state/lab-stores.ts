import type { ModelClient } from '@/runtime/questions'
import type { BenchmarkStore } from './benchmark-store'
import type { ConfigStore } from './config-store'
import type { DeviceStore } from './device-store'
import type { LandingStore } from './landing-store'
import type { OwnTextStore } from './own-text-store'
import type { ResultsStore } from './results-store'
import type { RunStore } from './run-store'

/** The page's state: the config, the results, the sweep that runs, the device, its benchmark, and whether the landing page is on show. */
export interface LabStores {
  readonly config: ConfigStore
  readonly results: ResultsStore
  readonly run: RunStore
  readonly device: DeviceStore
  readonly benchmark: BenchmarkStore
  /** Texts of the visitor's own. */
  readonly ownText: OwnTextStore
  /** The worker's end of sessions with trained models. */
  readonly models: ModelClient
  readonly landing: LandingStore
  /** A class that this page has joined. */
  readonly room: LandingStore
}
