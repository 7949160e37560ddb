/** A lab for store tests: real stores over fakes of the worker, the storage and the browser, each steered by the test. */

import { readImport } from '@/core/results/read-import'
import type { RecordedResults } from '@/core/results/recorded'
import type { TrialRecord } from '@/core/results/result'
import { experimentById } from '@/core/sweep/experiments'
import { planSweep } from '@/core/sweep/sweep'
import type { Trial } from '@/core/sweep/trial'
import { exampleReport } from '@/core/testing/example-benchmark'
import { exampleRecord } from '@/core/testing/example-record'
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { DeviceReport, LabEvent, LiveMember, RunRequest } from '@/runtime/protocol'
import type { RecordOrigin, StorageStatus } from '@/runtime/storage/results-db'
import type { StoredSweep } from '@/runtime/storage/stored-sweep'
import { createBenchmarkStore } from '../benchmark-store'
import { createConfigStore } from '../config-store'
import { createDeviceStore } from '../device-store'
import { createLandingStore } from '../landing-store'
import { createOwnTextStore } from '../own-text-store'
import { createResultsStore } from '../results-store'
import { createRunStore } from '../run-store'
import { fakeModels } from './fake-models'

const capacity = experimentById('capacity')

/** Two dataset sizes and one seed of Tiny: a sweep of two trials. */
export const SMALL_HASH = '#capacity?v=1&preset=tiny&datasetSizes=8,16&seeds=0'
export const SMALL_SWEEP = planSweep(capacity, 'tiny', {
  ...capacity.presets[0].config,
  datasetSizes: [8, 16],
  seeds: [0],
})
export const SMALL_TRIALS = SMALL_SWEEP.trials as [Trial, Trial]

export const recordOf = (trial: Trial, memorizedBits = 100): TrialRecord =>
  exampleRecord(trial, { memorizedBits, backend: 'cpu', device: 'test' })

export const recordedOf = (records: readonly TrialRecord[]): RecordedResults => ({
  schemaVersion: 1,
  experiment: 'capacity',
  title: 'Quick, d 8',
  provenance: {
    backend: 'wasm',
    device: 'test',
    versions: {},
    seeds: [0],
    seconds: 1,
    date: '2025-01-01',
    command: 'npm run lab',
  },
  records: [...records],
})

export const sweepOf = (parts: Partial<StoredSweep> = {}): StoredSweep => ({
  ...SMALL_SWEEP,
  status: 'running',
  startedAt: '2025-01-01T00:00:00.000Z',
  ...parts,
})

export const REPORT: DeviceReport = {
  backend: { name: 'cpu', device: 'test', software: false, fused: false, notice: undefined, skipped: [] },
  speed: { secondsPerStep: 0.001, flopPerSecond: 1e9, secondsPerExponential: 0 },
  workers: 1,
  ragged: false,
  maxPadding: 1,
  maxMembers: 16,
  maxBytes: 2 ** 30,
}

export const opened: LabEvent = { type: 'opened', backend: REPORT.backend }
export const finishedTrial = (trial: Trial): LabEvent => ({ type: 'trial-finished', record: recordOf(trial) })

export const progressEvent = (
  step: number,
  trials: readonly Trial[],
): LabEvent & { readonly type: 'progress' } => ({
  type: 'progress',
  progress: {
    population: 1,
    populations: 1,
    step,
    steps: 300,
    trialsFinished: 0,
    trialsTotal: trials.length,
    workDone: step / 300,
    stepsPerSecond: 100,
    tokensPerSecond: 1000,
    remainingSeconds: 1,
    elapsedMs: 10,
  },
  members: trials.map(
    ({ key }): LiveMember => ({
      trialKey: key,
      datasetBits: 256,
      step,
      trainBitsPerToken: 3,
      memorizedBits: 10,
    }),
  ),
})

export type LabEvents = readonly LabEvent[]

/** A worker that says what the test has it say. */
function createFakeWorker() {
  let say: ((event: LabEvent) => void) | undefined
  let end: (() => void) | undefined
  const requests: RunRequest[] = []
  const calls: string[] = []
  return {
    requests,
    calls,
    probeAnswer: (async () => REPORT) as LabConnection['probe'],
    probe(...asked: Parameters<LabConnection['probe']>): Promise<DeviceReport> {
      return this.probeAnswer(...asked)
    },
    run(request: RunRequest, onEvent: (event: LabEvent) => void): Promise<void> {
      requests.push(request)
      say = onEvent
      return new Promise<void>((resolve) => {
        end = resolve
      })
    },
    /** Ends with what the test has it say. */
    benchmarkAnswer: (async () => exampleReport()) as LabConnection['benchmark'],
    benchmark(...asked: Parameters<LabConnection['benchmark']>): ReturnType<LabConnection['benchmark']> {
      return this.benchmarkAnswer(...asked)
    },
    stopBenchmark: () => void calls.push('stop benchmark'),
    pause: () => void calls.push('pause'),
    resume: () => void calls.push('resume'),
    stop: () => void calls.push('stop'),
    emit(...events: LabEvents) {
      for (const event of events) say?.(event)
      if (events.some(({ type }) => type === 'finished' || type === 'stopped' || type === 'failed')) end?.()
    },
  }
}

/** What storage holds outlives the lab: hand it to the next one to play a reload. */
export function createFakeStorage() {
  const records = new Map<string, TrialRecord>()
  const imported = new Map<string, TrialRecord>()
  const tables = { own: records, imported }
  const sweeps = new Map<string, StoredSweep>()
  const texts = new Map<string, string>()
  const deletionListeners: (() => void)[] = []
  return {
    records,
    imported,
    sweeps,
    status: 'ready' as StorageStatus,
    async readRecords(origin: RecordOrigin) {
      return { records: this.status === 'silent' ? [] : [...tables[origin].values()], status: this.status }
    },
    readSweeps: async () => [...sweeps.values()].sort((a, b) => (a.startedAt < b.startedAt ? 1 : -1)),
    async saveRecords(origin: RecordOrigin, added: readonly TrialRecord[]) {
      if (this.status === 'ready') for (const record of added) tables[origin].set(record.trialKey, record)
      return this.status
    },
    async saveSweep(sweep: StoredSweep) {
      if (this.status === 'ready') sweeps.set(sweep.id, sweep)
      return this.status
    },
    readText: async (hash: string) => texts.get(hash),
    async saveText(hash: string, text: string) {
      if (this.status === 'ready') texts.set(hash, text)
      return this.status
    },
    async clear() {
      this.deleteAll()
      return this.status
    },
    onDeleted: (listener: () => void) => void deletionListeners.push(listener),
    /** A page that is reloaded listens no longer. */
    leavePage: () => void deletionListeners.splice(0),
    /** As when another tab deletes the database. */
    deleteAll() {
      for (const table of [records, imported, sweeps, texts]) table.clear()
      for (const listener of deletionListeners) listener()
    },
  }
}

interface FakeLabOptions {
  readonly hash?: string
  readonly storage?: ReturnType<typeof createFakeStorage>
  readonly recorded?: RecordedResults
  readonly preferences?: Map<string, string>
  /** Sweeps that another tab runs. */
  readonly heldElsewhere?: readonly string[]
}

export function createFakeLab(options: FakeLabOptions = {}) {
  const worker = createFakeWorker()
  const storage = options.storage ?? createFakeStorage()
  storage.leavePage()
  const held = new Set<string>()
  const preferences = options.preferences ?? new Map<string, string>()
  const location = {
    hash: options.hash ?? '#capacity',
    read: () => location.hash,
    replace(hash: string) {
      location.hash = hash
    },
    /** Hashes that Back would lead to. */
    history: [] as string[],
    push(hash: string) {
      location.history.push(location.hash)
      location.hash = hash
    },
  }
  const frame: (() => void)[] = []
  const config = createConfigStore({ defaultExperiment: capacity, location })
  const results = createResultsStore({
    storage,
    fetchRecorded: async () => options.recorded,
    readImportFile: async (file) => readImport(await file.text()),
  })
  const device = createDeviceStore({
    lab: worker,
    preferences: {
      read: (name) => preferences.get(name),
      write: (name, value) => void preferences.set(name, value),
    },
  })
  const ownText = createOwnTextStore({ storage, config })
  const run = createRunStore({
    lab: worker,
    storage,
    ownText,
    locks: {
      hold(id) {
        held.add(id)
        return () => void held.delete(id)
      },
      isHeld: async (id) => options.heldElsewhere?.includes(id) ?? false,
    },
    config,
    results,
    device,
    onNextFrame: (callback) => void frame.push(callback),
    now: () => new Date('2025-02-02T00:00:00Z'),
  })
  const benchmark = createBenchmarkStore({ lab: worker, device })
  return {
    worker,
    storage,
    location,
    preferences,
    held,
    config,
    results,
    device,
    run,
    benchmark,
    ownText,
    models: fakeModels().lab,
    landing: createLandingStore(),
    room: createLandingStore(),
    /** Lets the page draw: what the worker said so far reaches the stores. */
    drawFrame: () => {
      for (const callback of frame.splice(0)) callback()
    },
  }
}
