/**
 * Sessions with trained models: a model is opened, asked and closed. One that is not kept is trained again from its trial, by a thread of its own, so
 * that a run here never waits for it. Loaded with the first session.
 */
import { multiplicities } from '@/core/data/dataset'
import { ownSymbols } from '@/core/data/own-symbols'
import { ceilingBits } from '@/core/metrics/bits'
import { drawnStrings } from '@/core/sweep/trial-strings'
import { raceAbort } from '@/engine/async/race-abort'
import { yieldToEvents } from '@/engine/async/yield-to-events'
import type { InspectedModel } from '@/engine/inspect/model-weights'
import type {
  AnswerTo,
  Lens,
  ModelClient,
  ModelRequest,
  Question,
  RetrainingProgress,
  TrainedModel,
} from '../questions'
import type { RunnerHost } from '../runner/host'
import {
  type AskedModel,
  answerBits,
  answerContinuation,
  answerCourse,
  answerString,
  modelThrough,
} from './answers'
import type { ModelStore } from './model-store'

interface Session {
  readonly closed: AbortController
  /** Ends the long answer that is under way. */
  abandon: () => void
  model: AskedModel | undefined
  /** The model as it was last looked at: most questions look at it in the same way. */
  seen: { readonly lens: string; readonly model: InspectedModel } | undefined
}

export function createModelSessions(store: ModelStore, host: Pick<RunnerHost, 'pool'>): ModelClient {
  const sessions = new Map<number, Session>()

  /** @throws RangeError where it is not open. */
  function opened(number: number): { readonly session: Session; readonly model: AskedModel } {
    const session = sessions.get(number)
    if (!session?.model) throw new RangeError(`session ${number} is not open`)
    return { session, model: session.model }
  }

  function through(number: number, { step, bits }: Lens): InspectedModel {
    const { session, model } = opened(number)
    const lens = `${step} ${bits}`
    const seen =
      session.seen?.lens === lens ? session.seen : { lens, model: modelThrough(model, { step, bits }) }
    session.seen = seen
    return seen.model
  }

  /** One at a time in a session: the next one ends it. */
  async function long<T>(
    number: number,
    answer: (inBetween: () => Promise<void>) => Promise<T>,
  ): Promise<T | undefined> {
    const { session } = opened(number)
    session.abandon()
    let over = false
    session.abandon = () => {
      over = true
    }
    try {
      return await answer(async () => {
        await yieldToEvents()
        if (over) throw new DOMException('abandoned', 'AbortError')
      })
    } catch (error) {
      if (over) return undefined
      throw error
    }
  }

  function answer(number: number, question: Question) {
    const { model } = opened(number)
    switch (question.type) {
      case 'string':
        return answerString(model, through(number, question.lens), question)
      case 'continuation':
        return long(number, (inBetween) =>
          answerContinuation(model, through(number, question.lens), question, inBetween),
        )
      case 'course':
        return long(number, (inBetween) => answerCourse(model, question, inBetween))
      case 'bits':
        return long(number, (inBetween) =>
          answerBits(model, through(number, question.lens), question, inBetween),
        )
      default:
        throw question satisfies never
    }
  }

  return {
    async openModel(request, onProgress) {
      const { session: number, trial, retrainOn } = request
      const kept = store.get(trial.key)
      if (!kept && retrainOn === undefined) return undefined
      const closed = new AbortController()
      const session: Session = { closed, abandon: () => undefined, model: undefined, seen: undefined }
      sessions.set(number, session)
      try {
        const model = kept ?? (await retrained(request, host, closed.signal, onProgress))
        if (!kept) store.keep(model)
        // A visitor's own text is with the model that was trained on it, and need not be with what is asked for.
        const { source, shape } = model.trial
        const strings = model.strings ?? drawnStrings(model.trial)
        session.model = { trial: model.trial, strings, snapshots: model.snapshots }
        return {
          retrained: !kept,
          steps: model.snapshots.map(({ step }) => step),
          strings: strings.training.count,
          heldOut: strings.heldOut.count,
          ceilingBits: ceilingBits(strings.training.sourceBits, multiplicities(strings.training)),
          symbols: strings.symbols ?? ownSymbols(source, shape.seqLen),
        }
      } catch (error) {
        sessions.delete(number)
        throw error
      }
    },
    askModel: async <Q extends Question>(number: number, question: Q) =>
      (await answer(number, question)) as AnswerTo<Q> | undefined,
    abandonAnswer: (number) => sessions.get(number)?.abandon(),
    closeModel(number) {
      sessions.get(number)?.abandon()
      sessions.get(number)?.closed.abort()
      sessions.delete(number)
    },
  }
}

/** @throws Error with what went wrong; an AbortError where it was cancelled. */
async function retrained(
  { trial, retrainOn: backend = 'auto', numerics }: ModelRequest,
  { pool }: Pick<RunnerHost, 'pool'>,
  signal: AbortSignal,
  onProgress: (progress: RetrainingProgress) => void,
): Promise<TrainedModel> {
  if (!pool)
    throw new Error('this browser gives no thread for training again: run the experiment, then look inside')
  const worker = pool.open()
  // A run is not to find its first worker gone.
  pool.warm?.()
  let trained: TrainedModel | undefined
  let problem: string | undefined
  onProgress({ what: undefined, step: 0, steps: trial.steps })
  try {
    // In the order of sums of its record, where that is known; not in one that would have to be looked for.
    const request = {
      trials: [trial],
      backend,
      numerics,
      tune: false,
      force: true,
      models: 'hand-over',
    } as const
    const run = worker.run(request, (event) => {
      switch (event.type) {
        case 'preparing':
          return onProgress({ what: event.what, step: event.step, steps: event.steps })
        case 'progress':
          return onProgress({ what: undefined, step: event.progress.step, steps: event.progress.steps })
        case 'model-trained':
          trained = event.model
          return
        case 'trial-failed':
          problem = event.message
          return
        default:
          return
      }
    })
    const end = await raceAbort(run, signal)
    if (end.type === 'failed') problem = end.failure.message
  } finally {
    worker.close()
  }
  if (!trained) throw new Error(problem ?? 'the model was not handed over')
  return trained
}
