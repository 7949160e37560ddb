/** A trained model that is looked into: which model, string, step and symbol, what was done to it, and what it answers. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BackendChoice } from '@/core/backends'
import type { Trial } from '@/core/sweep/trial'
import type {
  BitsAnswer,
  ContinuationAnswer,
  CourseAnswer,
  Lens,
  ModelClient,
  OpenedModel,
  RetrainingProgress,
  StringAnswer,
} from '@/runtime/questions'
import { firstSight, lensesFor, lensName, lensOf, type Sight, telling } from './microscope-sight'

/** What components show of a model, as the worker told it. */
export type { BitsAnswer, ContinuationAnswer, Lens, OpenedModel, StringAnswer }

export type ModelStatus =
  | { readonly kind: 'opening'; readonly progress: RetrainingProgress | undefined }
  /** It is not kept, and would take long to train again: it waits to be told to. */
  | { readonly kind: 'gone'; readonly seconds: number }
  | { readonly kind: 'open'; readonly model: OpenedModel }
  | { readonly kind: 'failed'; readonly message: string }

interface Answers {
  readonly answer: StringAnswer | undefined
  /** The string's own symbols, as it was learned: those of the answer, before any was changed. */
  readonly learned: StringAnswer['tokens'] | undefined
  readonly goesOn: ContinuationAnswer | undefined
  readonly heldOutGoesOn: ContinuationAnswer | undefined
  /** Memorised bits of the string along the training, and what they were asked about. */
  readonly course: CourseAnswer | undefined
  readonly courseOf: string
}

export interface MicroscopeState extends Sight, Answers {
  readonly trial: Trial
  /** Whether its training is played: what changes by itself is not read out. */
  readonly isPlaying: boolean
  readonly status: ModelStatus
  /** Memorised bits of all strings, by {@link lensName}. */
  readonly measured: ReadonlyMap<string, BitsAnswer>
  /** Opens a model. @param string to look at first. */
  open(trial: Trial, string?: number): Promise<void>
  /** Trains the model again that is gone, however long it takes. */
  retrain(): Promise<void>
  /** Ends a training that is waited for. */
  cancel(): void
  see(changes: Partial<Sight>): void
  setPlaying(isPlaying: boolean): void
  close(): void
}

export type MicroscopeStore = StoreApi<MicroscopeState>

export interface MicroscopeServices {
  readonly lab: ModelClient
  readonly retrainOn: () => BackendChoice
  /** The arithmetic of a model's record, where there is one: by it, it is trained again to the same bits. */
  readonly numericsOf?: ((trial: Trial) => string | undefined) | undefined
  /** How long training a model takes here. */
  readonly secondsOf: (trial: Trial) => number
}

/** What is trained again unasked. */
const UNASKED_SECONDS = 10
/** After this long at rest all strings are measured. */
const REST_MS = 150
const MOST_MEASURED = 200

const NO_ANSWERS: Answers = {
  answer: undefined,
  learned: undefined,
  goesOn: undefined,
  heldOutGoesOn: undefined,
  course: undefined,
  courseOf: '',
}

let lastSession = 0

type Set = StoreApi<MicroscopeState>['setState']
type Get = StoreApi<MicroscopeState>['getState']

/** One model at a time: a new session ends the one before it. */
function createSession({ lab, secondsOf, retrainOn, numericsOf }: MicroscopeServices, set: Set, get: Get) {
  let session = 0
  /** Raised with everything that is seen anew. */
  let version = 0
  let isAsking = false
  let isSecondTry = false
  let resting: ReturnType<typeof setTimeout> | undefined

  async function open(isLongAllowed: boolean): Promise<void> {
    leave()
    const own = ++lastSession
    session = own
    const { trial } = get()
    const seconds = secondsOf(trial)
    set({ status: { kind: 'opening', progress: undefined } })
    const isShort = isLongAllowed || seconds <= UNASKED_SECONDS
    const numerics = numericsOf?.(trial)
    const request = { session: own, trial, retrainOn: isShort ? retrainOn() : undefined, numerics }
    try {
      const model = await lab.openModel(request, (progress) => {
        if (session === own && get().status.kind === 'opening') set({ status: { kind: 'opening', progress } })
      })
      if (session !== own) return
      set({ status: model ? { kind: 'open', model } : { kind: 'gone', seconds }, measured: new Map() })
      if (model) lookAgain()
    } catch (error) {
      if (session === own) set({ status: { kind: 'failed', message: messageOf(error) } })
    }
  }

  function leave(): void {
    clearTimeout(resting)
    if (session > 0) lab.closeModel(session)
    session = 0
  }

  function lookAgain(): void {
    version++
    clearTimeout(resting)
    if (session > 0) lab.abandonAnswer(session)
    void askAll()
  }

  /** One round at a time: what is seen meanwhile is asked for when it is over, and what was seen in between is not. */
  async function askAll(): Promise<void> {
    if (isAsking) return
    isAsking = true
    const own = session
    try {
      for (let asked = -1; asked !== version && session === own && own > 0; ) {
        asked = version
        for await (const answers of answersTo(get(), lab, own)) {
          if (session !== own) break
          set(answers)
          if (version !== asked) break
        }
        const { position, answer } = get()
        if (session !== own || position !== undefined || !answer) continue
        set({ position: telling(answer) })
        version++
      }
      isSecondTry = false
    } catch (error) {
      if (session === own) await recover(error)
    } finally {
      isAsking = false
    }
    if (session !== own) return void askAll()
    resting = setTimeout(() => void measure(), REST_MS)
  }

  /** A session that was lost with its thread is opened again, once. */
  async function recover(error: unknown): Promise<void> {
    if (isSecondTry) return set({ status: { kind: 'failed', message: messageOf(error) } })
    isSecondTry = true
    await open(false)
  }

  async function measure(): Promise<void> {
    const [own, seen] = [session, version]
    const isCurrent = () => session === own && version === seen && own > 0
    for (const lens of lensesFor(get())) {
      const name = lensName(lens)
      if (!isCurrent()) return
      if (get().measured.has(name)) continue
      const answer = await lab.askModel(own, { type: 'bits', lens }).catch(() => undefined)
      if (!isCurrent() || !answer) return
      const kept = [...get().measured].slice(-MOST_MEASURED)
      set({ measured: new Map([...kept, [name, answer]]) })
    }
  }

  return { open, leave, lookAgain }
}

/** One after another, what is seen first in front: whoever looks on meanwhile need not wait for the others. */
async function* answersTo(
  { trial, status, ...sight }: MicroscopeState,
  lab: ModelClient,
  session: number,
): AsyncGenerator<Partial<Answers>> {
  if (status.kind !== 'open') return
  const { string: index, heldOut, prefix, changed: tokens } = sight
  const lens = lensOf(sight)
  const string = { of: 'training', index } as const
  const unseen = { of: 'heldOut', index: heldOut } as const
  const position = sight.position ?? trial.shape.seqLen - 1
  const answer = await lab.askModel(session, { type: 'string', lens, string, tokens, position })
  yield tokens ? { answer } : { answer, learned: answer?.tokens }
  if (sight.position === undefined) return
  yield { goesOn: await lab.askModel(session, { type: 'continuation', lens, string, tokens, prefix }) }
  yield { heldOutGoesOn: await lab.askModel(session, { type: 'continuation', lens, string: unseen, prefix }) }
  // The same at every step.
  const courseOf = JSON.stringify([index, tokens, { ...lens, step: 0 }])
  if (sight.courseOf === courseOf) return
  const course = await lab.askModel(session, { type: 'course', lens, string, tokens })
  if (course) yield { course, courseOf }
}

export function createMicroscopeStore(services: MicroscopeServices, first: Trial): MicroscopeStore {
  return createStore<MicroscopeState>()((set, get) => {
    const session = createSession(services, set, get)
    return {
      ...firstSight(first, 0),
      ...NO_ANSWERS,
      trial: first,
      isPlaying: false,
      status: { kind: 'opening', progress: undefined },
      measured: new Map(),
      async open(trial, string = 0) {
        set({ trial, ...firstSight(trial, string), ...NO_ANSWERS, measured: new Map() })
        await session.open(false)
      },
      retrain: () => session.open(true),
      cancel() {
        if (get().status.kind !== 'opening') return
        session.leave()
        set({ status: { kind: 'gone', seconds: services.secondsOf(get().trial) } })
      },
      see(changes) {
        const anew = changes.string !== undefined ? { changed: undefined, position: undefined } : {}
        set({ ...anew, ...changes })
        session.lookAgain()
      },
      setPlaying: (isPlaying) => set({ isPlaying }),
      close: session.leave,
    }
  })
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
