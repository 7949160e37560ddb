/** A trained model that a test plays: eight symbols, of which the fifth is said wrong, and the first two say which string it is. */
import type { ModelClient, ModelRequest, OpenedModel, Question } from '@/runtime/questions'

const STRINGS = 16

export const FAKE_MODEL: OpenedModel = {
  retrained: false,
  steps: [0, 75, 300],
  strings: STRINGS,
  heldOut: 256,
  ceilingBits: 448,
  symbols: undefined,
}

const TOKENS = [0, 1, 2, 3, 4, 5, 6, 7]
const SAID = [9, 9, 2, 3, 9, 5, 6, 7]

/** In all 240 bits, half of them rounded to 4 bits, and 100 less for each part that is off. */
const totalOf = ({ lens }: Question): number => (lens.bits === 4 ? 120 : 240) - 100 * lens.without.length

/** @param bitsOf of one string. */
function answerTo(question: Question, bitsOf: (question: Question, string: number) => number) {
  switch (question.type) {
    case 'string': {
      const tokens = question.tokens ?? TOKENS
      const { position } = question
      const heads = [0.7, 0.1].map((weight, head) =>
        Array.from({ length: position + 1 }, (_, i) =>
          i === position ? weight : i === 0 && head === 1 ? 0.8 : 0.01,
        ),
      )
      return {
        type: 'string',
        tokens: Int32Array.from(tokens),
        probabilities: Float64Array.from(tokens, (_, t) => (t === 4 ? 0.19 : 0.9)),
        said: Int32Array.from(SAID),
        bits: new Float64Array(8).fill(3),
        choiceBits: Float64Array.of(3, 1, 0, 0, 0, 0, 0, 0),
        expected: [
          { symbol: SAID[position]!, probability: 0.32 },
          { symbol: tokens[position]!, probability: 0.19 },
        ].slice(SAID[position] === tokens[position] ? 1 : 0),
        attention: [Float64Array.from(heads.flat())],
      }
    }
    case 'continuation': {
      const isSeen = question.string.of === 'training'
      const right = isSeen ? TOKENS : [15, 14, 13, 12, 11, 10, 9, 8]
      const said = isSeen ? SAID : new Array<number>(8).fill(0)
      return {
        type: 'continuation',
        tokens: Int32Array.from(right, (own, t) => (t < question.prefix ? own : said[t]!)),
        right: Int32Array.from(right),
        probabilities: new Float64Array(8).fill(0.5),
      }
    }
    case 'course':
      return { type: 'course', steps: [0, 75, 300], bits: [0, 10, 24] }
    case 'bits':
      return {
        type: 'bits',
        strings: Int32Array.from({ length: STRINGS }, (_, n) => n),
        bits: Float64Array.from({ length: STRINGS }, (_, n) => bitsOf(question, n)),
        heldOutBits: new Float64Array(2).fill(-3),
      }
    default:
      throw question satisfies never
  }
}

interface FakeModelsOptions {
  /** Whether it opens without being trained again. */
  readonly isKept?: boolean
  /** In place of what it opens with. */
  readonly open?: (request: ModelRequest) => Promise<OpenedModel | undefined>
}

export function fakeModels({ isKept = true, open }: FakeModelsOptions = {}) {
  const questions: Question[] = []
  const opened: ModelRequest[] = []
  const calls: string[] = []
  /** What each question waits for, or fails of; what a model opens with, in place of itself; how many bits it knows in all, and which share of them is of a string. */
  const gate = {
    wait: async (_: Question): Promise<void> => undefined,
    open,
    totalOf,
    shareOf: (_: number): number => 1 / STRINGS,
  }
  const openFake = async ({ retrainOn }: ModelRequest): Promise<OpenedModel | undefined> =>
    isKept ? FAKE_MODEL : retrainOn && { ...FAKE_MODEL, retrained: true }
  const lab = {
    openModel(request: ModelRequest) {
      opened.push(request)
      return (gate.open ?? openFake)(request)
    },
    async askModel(_: number, question: Question) {
      questions.push(question)
      await gate.wait(question)
      return answerTo(question, (asked, string) => gate.totalOf(asked) * gate.shareOf(string))
    },
    abandonAnswer: () => void calls.push('abandon'),
    closeModel: (session: number) => void calls.push(`close ${session}`),
  } as ModelClient
  return { lab, questions, opened, calls, gate }
}
