/** A trained model that is looked into: which model, string, step and symbol, what was done to it, and what it answers. */
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { BackendChoice } from '@/core/backends'
import { type ModelPart, modelParts, partName } from '@/core/model/parts'
import type { Trial } from '@/core/sweep/trial'
import type {
  BitsAnswer,
  ContinuationAnswer,
  Lens,
  ModelClient,
  OpenedModel,
  Question,
  RetrainingProgress,
  StringAnswer,
} from '@/runtime/questions'

export type ModelStatus =
  | { readonly kind: 'opening'; readonly progress: RetrainingProgress | undefined }
  /** It is not kept, and would take long to train again: it waits to be told to. */
  | { readonly kind: 'gone'; readonly seconds: number }
  | { readonly kind: 'open'; readonly model: OpenedModel }
  | { readonly kind: 'failed'; readonly message: string }

/** What is looked at. */
export interface Sight {
  /** Index of the training string. */
  readonly string: number
  /** Index of the held-out string beside it. */
  readonly heldOut: number
  readonly step: number
  /** The symbol that is asked about; undefined until there is an answer to choose it by. */
  readonly position: number | undefined
  /** Bits of each weight; undefined for the weights as they are. */
  readonly bits: number | undefined
  /** Parts that are switched off. */
  readonly without: readonly ModelPart[]
  /** Symbols that are given before the model goes on. */
  readonly prefix: number
  /** Symbols in place of the string's own. */
  readonly changed: readonly number[] | undefined
}

interface Answers {
  readonly answer: StringAnswer | undefined
  readonly goesOn: ContinuationAnswer | undefined
  readonly heldOutGoesOn: ContinuationAnswer | undefined
  /** Memorised bits of the string at each of the model's steps. */
  readonly course: ArrayLike<number> | undefined
}

export interface MicroscopeState extends Sight, Answers {
  readonly trial: Trial
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
  close(): void
}

export type MicroscopeStore = StoreApi<MicroscopeState>

export interface MicroscopeServices {
  readonly lab: ModelClient
  readonly retrainOn: () => BackendChoice
  /** How long training a model takes here. */
  readonly secondsOf: (trial: Trial) => number
}

/** What is trained again unasked. */
const UNASKED_SECONDS = 10
/** After this long at rest all strings are measured. */
const REST_MS = 150
export const ROUNDINGS = [8, 7, 6, 5, 4, 3, 2] as const
/** The interpreter does some 10⁹ operations a second: parts are measured one by one where all of them take a few seconds. */
const PARTS_OPERATIONS = 4e9
const MOST_MEASURED = 400

/** Equal names look at a model in the same way. */
export const lensName = ({ step, bits, without }: Lens): string =>
  [step, bits ?? 'all', ...without.map(partName).toSorted()].join(' ')

export const lensOf = ({ step, bits, without }: Sight): Lens => ({ step, bits, without })

const NO_ANSWERS: Answers = {
  answer: undefined,
  goesOn: undefined,
  heldOutGoesOn: undefined,
  course: undefined,
}

const firstSight = (trial: Trial, string: number): Sight => ({
  string,
  heldOut: 0,
  step: trial.steps,
  position: undefined,
  bits: undefined,
  without: [],
  prefix: Math.min(3, trial.shape.seqLen - 1),
  changed: undefined,
})

/** A symbol that the model says wrong though it can be known, else the last one. */
function telling({ tokens, said, choiceBits }: StringAnswer): number {
  const wrong = said.findIndex((symbol, t) => symbol !== tokens[t] && choiceBits[t] === 0)
  return wrong < 0 ? tokens.length - 1 : wrong
}

/** The ways of looking that are measured without being asked for: as it is seen, in full, rounded, and without each part. */
function lensesFor(state: MicroscopeState): Lens[] {
  const own = lensOf(state)
  const { family, shape, params, datasetSize } = state.trial
  const parts = modelParts(family, shape)
  const isCheap = parts.length * 2 * params * shape.seqLen * datasetSize < PARTS_OPERATIONS
  return [
    own,
    { ...own, bits: undefined, without: [] },
    ...[undefined, ...ROUNDINGS].map((bits) => ({ ...own, bits })),
    { ...own, without: [] },
    ...(isCheap ? parts.map((part) => ({ ...own, without: [part] })) : []),
  ]
}

let lastSession = 0

export function createMicroscopeStore(services: MicroscopeServices, first: Trial): MicroscopeStore {
  const { lab, secondsOf } = services

  return createStore<MicroscopeState>()((set, get) => {
    let session = 0
    /** Raised with everything that is seen anew. */
    let version = 0
    let isAsking = false
    let isSecondTry = false
    let resting: ReturnType<typeof setTimeout> | undefined

    async function openSession(isLongAllowed: boolean): Promise<void> {
      leave()
      const own = ++lastSession
      session = own
      const { trial } = get()
      const isCurrent = () => session === own
      set({ status: { kind: 'opening', progress: undefined } })
      const seconds = secondsOf(trial)
      const retrainOn = isLongAllowed || seconds <= UNASKED_SECONDS ? services.retrainOn() : undefined
      try {
        const model = await lab.openModel({ session: own, trial, retrainOn }, (progress) => {
          if (isCurrent() && get().status.kind === 'opening') set({ status: { kind: 'opening', progress } })
        })
        if (!isCurrent()) return
        set({ status: model ? { kind: 'open', model } : { kind: 'gone', seconds }, measured: new Map() })
        if (model) lookAgain()
      } catch (error) {
        if (isCurrent()) set({ status: { kind: 'failed', message: messageOf(error) } })
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
          await askOnce(own)
        }
        isSecondTry = false
      } catch (error) {
        await recover(own, error)
      } finally {
        isAsking = false
      }
      if (session !== own) return void askAll()
      resting = setTimeout(() => void measure(), REST_MS)
    }

    async function askOnce(own: number): Promise<void> {
      const { trial, string: index, heldOut, prefix, position, changed: tokens, ...rest } = get()
      if (rest.status.kind !== 'open') return
      const lens = lensOf(get())
      const ask = <Q extends Question>(question: Q) => lab.askModel(own, question)
      const string = { of: 'training', index } as const
      const asked = position ?? trial.shape.seqLen - 1
      const [answer, goesOn, heldOutGoesOn, course] = await Promise.all([
        ask({ type: 'string', lens, string, tokens, position: asked }),
        ask({ type: 'continuation', lens, string, tokens, prefix }),
        ask({ type: 'continuation', lens, string: { of: 'heldOut', index: heldOut }, prefix }),
        ask({ type: 'course', lens, string, tokens }),
      ])
      if (session !== own) return
      set({ answer, goesOn, heldOutGoesOn, course: course?.bits })
      if (position === undefined && answer) {
        set({ position: telling(answer) })
        version++
      }
    }

    /** A session that was lost with its thread is opened again, once. */
    async function recover(own: number, error: unknown): Promise<void> {
      if (session !== own) return
      if (isSecondTry) set({ status: { kind: 'failed', message: messageOf(error) } })
      else {
        isSecondTry = true
        await openSession(false)
      }
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

    return {
      ...firstSight(first, 0),
      ...NO_ANSWERS,
      trial: first,
      status: { kind: 'opening', progress: undefined },
      measured: new Map(),
      async open(trial, string = 0) {
        set({ trial, ...firstSight(trial, string), ...NO_ANSWERS, measured: new Map() })
        await openSession(false)
      },
      retrain: () => openSession(true),
      cancel() {
        if (get().status.kind !== 'opening') return
        leave()
        set({ status: { kind: 'gone', seconds: secondsOf(get().trial) } })
      },
      see(changes) {
        const anew = changes.string !== undefined ? { changed: undefined, position: undefined } : {}
        set({ ...anew, ...changes })
        lookAgain()
      },
      close: leave,
    }
  })
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
