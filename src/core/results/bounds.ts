/**
 * What a record may say, from its trial alone: the strings are drawn anew, and with them what they cost, how much of them any model can keep, and
 * how lucky one can be with strings that it never saw. For every record that comes from somewhere else: a file, another machine, another tab.
 */
import { distinctStrings } from '../data/dataset'
import { ceilingBits } from '../metrics/bits'
import { MAX_TRIALS } from '../sweep/experiment'
import { MAX_TOKENS } from '../sweep/sweep-config'
import { stringsKey, trainingStringsOf } from '../sweep/training-strings'
import type { Trial } from '../sweep/trial'
import { type TrialRecord, trialOf, UNSEEN } from './result'
import { BITS_OF_A_TOKEN, MOST_BITS_OF_A_TOKEN, traceProblem } from './trace-bounds'

interface Range {
  readonly least: number
  readonly most: number
}

export interface TrialBounds {
  /** Bits of the training strings under their source. */
  readonly datasetBits: Range
  /** Bits that say which of them comes: what the ceiling is below `datasetBits`. */
  readonly choiceBits: Range
  /** Bits that a model may seem to save on each held-out string. */
  readonly heldoutBitsPerString: number
}

/** Strings that a run holds out: as many as it trains on, or 1,023 in `per-string`. */
const MOST_HELD_OUT = 1024

/** Two engines' logarithms differ in the last digit. */
const ROUNDING = 1e-9

/** Of a probability of 2^−64 we say that it does not happen. */
const LUCK_BITS = 64

/**
 * What to hold records against; strings are drawn once for all records that share them.
 * @returns what is wrong with a record that `readRecord` has read, as in "its datasetBits is 1e9, …"; undefined for one that can be believed.
 * Where its trial is not given it is {@link trialOf} the record, in which a visitor's own text is missing, so that less is known of it.
 */
export function createBoundsCheck(): (record: TrialRecord, trial?: Trial) => string | undefined {
  const known = new Map<string, TrialBounds | string>()
  const boundsFor = (trial: Trial): TrialBounds | string => {
    const hasText = trial.source.id === 'own' && trial.source.text !== undefined
    const key = `${stringsKey(trial)}${hasText ? '/text' : ''}`
    const bounds = known.get(key) ?? trialBounds(trial)
    known.set(key, bounds)
    return bounds
  }
  return (record, trial = trialOf(record)) => {
    const problem = circumstanceProblem(record) ?? sumProblem(record)
    if (problem !== undefined) return problem
    const bounds = boundsFor(trial)
    if (typeof bounds === 'string') return bounds
    return boundsProblem(record, bounds) ?? heldoutProblem(record, trial) ?? traceProblem(record)
  }
}

/** @returns why no such trial can have run, in place of bounds. */
function trialBounds(trial: Trial): TrialBounds | string {
  const { source, shape, datasetSize } = trial
  const templates = source.id === 'template' ? source.templates : 1
  const sizes = [shape.vocab ** 2, datasetSize * shape.seqLen, templates * shape.seqLen]
  if (sizes.some((size) => !(size <= MAX_TOKENS)) || templates < 1)
    return 'its strings are more than this lab trains on'
  if (source.id === 'text' || (source.id === 'own' && source.text === undefined)) return looseBounds(trial)
  try {
    return boundsOfStrings(trial)
  } catch (error) {
    if (error instanceof RangeError) return `its strings cannot be drawn: ${error.message}`
    throw error
  }
}

function boundsOfStrings(trial: Trial): TrialBounds {
  const strings = trainingStringsOf(trial)
  const distinct = distinctStrings(strings)
  const datasetBits = strings.sourceBits.reduce((sum, bits) => sum + bits, 0)
  const ceiling = ceilingBits(
    strings.sourceBits,
    distinct.map(({ count }) => count),
  )
  const exactly = (bits: number): Range => ({
    least: bits - ROUNDING * datasetBits,
    most: bits + ROUNDING * datasetBits,
  })
  const seen = distinct.reduce((sum, { at }) => sum + 2 ** -strings.sourceBits[at]!, 0)
  return {
    datasetBits: exactly(datasetBits),
    choiceBits: exactly(datasetBits - ceiling),
    heldoutBitsPerString: trial.source.id === 'own' ? mostBitsPerString(trial) : luckPerString(seen),
  }
}

/**
 * A held-out string x comes with the probability p(x) / (1 − p(T)), since training strings T are drawn again. So for any model q the mean of
 * q(x) / p(x) is at most 1 / (1 − p(T)), and by Markov's inequality n strings seem to be memorised by more than −n·log2(1 − p(T)) + k bits
 * with a probability of less than 2^−k.
 */
const luckPerString = (seen: number): number => -Math.log2(Math.max(2 ** -LUCK_BITS, 1 - seen))

/** Of strings that are not at hand, or whose bits are those of a reference model: what a uniform guess takes, or twice that for a reference. */
function looseBounds(trial: Trial): TrialBounds {
  const { datasetSize } = trial
  const perString = mostBitsPerString(trial)
  return {
    datasetBits: { least: 0, most: datasetSize * perString * (1 + ROUNDING) },
    choiceBits: { least: -ROUNDING, most: datasetSize * Math.log2(datasetSize) * (1 + ROUNDING) + ROUNDING },
    heldoutBitsPerString: perString,
  }
}

/** See `ownStringBits`: the length of a line costs log2 S more. */
const mostBitsPerString = ({ source, shape: { seqLen, vocab } }: Trial): number =>
  source.id === 'own' ? Math.log2(seqLen) + seqLen * Math.log2(vocab) : 2 * seqLen * Math.log2(vocab)

/** A year and more: no population takes as long. */
const MOST_ELAPSED_MS = 1e11
/** As `Date.toISOString` writes it. */
const DATE = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z$/

function circumstanceProblem(record: TrialRecord): string | undefined {
  const { trialKey, backend, device, finishedAt, elapsedMs, members } = record
  for (const [name, text] of Object.entries({ trialKey, backend, device }))
    if (text.search(UNSEEN) >= 0) return `its ${name} holds characters that are not seen or turn the line`
  if (!DATE.test(finishedAt) || Number.isNaN(Date.parse(finishedAt))) return 'its finishedAt is no date'
  if (elapsedMs > MOST_ELAPSED_MS) return `its elapsedMs is ${elapsedMs}, more than a year`
  if (members > MAX_TRIALS) return `its members are ${members}, more than a sweep has trials`
  return undefined
}

/** What any record's numbers must be to each other. */
function sumProblem(record: TrialRecord): string | undefined {
  const { datasetBits, datasetSize, seqLen, memorizedBits, memorizedBitsClipped: clipped } = record
  const rounding = ROUNDING * Math.max(1, datasetBits)
  const codeBits = datasetSize * seqLen * record.trainBitsPerToken
  if (!(record.trainBitsPerToken <= MOST_BITS_OF_A_TOKEN))
    return `its trainBitsPerToken is ${record.trainBitsPerToken}, more than a model can say`
  if (!(Math.abs(datasetBits - codeBits - memorizedBits) <= rounding))
    return `its memorizedBits is ${memorizedBits}, but what it says of its strings comes to ${datasetBits - codeBits}`
  if (clipped < Math.max(0, memorizedBits) - rounding)
    return `its memorizedBitsClipped is ${clipped}, below ${memorizedBits > 0 ? `its memorizedBits of ${memorizedBits}` : '0'}`
  if (clipped > datasetBits * (1 + 1e-6))
    return `its memorizedBitsClipped is ${clipped}, above its datasetBits`
  return undefined
}

function boundsProblem(record: TrialRecord, bounds: TrialBounds): string | undefined {
  const { datasetBits, datasetSize, seqLen, heldoutStrings, heldoutMemorizedBits } = record
  if (!isWithin(datasetBits, bounds.datasetBits))
    return `its datasetBits is ${datasetBits}, but its strings have ${rangeText(bounds.datasetBits)} bits`
  const choiceBits = datasetBits - record.ceilingBits
  if (!isWithin(choiceBits, bounds.choiceBits)) {
    const { least, most } = bounds.choiceBits
    const ceiling = { least: datasetBits - most, most: datasetBits - least }
    return `its ceilingBits is ${record.ceilingBits}, but a model can keep ${rangeText(ceiling)} bits of its strings`
  }
  if (heldoutStrings > Math.max(MOST_HELD_OUT, datasetSize))
    return `its heldoutStrings is ${heldoutStrings}, more than a run holds out`
  const slack = LUCK_BITS + BITS_OF_A_TOKEN * heldoutStrings * seqLen
  if (heldoutMemorizedBits > heldoutStrings * bounds.heldoutBitsPerString + slack)
    return `it memorised ${heldoutMemorizedBits} bits of held-out strings, which no model has seen`
  return undefined
}

/** What held-out strings cost and what was saved of that come to what their source says, which is not more than a guess at each token takes. */
function heldoutProblem(record: TrialRecord, trial: Trial): string | undefined {
  const { heldoutStrings, seqLen, heldoutBitsPerToken: perToken, heldoutMemorizedBits } = record
  if (!(perToken >= -BITS_OF_A_TOKEN && perToken <= MOST_BITS_OF_A_TOKEN))
    return `its heldoutBitsPerToken is ${perToken}, which is no code length`
  const codeBits = perToken * heldoutStrings * seqLen
  const sourceBits = codeBits + heldoutMemorizedBits
  const rounding = ROUNDING * Math.max(1, codeBits) + BITS_OF_A_TOKEN * heldoutStrings * seqLen
  const most = heldoutStrings * mostBitsPerString(trial)
  return sourceBits >= -rounding && sourceBits <= most + rounding
    ? undefined
    : `its heldoutMemorizedBits is ${heldoutMemorizedBits}, but held-out strings that cost ${codeBits} bits would have ${sourceBits} by their source`
}

const isWithin = (value: number, { least, most }: Range): boolean => value >= least && value <= most

const rangeText = ({ least, most }: Range): string =>
  most - least <= 1e-6 * most
    ? String(Number(most.toPrecision(9)))
    : `${Math.round(least)} to ${Math.round(most)}`
