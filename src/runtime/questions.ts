/** What is asked about trained models that are kept alive, and what is answered: plain data that crosses threads. */
import type { BackendChoice } from '@/core/backends'
import type { ModelPart } from '@/core/model/parts'
import type { Trial } from '@/core/sweep/trial'
import type { TrialStrings } from '@/core/sweep/trial-strings'

/** The weights of one model after a step, end to end in the family's order. */
export interface Snapshot {
  readonly step: number
  readonly weights: Float32Array
}

/** A model as the thread that trained it hands it over. */
export interface TrainedModel {
  readonly trial: Trial
  /** By ascending steps; the last is the end of the training. */
  readonly snapshots: readonly Snapshot[]
  /** Strings that its procedure brought; undefined where they are drawn, and can be drawn again. */
  readonly strings: TrialStrings | undefined
}

export interface ModelRequest {
  /** The asker's own number for the session, by which it asks and closes. */
  readonly session: number
  readonly trial: Trial
  /** Where it is trained again, if it is gone; unless given, it is not. */
  readonly retrainOn?: BackendChoice | undefined
  /** By which arithmetic it was trained before, as its record names it: kept where the device has it. */
  readonly numerics?: string | undefined
}

/** How far a model is that is trained again. */
export interface RetrainingProgress {
  /** What trains before the model itself, as in "Training the reference model"; undefined for the model. */
  readonly what: string | undefined
  readonly step: number
  readonly steps: number
}

export interface OpenedModel {
  /** Whether it had to be trained again: on another device, or in another order of sums, that is another model. */
  readonly retrained: boolean
  /** Steps whose weights are there, ascending; the last is the end of the training. */
  readonly steps: readonly number[]
  readonly strings: number
  readonly heldOut: number
  /** The most that anything could remember of its strings. */
  readonly ceilingBits: number
  /** How each symbol is written, where it stands for a character. */
  readonly symbols: readonly string[] | undefined
}

/** How a model is looked at: when, and with what done to it. */
export interface Lens {
  /** One of the opened model's steps. */
  readonly step: number
  /** Integers of so many bits that its matrices are rounded to, one scale for each; undefined for the weights as they are. */
  readonly bits: number | undefined
  /** Parts that are switched off. */
  readonly without: readonly ModelPart[]
}

export interface StringName {
  readonly of: 'training' | 'heldOut'
  readonly index: number
}

export interface StringQuestion {
  readonly type: 'string'
  readonly lens: Lens
  readonly string: StringName
  /** Symbols in place of the string's own, (S). */
  readonly tokens?: readonly number[] | undefined
  /** The position whose expectation and attention are asked for. */
  readonly position: number
}

export interface StringAnswer {
  readonly type: 'string'
  /** (S) */
  readonly tokens: Int32Array
  /** p of each symbol, given those before it. */
  readonly probabilities: Float64Array
  /** The likeliest symbol at each position. */
  readonly said: Int32Array
  /** Bits known of each symbol: its source's bits less what it costs. They sum to the string's memorised bits. */
  readonly bits: Float64Array
  /** Bits by which each symbol says which string of the training data it is: those cannot be known. */
  readonly choiceBits: Float64Array
  /** The likeliest symbols at the asked position, likeliest first; the right one is always among them. */
  readonly expected: readonly { readonly symbol: number; readonly probability: number }[]
  /** For each layer (H, position + 1): where each head looks at the asked position, BOS first, then the symbols before it. */
  readonly attention: readonly Float64Array[]
}

/** Greedy continuation. */
export interface ContinuationQuestion {
  readonly type: 'continuation'
  readonly lens: Lens
  readonly string: StringName
  readonly tokens?: readonly number[] | undefined
  /** Symbols that are given, 0 … S; the model goes on from there. */
  readonly prefix: number
}

export interface ContinuationAnswer {
  readonly type: 'continuation'
  /** The given symbols and those that the model says: S in all, or fewer where all would take too long. */
  readonly tokens: Int32Array
  /** As many of the string's own. */
  readonly right: Int32Array
  /** p of each of the string's own, given what was given and said before it. */
  readonly probabilities: Float64Array
}

/** Memorised bits of one string along the training. */
export interface CourseQuestion {
  readonly type: 'course'
  /** Its step is of no account. */
  readonly lens: Lens
  readonly string: StringName
  readonly tokens?: readonly number[] | undefined
}

export interface CourseAnswer {
  readonly type: 'course'
  /** All of the opened model's steps, or fewer where all would take too long; the last is always among them. */
  readonly steps: readonly number[]
  /** After each of them. */
  readonly bits: readonly number[]
}

/** Memorised bits of the strings, in all and one by one. */
export interface BitsQuestion {
  readonly type: 'bits'
  readonly lens: Lens
}

export interface BitsAnswer {
  readonly type: 'bits'
  /** Indices of the training strings that were measured: all, or an even sample where all would take too long. */
  readonly strings: Int32Array
  /** Memorised bits of each of them. */
  readonly bits: Float64Array
  /** Memorised bits of some held-out strings. */
  readonly heldOutBits: Float64Array
}

export type Question = StringQuestion | ContinuationQuestion | CourseQuestion | BitsQuestion
type Answer = StringAnswer | ContinuationAnswer | CourseAnswer | BitsAnswer
export type AnswerTo<Q extends Question> = Extract<Answer, { type: Q['type'] }>

/** The near end of sessions with trained models: in the page, and of each thread. A model is opened, asked and closed. */
export interface ModelClient {
  /**
   * @returns undefined where the model is gone and is not to be trained again.
   * Rejects where it cannot be trained again, where it is closed meanwhile, and when the thread is lost.
   */
  openModel(
    request: ModelRequest,
    onProgress: (progress: RetrainingProgress) => void,
  ): Promise<OpenedModel | undefined>
  /** @returns undefined where it was abandoned. Rejects for a session that is not open, and when the thread, and the session with it, is lost. */
  askModel<Q extends Question>(session: number, question: Q): Promise<AnswerTo<Q> | undefined>
  /** Ends the long answer that is under way in a session, if there is one. */
  abandonAnswer(session: number): void
  /** Ends a session, what it was asked, and the training that it waits for. */
  closeModel(session: number): void
}
