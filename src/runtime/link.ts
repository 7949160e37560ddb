/**
 * The near end of a lab thread: the page's worker, a worker that helps it, a thread of the command line. Comlink carries the calls; this
 * adds how a run begins and ends: whatever happens, a run has exactly one closing event, and nothing is said after it.
 */

import { type Endpoint, proxy, type Remote, transfer, wrap } from 'comlink'
import {
  type ClosingEvent,
  failedBy,
  isClosing,
  type LabEvent,
  type LabWorkerApi,
  type RunningEvent,
  type RunRequest,
} from './protocol'
import type { AnswerTo, Question } from './questions'

/** A thread, as far as a link needs it. */
export interface LabThread {
  /** The port at whose other end the API of `worker/lab-api.ts` is exposed. */
  readonly endpoint: Endpoint
  terminate(): void
  /** Calls back, with the reason, when the thread ends by itself. */
  onLost(listener: (reason: string) => void): void
}

/** The API of a lab thread, seen from another. Whatever it promises rejects when the thread is lost. */
export interface LabLink extends Omit<LabWorkerApi, 'run'> {
  /** One run at a time. @returns how it ended: a lost thread is a `device-lost`. Never rejects. */
  run(request: RunRequest, onEvent: (event: RunningEvent) => void): Promise<ClosingEvent>
  /** Ends the thread at once, and a run in it with `why`. */
  close(why?: ClosingEvent): void
  /** Resolves when the thread is gone, whoever ended it. */
  readonly gone: Promise<ClosingEvent>
}

export function openLink({ endpoint, terminate, onLost }: LabThread): LabLink {
  const api: Remote<LabWorkerApi> = wrap<LabWorkerApi>(endpoint)
  let leave: (why: ClosingEvent) => void = () => undefined
  const gone = new Promise<ClosingEvent>((resolve) => {
    leave = resolve
  })
  const close = (why: ClosingEvent = { type: 'stopped' }) => {
    terminate()
    leave(why)
  }
  onLost((reason) => close(failedBy('device-lost', `a training thread was lost: ${reason}`)))
  /** Told when the thread is lost. A race against `gone` would keep every answer for as long as the thread lives. */
  const waiting = new Set<(error: Error) => void>()
  void gone.then((end) => {
    const error = new Error(end.type === 'failed' ? end.failure.message : 'the thread was ended')
    for (const reject of waiting) reject(error)
  })
  /** The answer to a call; rejects when the thread is lost. */
  function unlessLost<T>(answer: Promise<T>): Promise<T> {
    return new Promise((resolve, reject) => {
      waiting.add(reject)
      answer.then(resolve, reject).finally(() => waiting.delete(reject))
    })
  }
  return {
    probe: (backend, onCompiled) => unlessLost(api.probe(backend, proxy(onCompiled))),
    benchmark: (backend, onProgress) => unlessLost(api.benchmark(backend, proxy(onProgress))),
    timeThread: (task) => unlessLost(api.timeThread(task)),
    async run(request, onEvent) {
      let over = false
      // The call returns on another port than the events do, so only a closing event or an error means that the run is over.
      const closing = new Promise<ClosingEvent>((resolve) => {
        const receive = (event: LabEvent) => {
          if (isClosing(event)) resolve(event)
          else if (!over) onEvent(event)
        }
        api
          .run(transfer(request, portsOf(request)), proxy(receive))
          .catch((error: unknown) => resolve(failedBy('internal', messageOf(error))))
      })
      const end = await Promise.race([gone, closing])
      over = true
      return end
    },
    openModel: (request, onProgress) => unlessLost(api.openModel(request, proxy(onProgress))),
    askModel: <Q extends Question>(session: number, question: Q) =>
      unlessLost(api.askModel(session, question) as Promise<AnswerTo<Q> | undefined>),
    abandonAnswer: (session) => void api.abandonAnswer(session),
    closeModel: (session) => void api.closeModel(session),
    pause: () => void api.pause(),
    resume: () => void api.resume(),
    stop: () => void api.stop(),
    close,
    gone,
  }
}

const portsOf = ({ seat }: RunRequest): MessagePort[] =>
  seat ? seat.ports.filter((port) => port !== undefined) : []

export const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** A thread of a browser. */
export const browserThread = (worker: Worker): LabThread => ({
  endpoint: worker,
  terminate: () => worker.terminate(),
  onLost(listener) {
    // A script that does not load is an event without a message.
    worker.addEventListener('error', ({ message }) =>
      listener(message || 'its script did not load. Reload the page when you are online.'),
    )
    worker.addEventListener('messageerror', () => listener('a message could not be read'))
  },
})
