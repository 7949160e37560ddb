/** Finished trials: this browser's own, those from files, the recorded ones, and which of them the charts show. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { ReadImport } from '@/core/results/read-import'
import type { RecordedProvenance, RecordedResults } from '@/core/results/recorded'
import { type TrialRecord, trialOf } from '@/core/results/result'
import { joinRuns, type Run, recordsOf, runsOfRecords } from '@/core/runs/run'
import { experimentById } from '@/core/sweep/experiments'
import { type Sweep, sweepTitle } from '@/core/sweep/sweep'
import type { Trial } from '@/core/sweep/trial'
import type { RecordOrigin, ResultsStorage, StorageStatus } from '@/runtime/storage/results-db'
import { createRecordSaver } from './record-saver'

export interface ShownResults {
  readonly kind: 'recorded' | 'sweep'
  readonly title: string
  /** The runs on show, finished and planned; what a run reports while it trains is in the run store. */
  readonly runs: readonly Run[]
  /** The records of the finished runs. */
  readonly records: readonly TrialRecord[]
  /** How many of them come from a file. */
  readonly imported: number
  readonly provenance: RecordedProvenance | undefined
}

export interface ImportOutcome {
  /** Records that were not here before. */
  readonly added: number
  /** Records that were, and stay as they are. */
  readonly known: number
  /** The good records of the file's first experiment, which are now on show; undefined where there is none. */
  readonly shown: { readonly experiment: string; readonly trials: readonly Trial[] } | undefined
  readonly refused: number
  readonly firstProblem: string | undefined
  /** Entries that were not read, because too many before them had been refused. */
  readonly unread: number
}

type Records = ReadonlyMap<string, TrialRecord>

/** Records by their trial keys. */
interface KnownRecords {
  /** Trained in this browser: these trials need not run again. */
  readonly records: Records
  /** From files. Shown where there is none of this browser's own. */
  readonly imported: Records
}

export interface ResultsState extends KnownRecords {
  readonly recorded: RecordedResults | undefined
  readonly shown: ShownResults
  /** Whether results outlive the tab. They are shown and can be exported in any case. */
  readonly storage: StorageStatus
  /** Reads what earlier visits stored. Where that cannot be read now, it is tried again later. */
  load(): Promise<void>
  /**
   * Fetches the recorded results of a preset. Those of another one are forgotten at once, and an answer that comes after the next
   * question is not taken.
   */
  loadRecorded(experiment: string, preset: string): Promise<void>
  /** Shows a sweep's plan with the runs of it that are recorded; without a sweep, all that is recorded. */
  showRecorded(sweep?: Sweep): void
  showSweep(sweep: Sweep): void
  /** Shows trials that belong to no sweep of this browser, under a title of their own. */
  showTrials(title: string, trials: readonly Trial[]): void
  /** Takes trials that finished here, at once, and sees to it that they are stored. */
  add(records: readonly TrialRecord[]): void
  /** Forgets trials that somebody else has added, and has found to be false. What is stored stays. */
  withdraw(trialKeys: readonly string[]): void
  /** @returns whether all that was added is stored; false as soon as storage refuses it, and `storage` then says why. */
  saved(): Promise<boolean>
  /** Takes the good records of a file and shows them; a record that is here already stays as it is. */
  importFile(file: Blob): Promise<ImportOutcome>
  /** Deletes the stored runs. @returns whether storage has done so. */
  clear(): Promise<boolean>
}

export type ResultsStore = StoreApi<ResultsState>

interface ResultsServices {
  readonly storage: Pick<ResultsStorage, 'readRecords' | 'saveRecords' | 'clear' | 'onDeleted'>
  readonly fetchRecorded: (experiment: string, preset: string) => Promise<RecordedResults | undefined>
  readonly readImportFile: (file: Blob) => Promise<ReadImport>
}

const RETRY_LOAD_MS = 10_000

export function createResultsStore(services: ResultsServices): ResultsStore {
  const { storage, fetchRecorded, readImportFile } = services

  return createStore<ResultsState>()((set, get) => {
    const noteStatus = (status: StorageStatus) => {
      if (status !== get().storage) set({ storage: status })
    }
    const saverOf = (origin: RecordOrigin) =>
      createRecordSaver(async (records) => {
        const status = await storage.saveRecords(origin, records)
        noteStatus(status)
        return status
      })
    const own = saverOf('own')
    const foreign = saverOf('imported')
    // Also after a clear: a run that was started meanwhile has brought records that are to stay.
    storage.onDeleted(() => {
      own.add(get().records.values())
      foreign.add(get().imported.values())
    })

    const change = (part: 'records' | 'imported', changed: Records) => {
      const { shown, records, imported } = get()
      const known = { records, imported, [part]: changed }
      const trials = shown.runs.map(({ trial }) => trial)
      set({ ...known, shown: shown.kind === 'sweep' ? sweepResults(shown.title, trials, known) : shown })
    }
    const include = (origin: RecordOrigin, added: readonly TrialRecord[]) => {
      const part = origin === 'own' ? 'records' : 'imported'
      change(part, new Map([...get()[part], ...added.map((record) => [record.trialKey, record] as const)]))
    }

    return {
      records: new Map(),
      imported: new Map(),
      recorded: undefined,
      shown: recordedResults(undefined),
      storage: 'ready',
      async load() {
        const stored = await storage.readRecords('own')
        include(
          'own',
          stored.records.filter(({ trialKey }) => !get().records.has(trialKey)),
        )
        const foreignStored = await storage.readRecords('imported')
        include('imported', foreignStored.records)
        const status = stored.status === 'ready' ? foreignStored.status : stored.status
        noteStatus(status)
        if (status !== 'ready') setTimeout(() => void get().load(), RETRY_LOAD_MS)
      },
      ...recordedPart(fetchRecorded, set, get),
      showSweep: (sweep) =>
        get().showTrials(sweepTitle(experimentById(sweep.experiment), sweep), sweep.trials),
      showTrials: (title, trials) => set({ shown: sweepResults(title, trials, get()) }),
      add(records) {
        if (records.length === 0) return
        include('own', records)
        own.add(records)
      },
      withdraw(trialKeys) {
        const gone = new Set(trialKeys)
        change('records', new Map([...get().records].filter(([key]) => !gone.has(key))))
      },
      async saved() {
        const settled = await Promise.all([own.settled(), foreign.settled()])
        return settled.every((stored) => stored)
      },
      async importFile(file) {
        const { records, ...rest } = await readImportFile(file)
        const known = knownRecords(get())
        const fresh = records.filter(({ trialKey }) => !known.has(trialKey))
        include('imported', fresh)
        foreign.add(fresh)
        const experiment = records[0]?.experiment
        const trials = records.filter((record) => record.experiment === experiment).map(trialOf)
        if (trials.length > 0) get().showTrials('Imported', trials)
        await get().saved()
        const shown = experiment === undefined ? undefined : { experiment, trials }
        return { added: fresh.length, known: records.length - fresh.length, shown, ...rest }
      },
      async clear() {
        set({ records: new Map(), imported: new Map() })
        get().showRecorded()
        await Promise.all([own.forget(), foreign.forget()])
        const status = await storage.clear()
        noteStatus(status)
        return status === 'ready'
      },
    }
  })
}

/** One record for each trial that is known: this browser's own before one from a file. */
export const knownRecords = ({ records, imported }: KnownRecords): Records =>
  imported.size === 0 ? records : new Map([...imported, ...records])

function recordedPart(
  fetchRecorded: ResultsServices['fetchRecorded'],
  set: (part: Partial<ResultsState>) => void,
  get: () => ResultsState,
): Pick<ResultsState, 'loadRecorded' | 'showRecorded'> {
  /** The preset whose recorded results were asked for last. */
  let asked: string | undefined
  /** The sweep that they are shown for. */
  let shownSweep: Sweep | undefined
  return {
    async loadRecorded(experiment, preset) {
      const take = (recorded: RecordedResults | undefined) => {
        set({ recorded })
        if (get().shown.kind === 'recorded') get().showRecorded(shownSweep)
      }
      const wanted = `${experiment}/${preset}`
      if (asked !== wanted) take(undefined)
      asked = wanted
      const recorded = await fetchRecorded(experiment, preset)
      if (asked === wanted) take(recorded)
    },
    showRecorded(sweep) {
      shownSweep = sweep
      set({ shown: recordedResults(get().recorded, sweep) })
    },
  }
}

function recordedResults(recorded: RecordedResults | undefined, sweep?: Sweep): ShownResults {
  const all = recorded?.records ?? []
  const runs = sweep
    ? joinRuns(sweep.trials, new Map(all.map((record) => [record.trialKey, record])))
    : runsOfRecords(all)
  const records = recordsOf(runs)
  return {
    kind: 'recorded',
    title: recorded ? `Recorded: ${recorded.title}` : 'Recorded results',
    runs,
    records,
    imported: 0,
    provenance: records.length > 0 ? recorded?.provenance : undefined,
  }
}

function sweepResults(title: string, trials: readonly Trial[], known: KnownRecords): ShownResults {
  const runs = joinRuns(trials, knownRecords(known))
  const records = recordsOf(runs)
  const imported = records.filter(({ trialKey }) => !known.records.has(trialKey)).length
  return { kind: 'sweep', title, runs, records, imported, provenance: undefined }
}
