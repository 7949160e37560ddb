/** Finished trials: those of this browser, the recorded ones, and which of them the charts show. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { RecordedProvenance, RecordedResults } from '@/core/results/recorded'
import type { TrialRecord } from '@/core/results/result'
import type { ResultsStorage, StorageStatus } from '@/runtime/storage/results-db'
import { readImport } from './read-import'

export interface ShownResults {
  readonly kind: 'recorded' | 'sweep'
  readonly title: string
  readonly trialKeys: ReadonlySet<string>
  readonly records: readonly TrialRecord[]
  readonly provenance: RecordedProvenance | undefined
}

export interface ImportOutcome {
  /** Records that were not here before. */
  readonly added: number
  /** The good records of the file's first experiment, which are now on show; undefined where there is none. */
  readonly shown: { readonly experiment: string; readonly trialKeys: readonly string[] } | undefined
  readonly refused: number
  readonly firstProblem: string | undefined
}

export interface ResultsState {
  /** All of this browser, by trial key. */
  readonly records: ReadonlyMap<string, TrialRecord>
  readonly recorded: RecordedResults | undefined
  readonly shown: ShownResults
  /** Whether results outlive the tab. They are shown and can be exported in any case. */
  readonly storage: StorageStatus
  /** Reads what earlier visits stored. */
  load(): Promise<void>
  /** Those of another experiment are forgotten at once; an answer that comes after the next question is not taken. */
  loadRecorded(experiment: string): Promise<void>
  showRecorded(): void
  showSweep(title: string, trialKeys: readonly string[]): void
  add(...records: readonly TrialRecord[]): Promise<void>
  /** Takes the good records of a file and shows them; a record that is here already stays as it is. */
  importJson(text: string): Promise<ImportOutcome>
  /** Deletes the stored runs. */
  clear(): Promise<void>
}

export type ResultsStore = StoreApi<ResultsState>

interface ResultsServices {
  readonly storage: Pick<ResultsStorage, 'readRecords' | 'saveRecords' | 'clear'>
  readonly fetchRecorded: (experiment: string) => Promise<RecordedResults | undefined>
}

export function createResultsStore({ storage, fetchRecorded }: ResultsServices): ResultsStore {
  /** What storage did not take yet: tried again with every save, since room may have been made. */
  const unsaved = new Map<string, TrialRecord>()
  /** Whose recorded results were asked for last. */
  let recordedOf: string | undefined

  return createStore<ResultsState>()((set, get) => {
    const include = (added: readonly TrialRecord[]) => {
      const records = new Map(get().records)
      for (const record of added) records.set(record.trialKey, record)
      const { shown } = get()
      set({
        records,
        shown: shown.kind === 'sweep' ? sweepResults(shown.title, shown.trialKeys, records) : shown,
      })
    }

    return {
      records: new Map(),
      recorded: undefined,
      shown: recordedResults(undefined),
      storage: 'ready',
      async load() {
        const { records, status } = await storage.readRecords()
        include(records)
        set({ storage: status })
      },
      async loadRecorded(experiment) {
        const take = (recorded: RecordedResults | undefined) => {
          set({ recorded })
          if (get().shown.kind === 'recorded') get().showRecorded()
        }
        if (recordedOf !== experiment) take(undefined)
        recordedOf = experiment
        const recorded = await fetchRecorded(experiment)
        if (recordedOf === experiment) take(recorded)
      },
      showRecorded: () => set({ shown: recordedResults(get().recorded) }),
      showSweep: (title, trialKeys) => set({ shown: sweepResults(title, new Set(trialKeys), get().records) }),
      async add(...records) {
        if (records.length === 0) return
        include(records)
        for (const record of records) unsaved.set(record.trialKey, record)
        const saving = [...unsaved.values()]
        const status = await storage.saveRecords(saving)
        if (status === 'ready') for (const { trialKey } of saving) unsaved.delete(trialKey)
        set({ storage: status })
      },
      async importJson(text) {
        const { records, refused, firstProblem } = readImport(text)
        const fresh = records.filter(({ trialKey }) => !get().records.has(trialKey))
        const saved = get().add(...fresh)
        const experiment = records[0]?.experiment
        const trialKeys = records.filter((r) => r.experiment === experiment).map((r) => r.trialKey)
        if (trialKeys.length > 0) get().showSweep('Imported', trialKeys)
        await saved
        const shown = experiment === undefined ? undefined : { experiment, trialKeys }
        return { added: fresh.length, shown, refused, firstProblem }
      },
      async clear() {
        unsaved.clear()
        set({ records: new Map() })
        get().showRecorded()
        set({ storage: await storage.clear() })
      },
    }
  })
}

const recordedResults = (recorded: RecordedResults | undefined): ShownResults => ({
  kind: 'recorded',
  title: recorded ? `Recorded: ${recorded.title}` : 'Recorded results',
  trialKeys: new Set(recorded?.records.map(({ trialKey }) => trialKey)),
  records: recorded?.records ?? [],
  provenance: recorded?.provenance,
})

const sweepResults = (
  title: string,
  trialKeys: ReadonlySet<string>,
  records: ReadonlyMap<string, TrialRecord>,
): ShownResults => ({
  kind: 'sweep',
  title,
  trialKeys,
  records: [...trialKeys].flatMap((key) => records.get(key) ?? []),
  provenance: undefined,
})
