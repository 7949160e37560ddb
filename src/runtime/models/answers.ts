/** Answers to what is asked about one model. Pure but for the slices in which long answers are computed. */
import { choiceBits } from '@/core/data/choice'
import type { Dataset } from '@/core/data/dataset'
import { symbolBits } from '@/core/data/symbol-bits'
import { natsToBits } from '@/core/metrics/bits'
import { roundMatrices } from '@/core/metrics/matrix-rounding'
import { quantizeToInteger } from '@/core/metrics/quantize'
import { evenSample } from '@/core/metrics/recall'
import { familyById } from '@/core/model/families'
import type { Trial } from '@/core/sweep/trial'
import type { TrialStrings } from '@/core/sweep/trial-strings'
import { predict, stringNats } from '@/engine/inspect/inspect'
import { type InspectedModel, inspectedModel } from '@/engine/inspect/model-weights'
import type {
  BitsAnswer,
  BitsQuestion,
  ContinuationAnswer,
  ContinuationQuestion,
  CourseAnswer,
  CourseQuestion,
  Lens,
  Snapshot,
  StringAnswer,
  StringName,
  StringQuestion,
} from '../questions'

export interface AskedModel {
  readonly trial: Trial
  readonly strings: TrialStrings
  readonly snapshots: readonly Snapshot[]
}

/** Symbols of an expectation that are told. */
const TOLD_SYMBOLS = 8
/** The interpreter does some 10⁹ operations a second, and no answer is to take longer than about two. */
const MOST_OPERATIONS = 2e9
/** About four milliseconds. */
const SLICE_OPERATIONS = 4e6
const HELD_OUT_MEASURED = 32
/** A third of a second each. */
const CONTINUATION_OPERATIONS = 3e8
const COURSE_OPERATIONS = 3e8
const [LEAST_SAID, MOST_SAID] = [8, 64]
const LEAST_IN_COURSE = 5

/** @throws RangeError for a step that was not kept. */
export function modelThrough(
  { trial, snapshots }: AskedModel,
  { step, bits }: Pick<Lens, 'step' | 'bits'>,
): InspectedModel {
  const { family, shape } = trial
  const snapshot = snapshots.find((own) => own.step === step)
  if (!snapshot) throw new RangeError(`no weights of step ${step}`)
  const { weights } = snapshot
  const specs = familyById(family).parameters(shape)
  const rounded =
    bits === undefined ? weights : roundMatrices(weights, specs, (values) => quantizeToInteger(values, bits))
  return inspectedModel(family, shape, rounded)
}

export function answerString(
  asked: AskedModel,
  model: InspectedModel,
  question: StringQuestion,
): StringAnswer {
  const { own, sourceBits } = stringOf(asked.strings, question.string)
  const tokens = Int32Array.from(question.tokens ?? own)
  const { vocab } = model.shape
  const { logits, nats, attention } = predict(model, tokens, question.lens.without, question.position)
  const source = symbolBits(asked.trial.source, tokens, sourceBits)
  return {
    type: 'string',
    tokens,
    probabilities: nats.map((cost) => Math.exp(-cost)),
    said: Int32Array.from(tokens, (_, t) => likeliest(logits, t, vocab)),
    bits: nats.map((cost, t) => source[t]! - natsToBits(cost)),
    choiceBits: choiceBits(asked.strings.training, tokens),
    expected: expectedAt(logits, nats, tokens, question.position),
    attention,
  }
}

/**
 * Greedy decoding with the string itself as a draft: one forward pass tells how far the model says the same, and only where it says something
 * else does what follows have to be asked for anew. A string that is known takes one pass, and none takes more than there are symbols to say.
 * @param inBetween as of {@link answerBits}.
 */
export async function answerContinuation(
  { strings, trial }: Pick<AskedModel, 'strings' | 'trial'>,
  model: InspectedModel,
  { string, tokens: changed, prefix, lens }: ContinuationQuestion,
  inBetween: () => Promise<void>,
): Promise<ContinuationAnswer> {
  const whole = Int32Array.from(changed ?? stringOf(strings, string).own)
  const passes = Math.floor(CONTINUATION_OPERATIONS / (2 * trial.params * (prefix + MOST_SAID)))
  const right = whole.subarray(0, prefix + Math.max(LEAST_SAID, Math.min(MOST_SAID, passes)))
  const tokens = right.slice()
  const { vocab } = model.shape
  let prediction = predict(model, tokens, lens.without)
  for (let t = prefix; t < tokens.length; t++) {
    const said = likeliest(prediction.logits, t, vocab)
    if (said === tokens[t]) continue
    tokens[t] = said
    await inBetween()
    prediction = predict(model, tokens, lens.without)
  }
  const { logits, nats } = prediction
  // Symbols that it said wrong cost what they cost: the right ones that less the difference of their logits.
  const probabilities = nats.map((cost, t) => {
    const row = t * vocab
    return Math.exp(logits[row + right[t]!]! - logits[row + tokens[t]!]! - cost)
  })
  return { type: 'continuation', tokens, right: right.slice(), probabilities }
}

/** @param inBetween as of {@link answerBits}. */
export async function answerCourse(
  asked: AskedModel,
  { string, tokens, lens }: CourseQuestion,
  inBetween: () => Promise<void>,
): Promise<CourseAnswer> {
  const { own, sourceBits } = stringOf(asked.strings, string)
  const shown = Int32Array.from(tokens ?? own)
  const source = symbolBits(asked.trial.source, shown, sourceBits).reduce((sum, bits) => sum + bits, 0)
  const { length } = asked.snapshots
  const most = Math.max(LEAST_IN_COURSE, COURSE_OPERATIONS / (2 * asked.trial.params * shown.length))
  // The last is always among them: the sample is taken from the end.
  const chosen = evenSample(length, Math.floor(most)).map((i) => asked.snapshots[length - 1 - i]!)
  const steps: number[] = []
  const bits: number[] = []
  for (const { step } of chosen.reverse()) {
    const [nats] = stringNats(modelThrough(asked, { ...lens, step }), shown, lens.without)
    steps.push(step)
    bits.push(source - natsToBits(nats!))
    await inBetween()
  }
  return { type: 'course', steps, bits }
}

/** @param inBetween called after every few milliseconds of work. @throws what it throws, to end the answer. */
export async function answerBits(
  { trial, strings }: AskedModel,
  model: InspectedModel,
  { lens }: BitsQuestion,
  inBetween: () => Promise<void>,
): Promise<BitsAnswer> {
  const operations = 2 * trial.params * trial.shape.seqLen
  const slice = Math.max(1, Math.floor(SLICE_OPERATIONS / operations))
  const most = Math.max(HELD_OUT_MEASURED, Math.floor(MOST_OPERATIONS / operations))
  async function memorized({ tokens, count, seqLen, sourceBits }: Dataset, atMost: number) {
    const indices = evenSample(count, atMost)
    const bits = new Float64Array(indices.length)
    for (let from = 0; from < indices.length; from += slice) {
      const own = indices.slice(from, from + slice)
      const part = new Int32Array(own.length * seqLen)
      for (const [i, n] of own.entries()) part.set(tokens.subarray(n * seqLen, (n + 1) * seqLen), i * seqLen)
      stringNats(model, part, lens.without).forEach((nats, i) => {
        bits[from + i] = sourceBits[own[i]!]! - natsToBits(nats)
      })
      await inBetween()
    }
    return { strings: Int32Array.from(indices), bits }
  }
  const training = await memorized(strings.training, most)
  const heldOut = await memorized(strings.heldOut, HELD_OUT_MEASURED)
  return { type: 'bits', ...training, heldOutBits: heldOut.bits }
}

/** @throws RangeError for a string that is not there. */
function stringOf(strings: TrialStrings, { of, index }: StringName) {
  const { tokens, seqLen, count, sourceBits } = strings[of]
  if (!(index >= 0 && index < count)) throw new RangeError(`no string ${index} among ${count}`)
  return { own: tokens.subarray(index * seqLen, (index + 1) * seqLen), sourceBits: sourceBits[index]! }
}

/** The symbol of the largest logit at a position; of equal ones the first, as in a greedy decoder. */
function likeliest(logits: Float64Array, position: number, vocab: number): number {
  let best = 0
  for (let v = 1; v < vocab; v++) {
    if (logits[position * vocab + v]! > logits[position * vocab + best]!) best = v
  }
  return best
}

function expectedAt(
  logits: Float64Array,
  nats: Float64Array,
  tokens: Int32Array,
  position: number,
): StringAnswer['expected'] {
  const vocab = logits.length / tokens.length
  const row = logits.subarray(position * vocab, (position + 1) * vocab)
  const right = tokens[position]!
  // ln Σ exp z, by what the right symbol costs.
  const normalizer = nats[position]! + row[right]!
  const told = Array.from(row, (logit, symbol) => ({ symbol, probability: Math.exp(logit - normalizer) }))
    .toSorted((a, b) => b.probability - a.probability)
    .filter(({ symbol }, rank) => rank < TOLD_SYMBOLS || symbol === right)
  return told.length > TOLD_SYMBOLS ? told.toSpliced(TOLD_SYMBOLS - 1, 1) : told
}
