/** The composition root: the page's stores, wired to the worker, the storage and the browser. */
import { experimentById } from '@/core/sweep/experiments'
import { onNextFrame } from '@/runtime/client/coalesce'
import { connectLab } from '@/runtime/client/connect-lab'
import { keepOffline } from '@/runtime/client/keep-offline'
import { readImportFile } from '@/runtime/storage/read-import-file'
import { fetchRecorded } from '@/runtime/storage/recorded-results'
import { openResultsDb } from '@/runtime/storage/results-db'
import { webSweepLocks } from '@/runtime/storage/sweep-locks'
import { createBenchmarkStore } from './benchmark-store'
import { boot } from './boot'
import { browserLocation, browserPreferences, browserWakeLock } from './browser'
import { createConfigStore } from './config-store'
import { createDeviceStore } from './device-store'
import type { LabStores } from './lab-stores'
import { createLandingStore } from './landing-store'
import { openHash } from './open-hash'
import { createOwnTextStore } from './own-text-store'
import { createResultsStore } from './results-store'
import { isActive } from './run-status'
import { createRunStore } from './run-store'
import { openExperiment } from './show-experiment'
import { createScreenWake } from './wake-lock'
import { whenAtRest } from './when-at-rest'

const lab = connectLab()
const storage = openResultsDb()

export const configStore = createConfigStore({
  defaultExperiment: experimentById('capacity'),
  location: browserLocation,
})
export const resultsStore = createResultsStore({ storage, fetchRecorded, readImportFile })
export const deviceStore = createDeviceStore({ lab, preferences: browserPreferences })
const ownTextStore = createOwnTextStore({ storage, config: configStore })
export const runStore = createRunStore({
  lab,
  storage,
  ownText: ownTextStore,
  locks: webSweepLocks(),
  config: configStore,
  results: resultsStore,
  device: deviceStore,
  onNextFrame,
  now: () => new Date(),
})

const benchmarkStore = createBenchmarkStore({ lab, device: deviceStore })

export const labStores: LabStores = {
  config: configStore,
  results: resultsStore,
  run: runStore,
  device: deviceStore,
  benchmark: benchmarkStore,
  landing: createLandingStore(),
  room: createLandingStore(),
  ownText: ownTextStore,
  models: lab,
}
/** From every view: the experiment takes its place. */
export function chooseExperiment(id: string): void {
  benchmarkStore.getState().leave()
  labStores.landing.getState().leave()
  openExperiment(labStores, id)
}

const keepScreenAwake = createScreenWake(browserWakeLock)
runStore.subscribe(({ status }) => keepScreenAwake(isActive(status)))

/** To be told when the landing page has trained; when the device was measured it knows. A class's server is nobody's place to come back to. */
export const comeToRest = whenAtRest(
  () => isActive(runStore.getState().status) || labStores.room.getState().hash !== undefined,
  keepOffline,
)
deviceStore.subscribe(({ status }) => status.kind !== 'probing' && comeToRest())

/** Call once, when the page starts. Resolves when stored and recorded results are shown; the device is probed meanwhile. */
export async function bootLab(): Promise<void> {
  window.addEventListener('hashchange', () => {
    openHash(labStores, browserLocation.read())
    // Another link of the experiment on show leads to the top too.
    window.scrollTo(0, 0)
  })
  await boot({ location: browserLocation, storage, ...labStores })
}
