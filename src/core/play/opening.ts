/**
 * Frames as text: those that the landing page opens with are in a file, a recorded run of the first position. A symbol takes two characters:
 * the probability of the right one in 15ths, and the one that the model would say.
 */
import type { KnowledgeFrame, KnownSymbols } from '../metrics/known-symbols'

export interface RecordedFrames {
  /** Of the trial that was recorded. */
  readonly trialKey: string
  readonly frames: readonly {
    readonly step: number
    readonly bits: number
    readonly training: string
    readonly heldOut: string
  }[]
}

const DIGITS = '0123456789abcdef'
const LEVELS = DIGITS.length - 1

const printSymbols = ({ probability, said }: KnownSymbols): string =>
  Array.from(probability, (p, at) => `${DIGITS[Math.round(p * LEVELS)]}${DIGITS[said[at]!]}`).join('')

function readSymbols(text: string): KnownSymbols {
  const digit = (_: unknown, at: number) => DIGITS.indexOf(text[at]!)
  const count = text.length / 2
  return {
    probability: Float32Array.from({ length: count }, (_, n) => digit(_, 2 * n) / LEVELS),
    said: Uint16Array.from({ length: count }, (_, n) => digit(_, 2 * n + 1)),
  }
}

export const printFrames = (trialKey: string, frames: readonly KnowledgeFrame[]): RecordedFrames => ({
  trialKey,
  frames: frames.map(({ step, memorizedBits, training, heldOut }) => ({
    step,
    bits: Math.round(memorizedBits),
    training: printSymbols(training),
    heldOut: printSymbols(heldOut),
  })),
})

export const readFrames = ({ frames }: RecordedFrames): readonly KnowledgeFrame[] =>
  frames.map(({ step, bits, training, heldOut }) => ({
    step,
    memorizedBits: bits,
    training: readSymbols(training),
    heldOut: readSymbols(heldOut),
  }))
