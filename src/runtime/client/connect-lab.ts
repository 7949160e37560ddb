/**
 * The page's end of the lab worker. A worker is started when it is first needed; one whose device was lost, or which crashed, is
 * thrown away, and the next call starts a fresh one. Whatever happens, a run ends with exactly one closing event, its last.
 */
import { type Endpoint, proxy, type Remote, wrap } from 'comlink'
import type { BackendChoice, DeviceReport, LabEvent, LabFailure, LabWorkerApi, RunRequest } from '../protocol'

export interface LabConnection {
  /** Rejects where no device can be opened. Waits for a run to end. @param onCompiled kernels that are ready, of those it tests. */
  probe(backend: BackendChoice, onCompiled?: (done: number, of: number) => void): Promise<DeviceReport>
  /** Never rejects: what goes wrong is a `failed` event. Waits for a probe to end. */
  run(request: RunRequest, onEvent: (event: LabEvent) => void): Promise<void>
  pause(): void
  resume(): void
  /** Ends the run after its current step; a worker that does not answer in time is terminated. */
  stop(): void
  /** Ends worker and run at once. */
  terminate(): void
}

type ClosingEvent = Extract<LabEvent, { type: 'finished' | 'stopped' | 'failed' }>

/** What a connection needs of a Worker. */
export type LabThread = Endpoint & { terminate(): void }

interface OpenThread {
  readonly api: Remote<LabWorkerApi>
  /** Resolves when the worker is gone, with what that means for a run in it. */
  readonly gone: Promise<ClosingEvent>
  close(why: ClosingEvent): void
}

/** A step on a software GPU can take seconds, and stopping waits for it. */
const STOP_GRACE_MS = 20_000

const startLabWorker = (): LabThread =>
  new Worker(new URL('../worker/lab.worker.ts', import.meta.url), { type: 'module', name: 'plateau lab' })

export function connectLab(startThread: () => LabThread = startLabWorker): LabConnection {
  let thread: OpenThread | undefined
  let current: { stopRequested: boolean } | undefined
  let lastTurn: Promise<unknown> = Promise.resolve()
  let stopTimer: ReturnType<typeof setTimeout> | undefined

  function opened(): OpenThread {
    if (thread) return thread
    const fresh = openThread(startThread())
    thread = fresh
    void fresh.gone.then(() => {
      thread = undefined
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
    const { api, gone, close } = opened()
    let over = false
    let settle: (event: ClosingEvent) => void = () => undefined
    const closing = new Promise<ClosingEvent>((resolve) => {
      settle = resolve
    })
    const receive = (event: LabEvent) => {
      if (isClosing(event)) settle(event)
      else if (!over) onEvent(event)
    }
    // The call returns on another port than the events do, so neither alone means that the run is over.
    const answered = api.run(request, proxy(receive)).then(
      () => closing,
      (error: unknown) => failed('internal', messageOf(error)),
    )
    const end = await Promise.race([gone, answered])
    over = true
    if (end.type === 'failed') close(end)
    return end
  }

  return {
    probe: (backend, onCompiled = () => undefined) =>
      inTurn(async () => {
        const { api, gone, close } = opened()
        const noAnswer = gone.then((end) => {
          throw new Error(end.type === 'failed' ? end.failure.message : 'the probe was ended')
        })
        try {
          return await Promise.race([api.probe(backend, proxy(onCompiled)), noAnswer])
        } catch (error) {
          close(failed('device-lost', messageOf(error)))
          throw error
        }
      }),
    async run(request, onEvent) {
      const run = { stopRequested: false }
      current = run
      const end = await inTurn(async () =>
        run.stopRequested ? ({ type: 'stopped' } as const) : runToEnd(request, onEvent),
      ).catch((error: unknown) => failed('internal', messageOf(error)))
      clearTimeout(stopTimer)
      current = undefined
      onEvent(end)
    },
    pause: () => void thread?.api.pause(),
    resume: () => void thread?.api.resume(),
    stop() {
      if (!current || current.stopRequested) return
      current.stopRequested = true
      stopTimer = setTimeout(() => thread?.close({ type: 'stopped' }), STOP_GRACE_MS)
      void thread?.api.stop()
    },
    terminate: () => thread?.close({ type: 'stopped' }),
  }
}

function openThread(worker: LabThread): OpenThread {
  let leave: (why: ClosingEvent) => void = () => undefined
  const gone = new Promise<ClosingEvent>((resolve) => {
    leave = resolve
  })
  const close = (why: ClosingEvent) => {
    worker.terminate()
    leave(why)
  }
  const crashed = (event: Event) =>
    close(
      failed('device-lost', `the worker crashed: ${'message' in event ? event.message : 'no reason given'}`),
    )
  worker.addEventListener('error', (event) => crashed(event as Event))
  worker.addEventListener('messageerror', (event) => crashed(event as Event))
  return { api: wrap<LabWorkerApi>(worker), gone, close }
}

const isClosing = (event: LabEvent): event is ClosingEvent =>
  event.type === 'finished' || event.type === 'stopped' || event.type === 'failed'

const failed = (kind: LabFailure['kind'], message: string): ClosingEvent => ({
  type: 'failed',
  failure: { kind, message },
})

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
