/**
 * The page's lab worker. It is started when it is first needed; one whose device was lost, or which crashed, is thrown away, and the next
 * call starts a fresh one. Probes, benchmarks and runs take turns: they do not share the device.
 */
import type { BackendChoice } from '@/core/backends'
import type { BenchmarkProgress } from '@/core/benchmark/progress'
import type { BenchmarkReport } from '@/core/benchmark/report'
import { browserThread, type LabLink, type LabThread, messageOf, openLink } from '../link'
import { type ClosingEvent, type DeviceReport, failedBy, type LabEvent, type RunRequest } from '../protocol'
import type { ModelClient } from '../questions'

/** Sessions with trained models wait for no run and no probe, and none waits for them. */
export interface LabConnection extends ModelClient {
  /** Rejects where no device can be opened. Waits for a run to end. @param onCompiled kernels that are ready, of those it tests. */
  probe(backend: BackendChoice, onCompiled?: (done: number, of: number) => void): Promise<DeviceReport>
  /**
   * Measures how fast device and processor train. Waits for a probe to end; a run ends it.
   * @returns undefined where it was stopped. Rejects while a run is under way, and where no device can be opened.
   */
  benchmark(
    backend: BackendChoice,
    onProgress: (progress: BenchmarkProgress) => void,
  ): Promise<BenchmarkReport | undefined>
  stopBenchmark(): void
  /** Never rejects: what goes wrong is a `failed` event. Its last event, and only that one, closes the run. Waits for a probe to end. */
  run(request: RunRequest, onEvent: (event: LabEvent) => void): Promise<void>
  pause(): void
  resume(): void
  /** Ends a run that waits for its turn at once, another after its current step; a worker that does not answer in time is terminated. */
  stop(): void
  /** Ends worker and run at once. */
  terminate(): void
}

/** A step on a software GPU can take seconds, and stopping waits for it. */
const STOP_GRACE_MS = 20_000

const startLabWorker = (): LabThread =>
  browserThread(
    new Worker(new URL('../worker/lab.worker.ts', import.meta.url), { type: 'module', name: 'plateau lab' }),
  )

interface CurrentRun {
  hasTurn: boolean
  stopRequested: boolean
  /** Ends it without its turn. */
  readonly leave: () => void
}

export function connectLab(startThread: () => LabThread = startLabWorker): LabConnection {
  let link: LabLink | undefined
  let current: CurrentRun | undefined
  let lastTurn: Promise<unknown> = Promise.resolve()
  let benchmarking: { stopped: boolean; hasTurn: boolean } | undefined
  let stopTimer: ReturnType<typeof setTimeout> | undefined

  function opened(): LabLink {
    if (link) return link
    const fresh = openLink(startThread())
    link = fresh
    void fresh.gone.then(() => {
      if (link === fresh) link = undefined
    })
    return fresh
  }

  /** One call at a time: a run does not share the device with a probe. */
  function inTurn<T>(task: () => Promise<T>): Promise<T> {
    const turn = lastTurn.then(task)
    lastTurn = turn.catch(() => undefined)
    return turn
  }

  async function runToEnd(request: RunRequest, onEvent: (event: LabEvent) => void): Promise<ClosingEvent> {
    const own = opened()
    const end = await own.run(request, onEvent)
    if (end.type === 'failed') own.close(end)
    return end
  }

  /** A thread on which a call fails may have lost its device. */
  async function closedOnFailure<T>(call: (own: LabLink) => Promise<T>): Promise<T> {
    const own = opened()
    try {
      return await call(own)
    } catch (error) {
      own.close(failedBy('device-lost', messageOf(error)))
      throw error
    }
  }

  function stopBenchmark(): void {
    if (!benchmarking || benchmarking.stopped) return
    benchmarking.stopped = true
    if (benchmarking.hasTurn) link?.stop()
  }

  return {
    probe: (backend, onCompiled = () => undefined) =>
      inTurn(() => closedOnFailure((own) => own.probe(backend, onCompiled))),
    async benchmark(backend, onProgress) {
      if (current) throw new Error('a sweep is running')
      const own = { stopped: false, hasTurn: false }
      benchmarking = own
      try {
        return await inTurn(async () => {
          if (own.stopped) return undefined
          own.hasTurn = true
          return closedOnFailure((thread) => thread.benchmark(backend, onProgress))
        })
      } finally {
        if (benchmarking === own) benchmarking = undefined
      }
    },
    stopBenchmark,
    async run(request, onEvent) {
      stopBenchmark()
      let leave = (): void => undefined
      const left = new Promise<ClosingEvent>((resolve) => {
        leave = () => resolve({ type: 'stopped' })
      })
      const run: CurrentRun = { hasTurn: false, stopRequested: false, leave }
      current = run
      const ran = inTurn(async (): Promise<ClosingEvent> => {
        if (run.stopRequested) return { type: 'stopped' }
        run.hasTurn = true
        return runToEnd(request, onEvent)
      })
      const end = await Promise.race([left, ran]).catch((error: unknown) =>
        failedBy('internal', messageOf(error)),
      )
      clearTimeout(stopTimer)
      current = undefined
      onEvent(end)
    },
    ...modelClient(opened, () => link),
    pause: () => link?.pause(),
    resume: () => link?.resume(),
    stop() {
      if (!current || current.stopRequested) return
      current.stopRequested = true
      // The worker is at someone else's work, a probe's, which a stop is not meant for.
      if (!current.hasTurn) return current.leave()
      stopTimer = setTimeout(() => link?.close(), STOP_GRACE_MS)
      link?.stop()
    },
    terminate: () => link?.close(),
  }
}

/** @param opened starts a thread where there is none: models that a lost one had are trained again. */
const modelClient = (opened: () => LabLink, current: () => LabLink | undefined): ModelClient => ({
  openModel: (request, onProgress) => opened().openModel(request, onProgress),
  askModel: (session, question) => opened().askModel(session, question),
  abandonAnswer: (session) => current()?.abandonAnswer(session),
  closeModel: (session) => current()?.closeModel(session),
})
