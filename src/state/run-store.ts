/** The sweep that runs: started from the current config, steered, and kept so that a later visit can go on with it. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import { begunBy } from '@/core/results/begun-by'
import { MISSING_TEXT, ownSourceOf } from '@/core/sweep/own-text'
import { remainingTrials } from '@/core/sweep/populations'
import type { Sweep } from '@/core/sweep/sweep'
import { LARGEST_SEED } from '@/core/sweep/sweep-config'
import { coalesceEvents } from '@/runtime/client/coalesce'
import type { LabConnection } from '@/runtime/client/connect-lab'
import type { LabEvent, LabFailure, RunRequest } from '@/runtime/protocol'
import type { ResultsStorage } from '@/runtime/storage/results-db'
import type { StoredSweep } from '@/runtime/storage/stored-sweep'
import type { SweepLocks } from '@/runtime/storage/sweep-locks'
import { askFirst, type Question } from './ask-first'
import type { ConfigStore } from './config-store'
import { type DeviceStore, deviceReport } from './device-store'
import { type OwnTextStore, withOwnText } from './own-text-store'
import { summarizePlan } from './plan-summary'
import type { ResultsStore } from './results-store'
import { afterEvent, openingRun, type RunView } from './run-events'
import { canStop, isActive, type RunStatus } from './run-status'
import { isUnfinished } from './sweeps'

export interface RunState extends RunView {
  /** The sweep that runs, or ran last: it goes on while other experiments are looked at. */
  readonly sweep: StoredSweep | undefined
  /** How long the sweep was to take when it started (s); undefined where the device was not measured then. */
  readonly expectedSeconds: number | undefined
  /** A sweep of an earlier visit that did not finish. */
  readonly interrupted: StoredSweep | undefined
  /** What has to be agreed to before the sweep that is set starts: whoever starts it asks, and starts it again. */
  readonly question: Question | undefined
  /**
   * Runs the current config, without the trials whose records are stored; resolves when the run has ended and its records are stored. One of more
   * than ten minutes leaves a question at first, and starts when it is called once more.
   * @param newStrings as many seeds as before, none of them used before: each draws its own strings and first weights.
   */
  start(newStrings?: boolean): Promise<void>
  pause(): void
  resume(): void
  stop(): void
  /** Looks among stored sweeps, the latest first, for one that did not finish and that no tab is running. */
  offerInterrupted(sweeps: readonly StoredSweep[]): Promise<void>
  /** Opens the config of the interrupted sweep and starts it. */
  continueInterrupted(): Promise<void>
  dismissInterrupted(): Promise<void>
}

export type RunStore = StoreApi<RunState>

interface RunServices {
  readonly lab: Pick<LabConnection, 'run' | 'pause' | 'resume' | 'stop'>
  readonly storage: Pick<ResultsStorage, 'saveSweep' | 'onDeleted'>
  readonly locks: SweepLocks
  readonly ownText: OwnTextStore
  readonly config: ConfigStore
  readonly results: ResultsStore
  readonly device: DeviceStore
  /** Calls back before the page is drawn next. */
  readonly onNextFrame: (callback: () => void) => void
  readonly now: () => Date
}

const TEXT_IS_MISSING: LabFailure = { kind: 'no-text', message: MISSING_TEXT }

export function createRunStore(services: RunServices): RunStore {
  const { lab, storage, locks, ownText, config, results, device, onNextFrame, now } = services

  return createStore<RunState>()((set, get) => {
    storage.onDeleted(() => {
      const { sweep, status } = get()
      if (sweep && isActive(status)) void storage.saveSweep(sweep)
    })

    results.subscribe(({ records }, before) => {
      // Nothing is told of a sweep whose runs have been deleted.
      if (records.size === 0 && before.records.size > 0 && !isActive(get().status))
        set({ status: { kind: 'idle' } })
    })

    /** Delivers a frame's events: at most one update of each store. */
    function deliver(events: readonly LabEvent[]): void {
      set(events.reduce<RunView>(afterEvent, get()))
      results.getState().add(events.flatMap((event) => (event.type === 'trial-finished' ? event.record : [])))
    }

    device.subscribe(({ status }) => {
      const { question } = get()
      if (question?.seconds !== 'measuring' || status.kind === 'probing') return
      if (question.sweep === config.getState().sweep?.id) void get().start(question.newStrings)
      else set({ question: undefined })
    })

    return {
      ...openingRun,
      status: { kind: 'idle' },
      question: undefined,
      sweep: undefined,
      expectedSeconds: undefined,
      interrupted: undefined,
      async start(newStrings = false) {
        if (isActive(get().status)) return
        const question = askFirst(services, get().question, newStrings)
        set({ question })
        if (question) return
        if (newStrings) drawNewStrings(config)
        const { refusal, seconds: expectedSeconds } = startPlan(services)
        if (refusal) {
          set({ status: { kind: 'failed', failure: refusal } })
          return
        }
        const planned = config.getState().sweep
        if (!planned) return
        const source = ownSourceOf(planned.values)
        if (source && !(await ownText.getState().take(source.hash))) {
          set({ status: { kind: 'failed', failure: TEXT_IS_MISSING } })
          return
        }
        if (isActive(get().status)) return
        const sweep: StoredSweep = { ...planned, status: 'running', startedAt: now().toISOString() }
        const { interrupted } = get()
        const rest = interrupted?.id === sweep.id ? undefined : interrupted
        set({ ...openingRun, sweep, expectedSeconds, interrupted: rest })
        const release = locks.hold(sweep.id)
        results.getState().showSweep(sweep)
        void storage.saveSweep(sweep)
        const events = coalesceEvents(deliver, onNextFrame)
        try {
          await lab.run(requestOf(services, sweep), events.push)
          events.flush()
          const { status } = get()
          if (status.kind !== 'saving') return
          // A sweep whose records are not stored has not finished: a later visit offers to go on with it.
          if (await results.getState().saved())
            await storage.saveSweep({ ...sweep, status: storedStatus(status.ending) })
          set({ status: status.ending })
        } finally {
          release()
        }
      },
      pause() {
        if (get().status.kind !== 'running') return
        set({ status: { kind: 'paused' } })
        lab.pause()
      },
      resume() {
        if (get().status.kind !== 'paused') return
        set({ status: { kind: 'running' } })
        lab.resume()
      },
      stop() {
        if (!canStop(get().status)) return
        set({ status: { kind: 'stopping' } })
        lab.stop()
      },
      ...interruptedSweeps(services, set, get),
    }
  })
}

type Interrupted = Pick<RunState, 'offerInterrupted' | 'continueInterrupted' | 'dismissInterrupted'>

function interruptedSweeps(
  { storage, locks, config, results }: RunServices,
  set: RunStore['setState'],
  get: RunStore['getState'],
): Interrupted {
  return {
    async offerInterrupted(sweeps) {
      for (const sweep of sweeps) {
        if (!isUnfinished(sweep, results.getState().records) || (await locks.isHeld(sweep.id))) continue
        if (!isActive(get().status)) set({ interrupted: sweep })
        return
      }
    },
    async continueInterrupted() {
      const { interrupted } = get()
      if (!interrupted || isActive(get().status)) return
      config.getState().openSweep(interrupted)
      await get().start()
    },
    async dismissInterrupted() {
      const { interrupted } = get()
      if (!interrupted) return
      set({ interrupted: undefined })
      await storage.saveSweep({ ...interrupted, status: 'stopped' })
    },
  }
}

function drawNewStrings(config: ConfigStore): void {
  const { values, setField } = config.getState()
  const seeds = Array.isArray(values.seeds) ? values.seeds.map(Number) : []
  const next = Math.max(-1, ...seeds) + 1
  // Beyond the largest seed there is none: then from the first one again.
  const first = next + seeds.length - 1 > LARGEST_SEED ? 0 : next
  setField(
    'seeds',
    seeds.map((_, i) => first + i),
  )
}

/** Why the sweep that is set is not started, or how long it will take. */
function startPlan({ config, results, device }: RunServices): {
  readonly refusal: LabFailure | undefined
  readonly seconds: number | undefined
} {
  const { problems } = config.getState()
  const { refusal, seconds } = summarizePlan(
    config.getState(),
    results.getState().records,
    deviceReport(device.getState()),
  )
  const kind = problems.length > 0 ? 'config' : 'too-large'
  return { refusal: refusal === undefined ? undefined : { kind, message: refusal }, seconds }
}

/** A sweep that failed is offered again on the next visit: it did not finish, and nobody stopped it. */
function storedStatus({ kind }: RunStatus): StoredSweep['status'] {
  return kind === 'finished' || kind === 'stopped' ? kind : 'running'
}

/** What is left of a sweep to train, on the device that was chosen. */
function requestOf({ config, results, device, ownText }: RunServices, { trials }: Sweep): RunRequest {
  const { experiment, values } = config.getState()
  const { records } = results.getState()
  return {
    trials: withOwnText(remainingTrials(trials, records), ownText.getState().texts),
    backend: device.getState().choice,
    speed: deviceReport(device.getState())?.speed,
    extraFlop: experiment.extraFlop(values),
    numerics: begunBy(trials, records),
    tune: device.getState().tune,
    models: 'keep',
  }
}
